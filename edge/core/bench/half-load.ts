import type { BenchRow } from '../../contract/bench.ts'
import { deterministicQueue } from './deterministic-queue.ts'

/** Share of the rate that saturates a line at which parts arrive: what a plant would plan with. */
export const halfLoad = 0.5

/**
 * Arrival to verdict at half load where nothing but chance makes a part wait: workers of one constant time, so long that
 * they saturate at this rate.
 */
export function predictionAt(workers: number, saturationPerS: number): NonNullable<BenchRow['predictedMs']> {
  const queue = deterministicQueue(workers, halfLoad)
  const serviceMs = (1000 * workers) / saturationPerS
  const rounded = (wait: number) => Math.round(1000 * serviceMs * (1 + wait)) / 1000
  return {
    mean: rounded(queue.meanWait),
    p50: rounded(queue.waitOf(0.5)),
    p99: rounded(queue.waitOf(0.99)),
  }
}
