import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { rngFromSeed } from '../../datasets/rng.ts'
import type { Card } from '../contract/card.ts'
import { Tally } from '../contract/claim.ts'
import { JidokaError } from '../contract/error.ts'
import type { LinePlan } from '../contract/line-plan.ts'
import { type PlanOrder, planLines } from '../core/plan/line-plan.ts'
import { loadAssumptions } from '../io/assumption.ts'
import { createLog } from '../io/log.ts'
import { loadModel, type Model } from '../io/model.ts'
import type { Shell } from '../io/shell.ts'
import { askInTurn } from '../service/load.ts'
import { captureRing } from './bench-frame.ts'
import { openBenchLine } from './bench-line.ts'

export interface PlanOptions {
  readonly taktS: number
  readonly prevalence: number
  readonly model: string
  readonly lines: number
  /** Left out: this computer is measured. */
  readonly serviceMs?: number | undefined
  /** Left out: what the model sees at once. */
  readonly partMm?: number | undefined
  readonly cameraPx: number
  /** Left out: parts lie one and a half of their lengths apart. */
  readonly beltMmPerS?: number | undefined
  readonly gateMs: number
  readonly p99: number
  readonly wait: number
  readonly assumptions?: string | undefined
  readonly seed: number
  readonly isJson: boolean
  readonly shell: Shell
}

const measuredParts = 400

/**
 * Sizes inspection lines, and checks the plan by playing it. Returns the exit code: 1 when a check is not kept.
 * @throws {JidokaError} MODEL_MISSING, CARD_INVALID for a model of which nobody measured what it leaves undecided
 */
export async function plan(options: PlanOptions): Promise<0 | 1> {
  const { model: name, shell, isJson } = options
  const model = await loadModel(name, { root: shell.root })
  const { card } = model
  if (!card) throw new JidokaError('CARD_INVALID', `The model ${name} has no card, and a plan rests on one.`)
  const { reviewS, deskCapacity } = loadAssumptions(options.assumptions)
  const fieldMm = card.recipe.widthPx / card.recipe.pxPerMm
  const partMm = options.partMm ?? fieldMm
  const order: PlanOrder = {
    ...{ model: card.name, lines: options.lines, taktS: options.taktS, reviewS, deskCapacity },
    reviewShare: reviewShareOf(card, options.prevalence),
    serviceMs: options.serviceMs === undefined ? await serviceTimes(model, card, shell) : [options.serviceMs],
    ...{ partMm, fieldMm, pxPerMm: card.recipe.pxPerMm, cameraPx: options.cameraPx, gateMs: options.gateMs },
    beltMmPerS: options.beltMmPerS ?? (1.5 * partMm) / options.taktS,
    limits: { p99Ms: options.p99, deskWaitS: options.wait, mostWorkers: 256 },
    coresPerComputer: os.availableParallelism(),
  }
  const found = planLines(order, rngFromSeed(options.seed))
  shell.out.write(isJson ? `${JSON.stringify(found)}\n` : page(found))
  return found.isKept ? 0 : 1
}

/** What the model leaves undecided at a prevalence, from what was measured of good and of defective parts. */
function reviewShareOf({ measured, name }: Card, prevalence: number): number {
  const tally = Tally.safeParse(measured.tally)
  if (!tally.success) throw new JidokaError('CARD_INVALID', `Nobody measured what ${name} leaves undecided.`)
  const { undecidedGood, goodPassed, falseRejects, undecidedDefective, defectiveRefused, escapes } =
    tally.data
  const good = undecidedGood / (undecidedGood + goodPassed + falseRejects)
  const defective = undecidedDefective / (undecidedDefective + defectiveRefused + escapes)
  return prevalence * defective + (1 - prevalence) * good
}

/** Frame in memory to verdict on this computer, one part at a time. */
async function serviceTimes(model: Model, card: Card, shell: Shell): Promise<[number, ...number[]]> {
  const data = await mkdtemp(path.join(os.tmpdir(), 'jidoka-plan-'))
  const ring = captureRing(card.recipe.line)
  const line = await openBenchLine({ ...model, card, ring, data, shell, log: createLog('error') })
  try {
    await askInTurn(line, 50)
    line.take()
    await askInTurn(line, measuredParts)
    const [first = 1, ...others] = line.take().latenciesMs
    return [first, ...others]
  } finally {
    await line.close()
    await rm(data, { recursive: true, force: true })
  }
}

const said: Readonly<Record<LinePlan['checks'][number]['name'], (asked: number, found: number) => string>> = {
  latency: (asked, found) => `99 of 100 verdicts within ${found.toFixed(1)} ms; ${asked} ms are asked`,
  workers: (asked, found) =>
    `workers are busy ${percent(found)} of the time; at most ${percent(asked)} is asked`,
  'desk-wait': (asked, found) =>
    `95 of 100 parts wait at most ${found.toFixed(1)} s at the desk; ${asked} s are asked`,
  'desk-places': (_, found) => `${percent(found)} of the parts for review find the desk full`,
}

function page(found: LinePlan): string {
  const { lines, taktS, partsPerHour, camerasPerLine, looksPerPart, workers, computers, latencyMs } = found
  const checks = found.checks.map(
    ({ name, asked, found: is, isKept }) => `  ${isKept ? 'kept    ' : 'NOT KEPT'}  ${said[name](asked, is)}`,
  )
  return `${lines} × ${found.model}, a part every ${taktS} s: ${partsPerHour.toFixed(0)} parts an hour
cameras          ${camerasPerLine} a line; ${looksPerPart} looks a part
workers          ${workers}, on ${computers} such computers
verdict          p50 ${latencyMs.p50.toFixed(1)}, p99 ${latencyMs.p99.toFixed(1)}, slowest ${latencyMs.max.toFixed(1)} ms
reject gate      at least ${found.gateDistanceMm} mm behind the camera
review desk      ${found.desks} people for ${percent(found.reviewShare)} of the parts, busy ${percent(found.deskUtilisation)} of the time
Played with ${found.simulatedParts} simulated parts:
${checks.join('\n')}
`
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`
