import { rngFromSeed } from '../../datasets/rng.ts'
import type { Scenario } from '../contract/bench.ts'
import { halfLoad, predictionAt } from '../core/bench/half-load.ts'
import { percentilesOf } from '../core/bench/percentiles.ts'
import { nextRate, type Tried } from '../core/bench/rate-search.ts'
import { wallClock } from '../io/clock.ts'
import { arriveAt } from '../service/load.ts'
import type { LineFigures } from './bench-line.ts'
import { type BareFound, inRounds, type Rounds } from './bench-round.ts'
import { type Measured, type MeasuredRow, rowOf, type Stand, weighed } from './bench-row.ts'

const ratesTried = 5

/** The highest rate of arrivals by chance at which p99 keeps its bound. */
export async function serve(
  stand: Stand,
  order: { readonly forMs: number; readonly boundMs: number },
  bare: BareFound,
): Promise<MeasuredRow[]> {
  const rng = rngFromSeed(5)
  const bareRunsPerS = bare.medianPerS()
  const tried: Tried[] = []
  let best: { readonly measured: Measured; readonly figures: LineFigures | undefined } | null = null
  while (tried.length < ratesTried) {
    const ratePerS = nextRate(tried, 0.6 * bareRunsPerS)
    stand.target.take?.()
    const found = await weighed(() =>
      arriveAt(stand.target, ratePerS, order.forMs, { clock: wallClock, rng }),
    )
    const { latenciesMs } = found.carried
    const isKept = latenciesMs.length > 0 && percentilesOf(latenciesMs).p99 <= order.boundMs
    tried.push({ ratePerS, isKept })
    const figures = stand.target.take?.()
    const isBest = isKept && tried.every((one) => !one.isKept || one.ratePerS <= ratePerS)
    if (isBest) best = { measured: { ...found, bareRunsPerS }, figures }
  }
  if (!best) return []
  return [{ ...rowOf(stand, 'server', [best.measured], best.figures, bare.eachMs), boundMs: order.boundMs }]
}

const arrivals: readonly Scenario[] = ['even-takt', 'poisson']

/** Parts at half of the rate that saturates the line, one takt after the other and by chance. */
export async function atHalfLoad(
  stand: Stand,
  scenarios: readonly Scenario[],
  saturationPerS: number,
  rounds: Rounds,
): Promise<MeasuredRow[]> {
  const rng = rngFromSeed(5)
  const asked = arrivals.filter((name) => scenarios.includes(name))
  const rows = await inRounds(stand, asked, rounds, (scenario, forMs) => {
    const chance = { clock: wallClock, rng: scenario === 'poisson' ? rng : null }
    return arriveAt(stand.target, halfLoad * saturationPerS, forMs, chance)
  })
  const { workers } = stand.setting
  return rows.map((row) =>
    row.scenario === 'poisson' ? { ...row, predictedMs: predictionAt(workers, saturationPerS) } : row,
  )
}
