import { drawnMarks } from '../../datasets/parts/drawn.ts'
import type { Drawing, DrawnPart } from '../contract/drawing.ts'
import { JidokaError } from '../contract/error.ts'
import type { Capture } from '../contract/part.ts'
import { emptyTally, observe } from '../core/quality/tally.ts'
import { decide } from '../core/vision/decide.ts'
import { isDefect, trialOf } from '../core/vision/trial.ts'
import type { Inference } from '../io/inference.ts'
import type { RunTools } from './run-tools.ts'
import { resultOf } from './voice.ts'

/** The camera of a simulated line, for one more photograph. */
export type PhotographAgain = (sequence: number, drawing: Drawing) => Promise<Capture>

export interface DrawingTools extends Pick<RunTools, 'plan' | 'decider' | 'pictures' | 'clock'> {
  readonly inference: Pick<Inference, 'infer'>
  /** null: photographs, which nobody can take again. */
  readonly photographAgain: PhotographAgain | null
}

/** Takes a part of this run once more, with what a person drew on it, and has it inspected as the line does. */
export function createDrawingDesk(tools: DrawingTools) {
  let isBusy = false
  let count = 0
  /** @throws JidokaError TOO_MANY_REQUESTS, NOT_FOUND, REQUEST_INVALID */
  return async (partId: string, drawing: Drawing): Promise<DrawnPart> => {
    if (isBusy) throw new JidokaError('TOO_MANY_REQUESTS', 'Another drawing is being inspected.')
    isBusy = true
    try {
      const capture = await photograph(partId, drawing, tools)
      const drawn = drawnMarks(drawing, tools.plan.card.recipe).length
      return await inspect(
        { ...capture, frame: { ...capture.frame, partId: `drawn-${++count}` } },
        drawn,
        tools,
      )
    } finally {
      isBusy = false
    }
  }
}

async function photograph(partId: string, drawing: Drawing, { plan, photographAgain }: DrawingTools) {
  const { recipe } = plan.card
  const sequence = sequenceOf(partId, plan.line)
  if (photographAgain === null)
    throw new JidokaError('REQUEST_INVALID', 'A photograph cannot be taken again: only simulated parts can.')
  if (sequence === null) throw new JidokaError('NOT_FOUND', `The line ${plan.line} makes no part ${partId}.`)
  if (recipe.limitsMm[drawing.class] === undefined)
    throw new JidokaError('REQUEST_INVALID', `class: ${plan.line} has no limit for ${drawing.class}.`)
  if (drawnMarks(drawing, recipe).length === 0)
    throw new JidokaError('REQUEST_INVALID', 'strokes: nothing of them lies on the part.')
  return photographAgain(sequence, drawing)
}

/** @param drawn marks at the end of the truth that a person drew */
async function inspect(taken: Capture, drawn: number, tools: DrawingTools): Promise<DrawnPart> {
  const { plan, decider, pictures, clock } = tools
  const capture = { ...taken, frame: { ...taken.frame, capturedAtMs: clock.nowMs() } }
  const look = await tools.inference.infer(capture.frame)
  const beforeMs = clock.monotonicMs()
  const inspection = decide(capture.frame, look.seen, decider.card())
  const nowMs = clock.monotonicMs()
  const timesMs = { decideMs: nowMs - beforeMs, latencyMs: nowMs - look.enteredMs }
  const part = { looked: { capture, look }, inspection, ...timesMs }
  pictures.show(part)
  const isDefective = capture.truth.isDefective ?? capture.truth.marks.some(isDefect)
  const marks = trialOf(capture, inspection, null, 1).marks.slice(-drawn)
  return {
    result: resultOf(part, { runId: plan.runId, line: plan.line, modelSha256: decider.card().sha256 }),
    isDefective,
    outcome: observe(emptyTally, inspection.evaluation, isDefective).outcome,
    marks: marks.map(({ sizeMm, sizeOverLimit, isReported }) => ({
      ...{ sizeMm: sizeMm ?? 0, sizeOverLimit: sizeOverLimit ?? 0, isReported },
    })),
  }
}

/** As photographPart names it; null: none of this line. */
function sequenceOf(partId: string, line: string): number | null {
  const digits = partId.startsWith(`${line}-`) ? partId.slice(line.length + 1) : ''
  return /^\d{8,12}$/.test(digits) ? Number(digits) : null
}
