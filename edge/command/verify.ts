import os from 'node:os'
import { firstTrainingSeed, productLines } from '../../datasets/world.ts'
import type { Card } from '../contract/card.ts'
import { JidokaError } from '../contract/error.ts'
import type { Evaluation } from '../contract/inspection.ts'
import type { Judgement } from '../contract/judgement.ts'
import type { Capture, Truth } from '../contract/part.ts'
import { type Counts, judge, type Limits } from '../core/quality/judgement.ts'
import { hoursReduction, type LabourAssumptions, sharesAt, usualLabour } from '../core/quality/labour.ts'
import { jointVerdict } from '../core/quality/rate-verdict.ts'
import { percent } from '../core/quality/sentence.ts'
import { createTableTally } from '../core/quality/table-tally.ts'
import { decide } from '../core/vision/decide.ts'
import { photograph, untimedPlan } from '../io/camera.ts'
import { wallClock } from '../io/clock.ts'
import { inOrder } from '../io/in-order.ts'
import { createLog } from '../io/log.ts'
import { loadModel } from '../io/model.ts'
import { createProgress } from '../io/progress.ts'
import type { Shell } from '../io/shell.ts'
import { type Closer, createCloser } from '../service/closer.ts'
import { startCameras, startInspectors } from '../service/inspectors.ts'
import { pageOf } from './judge.ts'

export interface VerifyOptions extends Limits {
  /** A product line, or `all`. */
  readonly line: string
  readonly parts: number
  readonly prevalence: number
  readonly seed: number
  readonly model?: string | undefined
  readonly isJson: boolean
  readonly shell: Shell
}

/** What `verify` prints for a line: the judgement, and what it is about. */
export type LineVerdict = Judgement & {
  readonly line: string
  readonly model: string
  readonly seed: number
  readonly prevalence: number
  readonly isSimulated: true
  /** Hours saved under these assumptions; null where one kind of part was never seen. */
  readonly labour: { readonly hoursReduction: number | null; readonly assumptions: LabourAssumptions }
}

/** The worst inspector that there is, selectable like any model: the reason why accuracy alone says nothing. */
const passEverything = 'pass-everything'
const population =
  'The parts are simulated: evidence about the pipeline, not about a factory. The documents behind the claim name no product, no defect rate and no method.'

/**
 * Makes parts of known truth, each defective with the given probability, inspects them on all cores and judges the
 * claim at this fixed number of parts. The counts depend on the seed alone.
 * @returns exit code 0 if every line is demonstrated, 1 if not, 130 if a person ended it
 */
export async function verify(options: VerifyOptions): Promise<0 | 1 | 130> {
  const known = Object.keys(productLines)
  const lines = options.line === 'all' ? known : known.filter((name) => name === options.line)
  if (lines.length === 0)
    throw new JidokaError('LINE_UNKNOWN', `No product line ${options.line}; there are ${known.join(', ')}.`)
  if (options.seed >= firstTrainingSeed)
    throw new JidokaError('USAGE', `Seeds from ${firstTrainingSeed} on are for training.`)
  const { out } = options.shell
  const verdicts: LineVerdict[] = []
  for (const line of lines) {
    const found = await verifyLine(line, options)
    if (options.shell.interruption().aborted) return 130
    verdicts.push(found)
    out.write(
      options.isJson
        ? `${JSON.stringify(found)}\n`
        : `${found.line}, ${found.model}, seed ${found.seed}\n${pageOf(found)}${labourLine(found)}\n`,
    )
  }
  const verdict = jointVerdict(verdicts.map((found) => found.verdict))
  if (options.isJson && options.line === 'all')
    out.write(`${JSON.stringify({ line: 'all', isSimulated: true, verdict })}\n`)
  if (!options.isJson) out.write(`${population}\n`)
  return verdict === 'demonstrated' ? 0 : 1
}

export async function verifyLine(
  line: string,
  options: Omit<VerifyOptions, 'line' | 'isJson'>,
): Promise<LineVerdict> {
  const { parts, prevalence, seed, shell } = options
  const closer = createCloser()
  const progress = createProgress({
    total: parts,
    label: `parts of ${line}`,
    stream: shell.err,
    clock: wallClock,
  })
  closer.add(progress, (bar) => bar.stop())
  try {
    const cameras = startCameras(os.availableParallelism(), shell.edge, createLog('error'))
    closer.add(cameras, (pool) => pool.close())
    const model = options.model ?? line
    const inspect =
      model === passEverything
        ? () => Promise.resolve('OK' as const)
        : await inspector(model, line, shell, closer)
    const plan = untimedPlan({ seed, line, prevalence, parts })
    const shots = photograph(cameras, plan, 3 * os.availableParallelism(), shell.interruption())
    const tally = createTableTally()
    let row = 0
    for await (const ready of inOrder(
      shots,
      async (capture) => ({ capture, evaluation: await inspect(capture) }),
      6,
    )) {
      for (const { capture, evaluation } of ready) tally.add({ row: ++row, ...rowOf(capture, evaluation) })
      progress.update(row)
    }
    const counts = tally.counts()
    const labour = labourOf(counts)
    return { line, model, seed, prevalence, isSimulated: true, ...judge(counts, options), labour }
  } finally {
    await closer.close()
  }
}

function labourOf(counts: Counts): LineVerdict['labour'] {
  const shares = sharesAt(counts, usualLabour.prevalence)
  return { hoursReduction: shares && hoursReduction(shares, usualLabour), assumptions: usualLabour }
}

/** The labour line of the page, with everything that it assumes. */
function labourLine({ labour: { hoursReduction: saved, assumptions } }: LineVerdict): string {
  if (saved === null) return ''
  const { prevalence, manualS, reviewS, confirmS, auditShare } = assumptions
  return (
    `labour         ${percent(saved)} of inspection hours saved if ${percent(prevalence)} of production is defective, a part takes ` +
    `${manualS} s by hand, ${reviewS} s in review, ${confirmS} s to confirm, and ${percent(auditShare)} of the passed are audited\n`
  )
}

type Inspect = (capture: Capture) => Promise<Evaluation>

async function inspector(model: string, line: string, shell: Shell, closer: Closer): Promise<Inspect> {
  const { card, modelPath } = await loadModel(model, { root: shell.root })
  if (!card)
    throw new JidokaError(
      'CARD_INVALID',
      `The model ${modelPath} has no card, and nothing can be decided without one.`,
    )
  requireLine(card, line)
  const pool = await startInspectors(
    { card, modelPath },
    os.availableParallelism(),
    shell.edge,
    createLog('error'),
  )
  closer.add(pool, (opened) => opened.close())
  return async ({ frame }) => {
    const { sights } = await pool.ask(frame.image, [frame.image.data.buffer])
    return decide(frame, { kind: 'seen', sights }, card).evaluation
  }
}

function requireLine(card: Card, line: string): void {
  if (card.recipe.line !== line)
    throw new JidokaError('LINE_UNKNOWN', `The model ${card.name} inspects ${card.recipe.line}, not ${line}.`)
}

/** The part's worst true mark gives its class and its size, millimetres. */
function rowOf({ frame, truth }: Capture, evaluation: Evaluation) {
  const mark = worstMark(truth)
  const isDefective = truth.isDefective === true
  return {
    part: frame.partId,
    isDefective,
    evaluation,
    class: mark?.class ?? null,
    size: mark?.sizeMm ?? null,
    score: null,
  }
}

const worstMark = ({ marks }: Truth) =>
  marks
    .filter((mark) => !mark.isLookAlike)
    .toSorted((a, b) => (b.sizeOverLimit ?? 0) - (a.sizeOverLimit ?? 0))[0]
