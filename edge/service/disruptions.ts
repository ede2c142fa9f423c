import os from 'node:os'
import path from 'node:path'
import type { DisruptionChange, DisruptionState } from '../contract/disruption.ts'
import { JidokaError } from '../contract/error.ts'
import type { Log } from '../contract/port.ts'
import type { DisruptionDoor } from '../io/http-tools.ts'
import { createWorkerPool, type WorkerPool } from '../io/worker-pool.ts'
import type { BrokerPlace } from './broker-place.ts'

export interface Disruptions extends DisruptionDoor {
  close(): Promise<void>
}

interface DisruptionTools {
  readonly broker: Pick<BrokerPlace, 'cut'>
  /** null: other hosts inspect. */
  readonly endWorker: (() => void) | null
  /** The folder of the built threads. */
  readonly edge: string
  readonly log: Log
}

/** Threads a core: what is left for the line is a fraction. */
const threadsPerCore = 6

/** What a presenter does to the computer and its network; the same press undoes it, and so does the end of the service. */
export function createDisruptions({ broker, endWorker, edge, log }: DisruptionTools): Disruptions {
  let isBrokerCut = false
  let endedWorkers = 0
  let load: WorkerPool<never, never> | null = null

  const state = (): DisruptionState => ({
    isBrokerCut: broker.cut ? isBrokerCut : null,
    isLoaded: load !== null,
    endedWorkers: endWorker ? endedWorkers : null,
  })
  async function setLoad(isLoaded: boolean): Promise<void> {
    const running = load
    if (isLoaded === (running !== null)) return
    load = null
    await running?.close()
    if (!isLoaded) return
    const file = path.join(edge, 'load-worker.mjs')
    load = createWorkerPool({
      file,
      count: threadsPerCore * os.availableParallelism(),
      workerData: null,
      log,
      youngMb: 1,
    })
  }
  return {
    state,
    async change({ isBrokerCut: cut, isLoaded, endWorker: shouldEnd }: DisruptionChange) {
      if (cut !== undefined && !broker.cut)
        throw new JidokaError('REQUEST_INVALID', 'isBrokerCut: the broker is your own, and is cut there.')
      if (shouldEnd && !endWorker)
        throw new JidokaError('REQUEST_INVALID', 'endWorker: other hosts inspect, and are ended there.')
      if (cut !== undefined && cut !== isBrokerCut) {
        isBrokerCut = cut
        broker.cut?.(cut)
      }
      if (shouldEnd) {
        endedWorkers += 1
        endWorker?.()
      }
      if (isLoaded !== undefined) await setLoad(isLoaded)
      return state()
    },
    close: () => setLoad(false),
  }
}
