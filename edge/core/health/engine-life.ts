import type { EngineCycle } from '../../contract/prognosis.ts'
import { learnFactors } from './autocorrelation-factor.ts'
import { lifeFeatures } from './life-feature.ts'
import type { Lesson } from './network-training.ts'
import { learnRegimeScale } from './regime-scale.ts'

/** The cycles of one engine, from its first on. */
export type Engine = readonly EngineCycle[]

/** Wear shows late: life beyond so many cycles is taken for so many (Heimes, PHM 2008; usual since). */
export const mostLifeCycles = 125

/** Parts the rows of a file at every first cycle. */
export function enginesOf(rows: readonly EngineCycle[]): Engine[] {
  const engines: EngineCycle[][] = []
  for (const row of rows) {
    if (row.cycle === 1) engines.push([])
    engines.at(-1)?.push(row)
  }
  return engines
}

/** Cycles left, as the benchmark counts them. */
export const cappedLife = (cycles: number): number => Math.min(cycles, mostLifeCycles)

/** A row of features for every cycle of an engine, none of which looks ahead. */
export type EngineView = (engine: Engine) => Float64Array[]

/** Learns from whole engines what to look at: regimes, the scale of each sensor, the few factors behind them. */
export function learnView(engines: readonly Engine[]): EngineView {
  const scale = learnRegimeScale(engines.flat())
  const factorsOf = learnFactors(engines.map((engine) => engine.map(scale)))
  return (engine) => {
    const rows = engine.map((cycle) => factorsOf(scale(cycle)))
    const series = [...(rows[0] ?? []).keys()].map((i) => Float64Array.from(rows, (row) => row[i] ?? 0))
    return rowsOf(lifeFeatures(series, engine.length))
  }
}

const rowsOf = (columns: readonly Float64Array[]): Float64Array[] =>
  Array.from(columns[0] ?? [], (_, i) => Float64Array.from(columns, (column) => column[i] ?? 0))

/** Every cycle of engines that ran to failure, with the life that was left. */
export function lifeLesson(engines: readonly Engine[], view: EngineView): Lesson {
  const left = engines.flatMap((engine) => engine.map((_, i) => cappedLife(engine.length - 1 - i)))
  return {
    rows: engines.flatMap(view),
    targets: Float64Array.from(left, (cycles) => cycles / mostLifeCycles - 0.5),
  }
}

/** Cycles left, from what a network that took the lesson says. */
export const cyclesLeft = (said: number): number => Math.max(0, cappedLife((said + 0.5) * mostLifeCycles))
