import { type BenchRow, framesPerQuery, type Scenario } from '../contract/bench.ts'
import { percentilesOf } from '../core/bench/percentiles.ts'
import { medianOf } from '../core/quality/quantile.ts'
import { residentMb } from '../io/event-loop.ts'
import { packageJoules } from '../io/fingerprint.ts'
import type { BareLoop } from '../service/bare-loop.ts'
import type { Carried, Target } from '../service/load.ts'
import type { LineFigures } from './bench-line.ts'
import type { Setting } from './bench-plan.ts'

/** A row before the work of the network and the peak of the machine are known. */
export type MeasuredRow = Omit<BenchRow, 'macs' | 'gflops' | 'peakFraction' | 'verdict' | 'model'>

/** What is measured, and what it is held against. */
export interface Stand {
  readonly target: Target & { take?(): LineFigures }
  readonly bare: BareLoop
  readonly setting: Setting
  readonly path: BenchRow['path']
}

/** One round of a load, and the bare loop just before it. */
export interface Measured {
  readonly carried: Carried
  readonly cpuS: number
  readonly joules: number | null
  readonly bareRunsPerS: number
}

/** A load with what it took of the processor. */
export async function weighed(run: () => Promise<Carried>) {
  const [before, joulesBefore] = [process.cpuUsage(), packageJoules()]
  const carried = await run()
  const { user, system } = process.cpuUsage(before)
  const joulesAfter = packageJoules()
  const joules = joulesBefore === null || joulesAfter === null ? null : joulesAfter - joulesBefore
  return { carried, cpuS: (user + system) / 1e6, joules }
}

/** What the rounds of a load came to. */
export function rowOf(
  { setting, path }: Stand,
  scenario: Scenario,
  found: readonly Measured[],
  figures: LineFigures | undefined,
  bareEachMs: readonly number[],
): MeasuredRow {
  const perQuery = setting.batch * (scenario === 'multi-stream' ? framesPerQuery : 1)
  const rate = ({ carried }: Measured) => (perQuery * carried.queries) / carried.seconds
  const bareRate = ({ bareRunsPerS }: Measured) => setting.batch * bareRunsPerS
  const frames = found.reduce((sum, { carried }) => sum + perQuery * carried.queries, 0)
  const sum = (of: (one: Measured) => number | null) =>
    found.reduce<number | null>((all, one) => {
      const value = of(one)
      return all === null || value === null ? null : all + value
    }, 0)
  const joules = sum((one) => one.joules)
  return {
    ...{ ...setting, scenario, precision: 'fp32', path, frames },
    framesPerS: round(medianOf(found.map(rate))),
    bareFramesPerS: round(medianOf(found.map(bareRate))),
    efficiency: round(medianOf(found.map((one) => rate(one) / bareRate(one)))),
    latencyMs: percentilesOf(found.flatMap(({ carried }) => carried.latenciesMs)),
    bareP99Ms: bareEachMs.length > 0 ? percentilesOf(bareEachMs).p99 : null,
    ...{ boundMs: null, predictedMs: null },
    stagesMs: figures?.stagesMs ?? null,
    eventLoopDelayMs: figures?.eventLoopDelayMs ?? null,
    cpuSPer1000: round((1000 * (sum(({ cpuS }) => cpuS) ?? 0)) / frames),
    rssMb: Math.round(residentMb()),
    joulesPerPart: joules === null ? null : round(joules / frames),
  }
}

const round = (value: number): number => Math.round(1000 * value) / 1000
