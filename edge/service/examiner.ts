import os from 'node:os'
import type { Card } from '../contract/card.ts'
import type { LabelledCapture } from '../contract/data-set.ts'
import { JidokaError } from '../contract/error.ts'
import type { Inspection } from '../contract/inspection.ts'
import type { Image } from '../contract/part.ts'
import { decide, type Sight } from '../core/vision/decide.ts'
import type { EyesPlan } from '../io/eyes.ts'
import { createLog } from '../io/log.ts'
import { loadModel } from '../io/model.ts'
import { patientSecond, placeSecond, type SecondPlace } from '../io/second-eye.ts'
import type { Shell } from '../io/shell.ts'
import type { Closer } from './closer.ts'
import { startInspectors } from './inspectors.ts'

/** A part under examination: what was said of it, and what that was seen by. */
export interface Examined {
  readonly capture: LabelledCapture
  readonly inspection: Inspection
  /** null: nobody looked. */
  readonly sights: readonly Sight[] | null
  readonly image: Image
}

/** The inspector whose claim is judged. */
export interface Examiner {
  readonly model: string
  readonly modelSha256: string | null
  readonly modelPath: string | null
  /** null: an inspector that looks at nothing. */
  readonly card: Card | null
  readonly second: EyesPlan['second']
  look(capture: LabelledCapture): Promise<Examined>
}

/** The worst inspector that there is, selectable like any model: the reason why accuracy alone says nothing. */
export const passEverything = 'pass-everything'

const passing: Examiner = {
  model: passEverything,
  modelSha256: null,
  modelPath: null,
  card: null,
  second: null,
  look: async (capture) => {
    const { line, partId, sequence, isSimulated, image } = capture.frame
    const verdict = { evaluation: 'OK', score: 0, reason: 'below-accept-threshold', defects: [] } as const
    const inspection = {
      line,
      partId,
      sequence,
      isSimulated,
      ...verdict,
      defects: [],
      detail: 'Passed unseen.',
    }
    return { capture, inspection, sights: null, image }
  },
}

export interface ExaminerPlace {
  readonly secondLook?: SecondPlace | undefined
  /** As the environment says when left out. */
  readonly modelKey?: string | undefined
}

/** @throws {JidokaError} for a model that is missing, damaged, or has no card to decide by */
export async function openExaminer(
  model: string,
  monitor: 'on' | 'off',
  shell: Shell,
  closer: Closer,
  { secondLook, modelKey }: ExaminerPlace = {},
): Promise<Examiner> {
  if (model === passEverything) return passing
  const {
    card: own,
    modelPath,
    second: named,
    sha256,
  } = await loadModel(model, {
    root: shell.root,
    key: modelKey,
  })
  const second = patientSecond(placeSecond(named, secondLook))
  if (!own)
    throw new JidokaError(
      'CARD_INVALID',
      `The model ${modelPath} has no card, and nothing can be decided without one.`,
    )
  const card = monitor === 'on' ? own : { ...own, envelope: limitless(own.envelope) }
  const count = os.availableParallelism()
  const pool = await startInspectors({ card, modelPath, second }, count, shell.edge, createLog('error'))
  closer.add(pool, (opened) => opened.close())
  return {
    model: card.name,
    modelSha256: sha256,
    modelPath,
    card,
    second,
    look: async (capture) => {
      const { sights, image } = await pool.ask(capture.frame.image, [capture.frame.image.data.buffer])
      const inspection = decide(capture.frame, { kind: 'seen', sights }, card)
      return { capture, inspection, sights, image }
    },
  }
}

/** Half of it is a number yet: with infinity the middle of the range, and so every distance from it, would be none. */
const farthest = Number.MAX_VALUE / 2

/** An envelope that nothing lies outside of: the input monitor switched off. */
export const limitless = (envelope: Card['envelope']): Card['envelope'] => ({
  ...envelope,
  maxDistance: farthest,
  low: envelope.low.map(() => -farthest),
  high: envelope.high.map(() => farthest),
})
