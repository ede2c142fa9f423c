import type { BenchRow } from '../../contract/bench.ts'

/** What a model needs of such computers for lines of one rate. */
export interface Sizing {
  readonly model: string
  /** Parts a second that are carried: with p99 in its bound where the scenario server was measured, else at most. */
  readonly partsPerS: number
  readonly rests: 'server' | 'offline'
  readonly linesPerCore: number
  readonly linesPerComputer: number
  /** In the currency of the price; null: no price was stated. */
  readonly costPerMillionParts: number | null
}

export interface SizingOrder {
  readonly partsPerSPerLine: number
  readonly cores: number
  /** Of one computer, an hour. */
  readonly pricePerHour: number | null
}

/** How many lines a computer carries, by the best setting that was measured; null: neither scenario was. */
export function sizingOf(model: string, rows: readonly BenchRow[], order: SizingOrder): Sizing | null {
  const { partsPerSPerLine, cores, pricePerHour } = order
  const of = (scenario: Sizing['rests']) =>
    rows
      .filter((row) => row.model === model && row.scenario === scenario)
      .toSorted((a, b) => b.framesPerS - a.framesPerS)[0]
  const best = of('server') ?? of('offline')
  if (!best) return null
  const lines = Math.floor(best.framesPerS / partsPerSPerLine)
  return {
    model,
    partsPerS: best.framesPerS,
    rests: best.scenario === 'server' ? 'server' : 'offline',
    linesPerCore: lines / Math.min(cores, best.workers * best.threads),
    linesPerComputer: lines,
    costPerMillionParts:
      pricePerHour === null || lines === 0 ? null : (1e6 * pricePerHour) / (3600 * lines * partsPerSPerLine),
  }
}
