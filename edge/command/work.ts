import path from 'node:path'
import type { Settings } from '../contract/setting.ts'
import { serveSecondLooks } from '../io/http-second-look.ts'
import { createLog } from '../io/log.ts'
import { openSecondEye } from '../io/second-eye.ts'
import type { LookRequest } from '../io/second-look-worker.ts'
import { loadSecondModel } from '../io/second-model.ts'
import type { Shell } from '../io/shell.ts'
import { createWorkerPool } from '../io/worker-pool.ts'
import { createCloser } from '../service/closer.ts'
import { workerCount } from '../service/inspectors.ts'

export interface WorkOptions {
  /** Where to listen; beyond loopback only with a token. */
  readonly host: string
  readonly port: number
  /** Name in models/, or path of an .onnx file with its card.json beside it. */
  readonly model: string
  readonly settings: Pick<Settings, 'workers' | 'queueCapacity' | 'logLevel' | 'secondLookToken' | 'modelKey'>
  readonly shell: Shell
}

/**
 * One more worker: looks again for services on other hosts until a person ends it.
 * @throws {JidokaError} what is wrong with model, card, host, port or token
 */
export async function work({ host, port, model, settings, shell }: WorkOptions): Promise<void> {
  const ended = endOf(shell.interruption())
  const log = createLog(settings.logLevel)
  const second = await loadSecondModel(model, shell.root, settings.modelKey)
  // A model that cannot be opened says so here with its code, which an error loses on its way out of a thread.
  await (await openSecondEye(second, 1)).close()
  const workers = workerCount(settings.workers)
  const closer = createCloser()
  try {
    const file = path.join(shell.edge, 'second-look-worker.mjs')
    const options = { file, count: workers, workerData: second, log, isPatient: true }
    const pool = closer.add(createWorkerPool<LookRequest, Float32Array>(options), (opened) => opened.close())
    await pool.ready
    const { card } = second
    const token = settings.secondLookToken
    const capacity = workers + settings.queueCapacity
    const tools = { host, port, token, card, pool, capacity, log, version: shell.version }
    const { url } = closer.add(await serveSecondLooks(tools), (door) => door.close())
    const who = token ? 'whoever shows the token' : 'this computer only'
    shell.err.write(
      `Second looks with ${card.name} (sha256 ${card.sha256.slice(0, 12)}…) on ${url}, for ${who}; threads: ${workers}. Ctrl-C ends it.\n`,
    )
    await ended
  } finally {
    await closer.close()
  }
}

/** Resolves once a person ended it. */
export const endOf = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve()
    signal.addEventListener('abort', () => resolve(), { once: true })
  })
