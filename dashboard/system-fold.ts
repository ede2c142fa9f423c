import type { KpiData } from '../edge/contract/event.ts'

/** A figure of the service at a time. */
export interface KpiPoint {
  readonly atMs: number
  readonly kpi: KpiData
}

/** A quarter of an hour, a point a second. */
const mostPoints = 900

export const extendTrend = (path: readonly KpiPoint[], point: KpiPoint): readonly KpiPoint[] => [
  ...path.slice(1 - mostPoints),
  point,
]

export type Trend = 'latency' | 'partsPerSecond' | 'memory' | 'outbox'
export const trends: Readonly<Record<Trend, (kpi: KpiData) => number>> = {
  latency: ({ latencyMs }) => latencyMs.p99,
  partsPerSecond: ({ partsPerSecond }) => partsPerSecond,
  memory: ({ residentMb }) => residentMb,
  outbox: ({ outboxDepth }) => outboxDepth,
}

/** Minutes before the last point, and the figure then. */
export function trendColumns(path: readonly KpiPoint[], trend: Trend): [number[], number[]] {
  const lastMs = path.at(-1)?.atMs ?? 0
  return [path.map(({ atMs }) => (atMs - lastMs) / 60_000), path.map(({ kpi }) => trends[trend](kpi))]
}

/** A setting as a line of text; what was left out has none. */
export const settingText = (value: unknown): string =>
  value === undefined || value === null || value === '' ? '–' : String(value)
