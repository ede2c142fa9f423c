import type { Scenario } from '../contract/bench.ts'
import { medianOf } from '../core/quality/quantile.ts'
import type { BareLoop } from '../service/bare-loop.ts'
import type { Carried } from '../service/load.ts'
import type { LineFigures } from './bench-line.ts'
import { type Measured, type MeasuredRow, rowOf, type Stand, weighed } from './bench-row.ts'

const rounds = 5

/** What the bare loop did in all rounds so far. */
export interface BareFound {
  readonly ratesPerS: readonly number[]
  readonly eachMs: readonly number[]
  medianPerS(): number
}

export interface Rounds extends BareFound {
  /** Of one load in one round. */
  readonly partMs: number
  /** Runs a second of one more round. */
  runBare(): Promise<number>
}

/** Rounds of so many milliseconds for each load, all of them together. */
export function roundsOf(bare: BareLoop, loadMs: number): Rounds {
  const partMs = loadMs / rounds
  const ratesPerS: number[] = []
  const eachMs: number[] = []
  return {
    ...{ partMs, ratesPerS, eachMs },
    medianPerS: () => medianOf(ratesPerS),
    async runBare() {
      const found = await bare.run(partMs)
      ratesPerS.push(found.runsPerS)
      eachMs.push(...found.eachMs)
      return found.runsPerS
    },
  }
}

/** Loads in turn, the bare loop before each: what disturbs the computer disturbs both. */
export async function inRounds(
  stand: Stand,
  scenarios: readonly Scenario[],
  order: Rounds,
  load: (scenario: Scenario, forMs: number) => Promise<Carried>,
): Promise<MeasuredRow[]> {
  const found = new Map<Scenario, Measured[]>(scenarios.map((scenario) => [scenario, []]))
  const figures = new Map<Scenario, LineFigures | undefined>()
  for (let round = 0; round < rounds; round++)
    for (const scenario of scenarios) {
      const bareRunsPerS = await order.runBare()
      stand.target.take?.()
      const measured = await weighed(() => load(scenario, order.partMs))
      found.get(scenario)?.push({ ...measured, bareRunsPerS })
      figures.set(scenario, stand.target.take?.())
    }
  return scenarios.map((scenario) =>
    rowOf(stand, scenario, found.get(scenario) ?? [], figures.get(scenario), order.eachMs),
  )
}
