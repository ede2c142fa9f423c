import { firstTrainingSeed } from '../../datasets/world.ts'
import { JidokaError } from '../contract/error.ts'
import type { LineReport, LineVerdict } from '../contract/report.ts'
import { loadAssumptions } from '../io/assumption.ts'
import { wallClock } from '../io/clock.ts'
import { loadModel } from '../io/model.ts'
import { passEverything } from '../service/examiner.ts'
import { linesNamed } from '../service/population.ts'
import { type Verified, verifyDataset, verifyLine } from './verify-line.ts'
import type { VerifyOptions, VerifyOrder } from './verify-order.ts'
import { reportPage } from './verify-page.ts'
import { checkReportPlace, writeReport } from './verify-report.ts'

const population =
  'The parts are simulated: evidence about the pipeline, not about a factory. The documents behind the claim name no product, no defect rate and no method.'

/**
 * Inspects parts of known truth on all cores and judges the claim at this fixed number of parts. The counts depend on
 * the seed alone.
 * @returns exit code 0 if every line is demonstrated, 1 if not, 130 if a person ended it: then nothing is written
 */
export async function verify(options: VerifyOptions): Promise<0 | 1 | 130> {
  const { shell, isJson } = options
  check(options)
  const startMs = wallClock.monotonicMs()
  const order = { ...options, assumptions: loadAssumptions(options.assumptions) }
  const verified: Verified[] = []
  const say = (report: LineReport) =>
    shell.out.write(isJson ? `${JSON.stringify(report)}\n` : reportPage(report))
  for await (const found of subjects(order)) {
    if (shell.interruption().aborted) return 130
    say(found.report)
    verified.push(found)
  }
  if (shell.interruption().aborted) return 130
  const verdict = jointly(verified.filter(({ isWhole }) => isWhole).map(({ report }) => report.verdict))
  const lines = new Set(verified.map(({ report }) => report.line))
  if (isJson && lines.size > 1)
    shell.out.write(`${JSON.stringify({ line: 'all', isSimulated: true, verdict })}\n`)
  if (!isJson && verified.some(({ report }) => report.isSimulated)) shell.out.write(`${population}\n`)
  if (options.report) await writeReport(options.report, verified, verdict, order, startMs)
  return verdict === 'demonstrated' ? 0 : 1
}

/** Refuses what cannot be before anything is begun. */
function check({ line, seed, dataset, disturbance, severity, foreign, sizes, report }: VerifyOptions): void {
  if (seed >= firstTrainingSeed)
    throw new JidokaError('USAGE', `Seeds from ${firstTrainingSeed} on are for training.`)
  if (dataset === undefined) linesNamed(line)
  else if (disturbance)
    throw new JidokaError('USAGE', 'Photographs cannot be disturbed: --disturbance needs a line.')
  if (severity !== undefined && !disturbance)
    throw new JidokaError('USAGE', '--severity says how strong a --disturbance is, and none was given.')
  if ((foreign === undefined) !== (sizes === undefined))
    throw new JidokaError('USAGE', '--foreign and --sizes go together: what is pasted, and how large.')
  if (foreign !== undefined && dataset !== undefined)
    throw new JidokaError('USAGE', 'Nothing is pasted on photographs: --foreign needs a line.')
  if (report) checkReportPlace(report)
}

async function* subjects(order: VerifyOrder): AsyncGenerator<Verified> {
  if (order.dataset !== undefined) yield verifyDataset(order.dataset, order)
  else for (const line of await linesOf(order)) yield* verifyLine(line, order)
}

/** A model that is named is judged on its own line. Every model is there before the first part is inspected. */
async function linesOf({ line, model, shell: { root } }: VerifyOrder): Promise<string[]> {
  const lines = linesNamed(line)
  if (model === passEverything) return lines
  if (model === undefined) {
    for (const name of lines) await loadModel(name, { root })
    return lines
  }
  const { card } = await loadModel(model, { root })
  return line === 'all' && card ? linesNamed(card.recipe.line) : lines
}

/** Demonstrated only if each is. */
export function jointly(verdicts: readonly LineVerdict[]): LineVerdict {
  for (const verdict of ['refuted', 'not-testable-here', 'not-demonstrated'] as const)
    if (verdicts.includes(verdict)) return verdict
  return 'demonstrated'
}
