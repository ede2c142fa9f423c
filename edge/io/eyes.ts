import type { Card } from '../contract/card.ts'
import { wallClock } from './clock.ts'
import { requireFit } from './model.ts'
import { openSecondEye, type SecondEye, type SecondModel } from './second-eye.ts'
import { openFarEye } from './second-eye-far.ts'
import { openSession } from './session.ts'
import type { Eyes } from './sight.ts'

/** What eyes are opened from; it can be copied to another thread. */
export interface EyesPlan {
  readonly modelPath: string
  readonly card: Card
  /** null: nobody looks again. */
  readonly second: SecondModel | null
}

/** @throws {JidokaError} MODEL_MISSING, MODEL_INVALID, CARD_INVALID */
export async function openEyes(plan: EyesPlan, threads: number): Promise<Eyes & { close(): Promise<void> }> {
  const { card } = plan
  const session = await openSession(plan.modelPath, { threads })
  try {
    requireFit(session, card)
    const second = plan.second && (await openSecond(plan.second, threads))
    const close = async () => {
      await second?.close()
      await session.close()
    }
    const { width, height, channels } = card.input
    return { card, session, second, planes: new Uint8Array(width * height * channels), close }
  } catch (error) {
    await session.close()
    throw error
  }
}

const openSecond = (second: SecondModel, threads: number): Promise<SecondEye> =>
  second.far ? openFarEye(second.card, second.far, wallClock) : openSecondEye(second, threads)
