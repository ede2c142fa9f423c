import os from 'node:os'
import path from 'node:path'
import type { MachineKind } from '../contract/machine.ts'
import { inOrder } from '../io/in-order.ts'
import type { LifeOrder, LivedLife } from '../io/life-worker.ts'
import { createLog } from '../io/log.ts'
import { createWorkerPool } from '../io/worker-pool.ts'

export interface LivesPlan {
  readonly kind: MachineKind
  readonly seed: number
  readonly lives: number
  /** So many of them are told to the oracle too. */
  readonly withOracle?: number
  /** The folder of the built workers. */
  readonly edge: string
  /** All cores, where nothing is said. */
  readonly threads?: number
  readonly signal: AbortSignal
}

/** Lives machines and yields them in order; ends early when `signal` aborts. */
export async function* liveAll({ edge, threads, ...plan }: LivesPlan): AsyncGenerator<LivedLife> {
  const count = threads ?? os.availableParallelism()
  const file = path.join(edge, 'life-worker.mjs')
  const log = createLog('error')
  const pool = createWorkerPool<LifeOrder, LivedLife>({ file, count, workerData: null, log })
  try {
    for await (const ready of inOrder(orders(plan), (order) => pool.ask(order, []), 2 * count)) yield* ready
  } finally {
    await pool.close()
  }
}

async function* orders(plan: Omit<LivesPlan, 'edge' | 'threads'>): AsyncGenerator<LifeOrder> {
  const { kind, seed, lives, withOracle = 0, signal } = plan
  for (let life = 0; life < lives && !signal.aborted; life++)
    yield { kind, seed, life, withOracle: life < withOracle }
}
