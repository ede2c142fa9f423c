import type { SecondCard } from '../contract/card.ts'
import { JidokaError } from '../contract/error.ts'
import type { Settings } from '../contract/setting.ts'
import { openSession } from './session.ts'

/** The larger model that looks again, here or on another host. */
export interface SecondEye {
  readonly card: SecondCard
  /**
   * Its maps of crops, one after the other; null: it cannot be reached.
   * @param crops `count × 3 × side × side`
   */
  look(crops: Uint8Array, count: number): Promise<Float32Array | null>
  close(): Promise<void>
}

/** A `jidoka work` that looks again. */
export interface FarHost {
  /** Without a slash at the end. */
  readonly url: string
  /** Empty: none is shown. */
  readonly token: string
  readonly timeoutMs: number
}

/** Where the second model lies. */
export interface SecondModel {
  readonly modelPath: string
  readonly card: SecondCard
  /** The host that looks; left out: this process. */
  readonly far?: FarHost | undefined
}

export type SecondPlace = Pick<Settings, 'secondLook' | 'secondLookTimeoutMs' | 'secondLookToken'>

/** The second model where the settings want it: here (without any, too), on another host, or nowhere. */
export function placeSecond(second: SecondModel | null, place?: SecondPlace): SecondModel | null {
  if (!second || !place || place.secondLook === 'here') return second
  const { secondLook, secondLookTimeoutMs: timeoutMs, secondLookToken: token } = place
  if (secondLook === 'off') return null
  return { ...second, far: { url: secondLook.replace(/\/$/, ''), token, timeoutMs } }
}

const patienceMs = 10_000

/** The same where nothing is late, as in simulated time: a busy computer must not change what a run finds. */
export const patientSecond = (second: SecondModel | null): SecondModel | null =>
  second?.far ? { ...second, far: { ...second.far, timeoutMs: patienceMs } } : second

/** Values in the maps of one crop. */
export const valuesPerCrop = ({ input, output, classes }: SecondCard): number =>
  (output.firstClassChannel + classes.length) * (input.sidePx / output.stridePx) ** 2

/** @throws {JidokaError} MODEL_MISSING, MODEL_INVALID, CARD_INVALID */
export async function openSecondEye({ modelPath, card }: SecondModel, threads: number): Promise<SecondEye> {
  const session = await openSession(modelPath, { threads })
  const { name, sidePx: side } = card.input
  const channels = card.output.firstClassChannel + card.classes.length
  const isFit = session.input.name === name && session.outputs[0]?.dims[1] === channels
  if (!isFit) {
    await session.close()
    throw new JidokaError('CARD_INVALID', `The card of ${card.name} does not fit ${modelPath}.`)
  }
  return {
    card,
    look: async (crops, count) => (await session.run(crops, [count, 3, side, side])).data,
    close: () => session.close(),
  }
}
