import type { BenchRow, OperatorCost } from '../../contract/bench.ts'

const percent = (share: number): string => `${Math.round(100 * share)} %`

/** Under this share of the bare loop, it is not the network that holds the frames up. */
const fair = 0.9

/** What limits a model here first, in one sentence. */
export function bottleneckOf(
  rows: readonly BenchRow[],
  operators: readonly OperatorCost[],
  peakGflops: number,
): string {
  const offline = rows.find(({ scenario }) => scenario === 'offline')
  const around = Object.entries(offline?.stagesMs ?? {})
    .filter(([stage]) => stage !== 'infer' && stage !== 'queue')
    .toSorted(([, a], [, b]) => b.p50 - a.p50)[0]
  if (offline && offline.efficiency < fair && around)
    return `Frames wait around the network, not in it: ${percent(offline.efficiency)} of the bare loop; ${around[0]} takes ${around[1].p50.toFixed(2)} ms.`
  const [top] = operators
  if (!top) return 'The runtime told nothing of its operators.'
  const speed =
    top.gflops === null
      ? 'it computes nothing that counts: memory is moved'
      : `at ${top.gflops.toFixed(1)} GFLOP/s, ${percent(top.gflops / peakGflops)} of a matrix product here`
  return `The network itself: ${top.operator} takes ${percent(top.share)} of its time (${top.ms.toFixed(2)} ms), ${speed}.`
}

/** The setting of most frames a second, and what it costs in latency; `boundMs` null: nobody asked for a rate that keeps one. */
export function recommendationOf(rows: readonly BenchRow[], boundMs: number | null): string {
  const [best] = rows
    .filter(({ scenario }) => scenario === 'offline')
    .toSorted((a, b) => b.framesPerS - a.framesPerS)
  if (!best) return 'Measure the scenario offline for one.'
  const served = rows.find(
    (row) => row.scenario === 'server' && row.workers === best.workers && row.threads === best.threads,
  )
  const rate = served ? `up to ${served.framesPerS.toFixed(0)} a second` : 'no rate that was tried'
  const kept = boundMs === null ? '' : `; ${rate} ${served ? 'with' : 'keeps'} p99 within ${boundMs} ms`
  return `${count(best.workers, 'worker')}, ${count(best.threads, 'thread')} each, batches of ${best.batch}: ${best.framesPerS.toFixed(0)} frames a second${kept}.`
}

const count = (n: number, of: string): string => `${n} ${of}${n === 1 ? '' : 's'}`
