import type { BenchRow, Bottleneck, OperatorCost, Recommendation } from '../../contract/bench.ts'

/** Under this share of the bare loop, it is not the network that holds the frames up. */
const fair = 0.9

/** What limits a model here first. */
export function bottleneckOf(
  rows: readonly BenchRow[],
  operators: readonly OperatorCost[],
  peakGflops: number,
): Bottleneck {
  const offline = rows.find(({ scenario }) => scenario === 'offline')
  const around = Object.entries(offline?.stagesMs ?? {})
    .filter(([stage]) => stage !== 'infer' && stage !== 'queue')
    .toSorted(([, a], [, b]) => b.p50 - a.p50)[0]
  if (offline && offline.efficiency < fair && around)
    return { kind: 'around', stage: around[0], ms: around[1].p50, efficiency: offline.efficiency }
  const [top] = operators
  if (!top) return { kind: 'untold' }
  const { operator, share, ms, gflops } = top
  const peakFraction = gflops === null ? null : gflops / peakGflops
  return { kind: 'operator', operator, share, ms, gflops, peakFraction }
}

/** The setting of most frames a second, and what it costs in latency; `boundMs` null: nobody asked for a rate that keeps one. */
export function recommendationOf(rows: readonly BenchRow[], boundMs: number | null): Recommendation | null {
  const [best] = rows
    .filter(({ scenario }) => scenario === 'offline')
    .toSorted((a, b) => b.framesPerS - a.framesPerS)
  if (!best) return null
  const { workers, threads, batch, framesPerS } = best
  const served = rows.find(
    (row) => row.scenario === 'server' && row.workers === workers && row.threads === threads,
  )
  return { workers, threads, batch, framesPerS, boundMs, servedPerS: served?.framesPerS ?? null }
}
