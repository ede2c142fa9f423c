import { lifeOf, machines } from '../../datasets/machines/plant.ts'
import { rngFromSeed } from '../../datasets/rng.ts'
import { firstTrainingSeed } from '../../datasets/world.ts'
import { JidokaError } from '../contract/error.ts'
import { type MachineKind, machineKinds } from '../contract/machine.ts'
import type { MachineFinding } from '../contract/prognosis.ts'
import { hearing, type Sense } from '../core/health/forecast-input.ts'
import { leadsOf, monthsOf } from '../core/health/fusion-score.ts'
import { findingOf, type JudgedLife } from '../core/health/machine-finding.ts'
import { scoreTrack } from '../core/health/track-score.ts'
import { wallClock } from '../io/clock.ts'
import { type Forecaster, openForecaster } from '../io/forecaster.ts'
import type { LivedLife } from '../io/life-worker.ts'
import { createProgress } from '../io/progress.ts'
import type { Shell } from '../io/shell.ts'
import { liveAll } from '../service/lives.ts'

export interface MachineOrder {
  readonly machine: MachineKind | 'all'
  readonly lives: number
  readonly seed: number
  readonly shell: Shell
}

/** So many lives are told to the oracle too: it takes as long as living. */
const oracleLives = 200
/** Lives of other machines, which only last: how lives are spread, and when a calendar should replace. */
const planningLives = 500

/**
 * Lives machines to their known ends and scores every forecast.
 * @throws {JidokaError} MODEL_MISSING and its like; USAGE for a seed of training
 */
export async function* scoreMachines(order: MachineOrder): AsyncGenerator<MachineFinding> {
  if (order.seed >= firstTrainingSeed)
    throw new JidokaError('USAGE', `Seeds from ${firstTrainingSeed} on are for training.`)
  const kinds = order.machine === 'all' ? machineKinds : [order.machine]
  for (const kind of kinds) {
    const finding = await scoreKind(kind, order)
    if (!finding) return
    yield finding
  }
}

async function scoreKind(machine: MachineKind, order: MachineOrder): Promise<MachineFinding | null> {
  const { lives: count, seed, shell } = order
  const forecaster = await openForecaster(machine, shell.root)
  const signal = shell.interruption()
  const label = `lives of ${machine}`
  const progress = createProgress({ total: count, label, stream: shell.err, clock: wallClock })
  const lives: JudgedLife[] = []
  try {
    const plan = { kind: machine, seed, lives: count, withOracle: oracleLives, edge: shell.edge, signal }
    for await (const lived of liveAll(plan)) {
      lives.push(await judged(lived, forecaster, machines[machine].sheet.spoils !== null))
      progress.update(lives.length)
    }
  } finally {
    progress.stop()
    await forecaster.close()
  }
  if (signal.aborted) return null
  const planningH = Float64Array.from({ length: planningLives }, (_, life) => wholeLifeH(machine, seed, life))
  return findingOf({ machine, seed, rng: rngFromSeed(seed).fork('finding') }, lives, planningH)
}

async function judged(
  { track, oracleH }: LivedLife,
  forecaster: Forecaster,
  hasLine: boolean,
): Promise<JudgedLife> {
  const forecasts = await forecaster.forecastAll(track.inputs)
  const score = scoreTrack(track, forecasts, forecaster.card)
  if (!hasLine || score.isSudden || score.isCensored) return { score, oracleH, warnings: null }
  const alone = async (sense: Sense) =>
    leadsOf(track, await forecaster.forecastAll(hearing(track.inputs, sense)))
  const leadsH = {
    both: leadsOf(track, forecasts),
    sensors: await alone('sensors'),
    line: await alone('line'),
  }
  return { score, oracleH, warnings: { months: monthsOf(track), leadsH } }
}

/** Of a life that nobody lived through: until it fails, or would have. */
function wholeLifeH(kind: MachineKind, seed: number, life: number): number {
  const first = lifeOf({ kind, seed, life: -1 - life }).next().value
  return first ? first.truth.ageH + first.truth.remainingH : 0
}
