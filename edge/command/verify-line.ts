import type { Disturbance } from '../contract/disturbance.ts'
import { JidokaError } from '../contract/error.ts'
import type { Curves, LineReport } from '../contract/report.ts'
import { refutedCells } from '../core/quality/cell.ts'
import type { Counts } from '../core/quality/judgement.ts'
import { curvesOf } from '../core/quality/line-quality.ts'
import { createSettling } from '../core/quality/settling.ts'
import { wallClock } from '../io/clock.ts'
import { createProgress } from '../io/progress.ts'
import type { WorstPart } from '../report/input.ts'
import { agreementOf } from '../service/agreement.ts'
import { createCloser } from '../service/closer.ts'
import { type Examiner, openExaminer } from '../service/examiner.ts'
import {
  createExamining,
  type ExamineTools,
  type Examining,
  examine,
  type Findings,
} from '../service/examining.ts'
import { readForeign } from '../service/foreign.ts'
import { lineReport, nothingAside } from '../service/line-report.ts'
import {
  labelledPopulation,
  openCameras,
  type Population,
  simulatedPopulation,
} from '../service/population.ts'
import { quietLatency } from './quiet-latency.ts'
import { cellsOf, type VerifyOrder } from './verify-order.ts'
import { hireWorkers } from './verify-worker.ts'
import { worstParts } from './worst-part.ts'

/** What was found of one population. */
export interface Verified {
  readonly report: LineReport
  readonly curves: Curves
  readonly counts: Counts
  readonly population: Population
  readonly worst: readonly WorstPart[]
  /** False for one of several disturbances, which are judged together. */
  readonly isWhole: boolean
}

/** Examines one product line: as it is, or under each of the disturbances and then under all of them together. */
export async function* verifyLine(line: string, order: VerifyOrder): AsyncGenerator<Verified> {
  const { shell, parts, prevalence, seed } = order
  const closer = createCloser()
  const cells = cellsOf(order)
  const total = parts * cells.length
  const foreign = order.foreign === undefined ? null : await readForeign(order.foreign, order.sizes ?? [])
  const progress = createProgress({ total, label: `parts of ${line}`, stream: shell.err, clock: wallClock })
  closer.add(progress, (bar) => bar.stop())
  try {
    const model = order.model ?? line
    const examiner = await openExaminer(model, order.monitor, shell, closer, order)
    requireLine(examiner, line)
    const cameras = openCameras(shell, closer, foreign)
    const populationOf = (disturbance: Disturbance | null, first: number) =>
      simulatedPopulation({ line, parts, prevalence, seed, disturbance, first, foreign }, cameras)
    const farm = order.workers && (await hireWorkers(order.workers, { model, examiner }, order, closer))
    const { recipe } = populationOf(null, 0)
    const whole = createExamining({ recipe, isWeighed: false, isKept: false })
    const found: Verified[] = []
    for (const [index, disturbance] of cells.entries()) {
      // Each cell gets parts of its own, so that all together are independent.
      const population = populationOf(disturbance, index * parts)
      const done = (row: number) => progress.update(index * parts + row)
      const others = cells.length > 1 ? [whole] : []
      const cell = await examineOne(population, { examiner, farm, others, progress: done }, order)
      if (shell.interruption().aborted) return
      found.push({ ...cell, isWhole: cells.length === 1 })
      yield { ...cell, isWhole: cells.length === 1 }
    }
    if (cells.length > 1) yield together(found, whole.findings(), examiner, order)
  } finally {
    await closer.close()
  }
}

/** Examines a set of labelled images. */
export async function verifyDataset(spec: string, order: VerifyOrder): Promise<Verified> {
  const { shell } = order
  const closer = createCloser()
  try {
    const named = order.model ?? (order.line === 'all' ? await lineOfDataset(spec) : order.line)
    const examiner = await openExaminer(named, order.monitor, shell, closer, order)
    const input = examiner.card?.input ?? { channels: 3, fit: 'tile', width: 0, height: 0 }
    const population = await labelledPopulation(spec, input)
    const { total } = population
    const progress = createProgress({ total, label: 'images', stream: shell.err, clock: wallClock })
    closer.add(progress, (bar) => bar.stop())
    const update = (row: number) => progress.update(row)
    const found = await examineOne(population, { examiner, farm: null, others: [], progress: update }, order)
    return { ...found, isWhole: true }
  } finally {
    await closer.close()
  }
}

const anyInput = { channels: 1, fit: 'tile', width: 1, height: 1 } as const

/** A set that we wrote says of which line its parts are, and so which model inspects them. */
async function lineOfDataset(spec: string): Promise<string> {
  const { line, isSimulated } = await labelledPopulation(spec, anyInput)
  if (isSimulated) return line
  throw new JidokaError('USAGE', 'Say with --model (or --line) which model is to inspect the data set.')
}

type Found = Omit<Verified, 'isWhole'>

interface Examiners extends Pick<ExamineTools, 'examiner' | 'farm' | 'progress'> {
  readonly others: readonly Examining[]
}

async function examineOne(
  population: Population,
  { examiner, farm, others, progress }: Examiners,
  order: VerifyOrder,
): Promise<Found> {
  const { shell } = order
  const { disturbance, dataset, foreign } = population
  const isOwn = disturbance === null && foreign === null
  const isPlain = isOwn && population.isSimulated
  const isKept = dataset !== null
  const examining = createExamining({ recipe: population.recipe, isWeighed: isPlain, isKept })
  const settling = order.isSequential ? createSettling(order) : null
  const signal = shell.interruption()
  const isSettled = settling ? { isSettled: settling.add } : {}
  await examine(population, { examiner, farm, into: [examining, ...others], signal, progress, ...isSettled })
  const findings = examining.findings()
  const isMeasured = isOwn && examiner.card !== null && !signal.aborted
  const latency = isMeasured ? await quietLatency(population, examiner, shell) : nothingAside
  const agreement = isMeasured ? await agreementOf(findings.candidates, population, examiner) : null
  const aside = { ...nothingAside, ...latency, agreement, sequential: settling?.state() ?? null }
  const report = lineReport({ ...order, population, examiner, findings, aside })
  const worst = order.report && !signal.aborted ? await worstParts(findings.worst, population, examiner) : []
  return { report, population, worst, ...sheetOf(findings, examiner, order) }
}

const sheetOf = ({ evidence }: Findings, { card }: Examiner, { assumptions }: VerifyOrder) => ({
  counts: evidence.counts,
  curves: curvesOf(evidence, card?.thresholds ?? { acceptBelow: 0.5, rejectAtLeast: 0.5 }, assumptions),
})

/** All cells as one population; refuted if one of them is, by Holm's test over them all. */
function together(
  cells: readonly Verified[],
  findings: Findings,
  examiner: Examiner,
  order: VerifyOrder,
): Verified {
  const [first] = cells
  if (!first) throw new Error('no cell was examined')
  const report = lineReport({
    ...order,
    population: first.population,
    examiner,
    findings,
    aside: nothingAside,
  })
  const sheet = sheetOf(findings, examiner, order)
  // The pool is one more cell: each of its three bounds alone would refute 5 % of what holds.
  const refuted = refutedCells([...cells.map(({ counts }) => counts), sheet.counts], order)
  const names = cells.flatMap(({ report: { disturbance } }, index) =>
    refuted[index] && disturbance ? [disturbance.name] : [],
  )
  const open = report.verdict === 'refuted' ? ('not-demonstrated' as const) : report.verdict
  const said = {
    verdict: refuted.includes(true) ? ('refuted' as const) : open,
    sentence: names.length > 0 ? `Refuted under ${names.join(', ')}: ${report.sentence}` : report.sentence,
  }
  const pooled = { ...report, ...said, disturbance: null, line: report.line }
  return {
    ...first,
    ...sheet,
    report: { ...pooled, isPooled: true },
    isWhole: true,
    worst: [],
  }
}

function requireLine({ card }: Examiner, line: string): void {
  if (card && card.recipe.line !== line)
    throw new JidokaError('LINE_UNKNOWN', `The model ${card.name} inspects ${card.recipe.line}, not ${line}.`)
}
