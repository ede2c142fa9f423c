import { JidokaError } from '../contract/error.ts'
import type { FrameAnswer, FrameJob, FrameLook } from '../contract/frame-job.ts'
import type { Image } from '../contract/part.ts'
import type { Log } from '../contract/port.ts'
import { remoteSight } from '../core/vision/remote-sight.ts'
import { openFrameFetch } from '../io/frame-fetch.ts'
import type { InferenceAnswer } from '../io/inference-worker.ts'
import { loadModel } from '../io/model.ts'
import { placeSecond } from '../io/second-eye.ts'
import type { Shell } from '../io/shell.ts'
import type { WorkerPool } from '../io/worker-pool.ts'
import type { Closer } from './closer.ts'
import { startInspectors } from './inspectors.ts'
import { examinerFingerprint } from './job.ts'

type Done = Omit<Extract<FrameAnswer, { kind: 'done' }>, 'job' | 'worker'>

/** Looks at frames of running lines. */
export interface FrameRunner {
  /** Loads what it will look with. @throws {JidokaError} WORKER_FAILED */
  prepare(look: FrameLook): Promise<void>
  /** null: its verdict is there already. @throws {JidokaError} WORKER_FAILED if it cannot look as it is asked to */
  look(job: FrameJob): Promise<Done | null>
}

interface Inspectors {
  readonly pool: WorkerPool<Image, InferenceAnswer>
  readonly acceptBelow: number
}

/** Each keeps its threads: a host looks for a few lines, not for anybody's. */
const mostModels = 8

interface RunnerTools {
  readonly workers: number
  /** Of those who sign models; empty: signatures are not asked for. */
  readonly modelKey: string
  readonly log: Log
}

export function createFrameRunner(shell: Shell, tools: RunnerTools, closer: Closer): FrameRunner {
  const door = closer.add(openFrameFetch(), (opened) => opened.close())
  const inspectorsOf = openInspectors(shell, tools, closer)
  return {
    prepare: async (look) => void (await inspectorsOf(look)),
    async look(job) {
      const { pool, acceptBelow } = await inspectorsOf(job)
      const image = await door.fetch(job)
      if (!image) return null
      const answer = await pool.ask(image, [image.data.buffer])
      door.release(answer.image)
      const { sights, preprocessMs, inferMs, readMs } = answer
      const remote = sights.map((sight) => remoteSight(sight, acceptBelow))
      return { kind: 'done', sights: remote, preprocessMs, inferMs, readMs }
    },
  }
}

/** Threads for each model, from when it is first wanted. */
function openInspectors(shell: Shell, { workers, modelKey: key, log }: RunnerTools, closer: Closer) {
  const open = new Map<string, Promise<Inspectors>>()
  closer.add(open, async () => {
    for (const opened of await Promise.allSettled(open.values()))
      if (opened.status === 'fulfilled') await opened.value.pool.close()
  })

  async function start({ model, secondLook, fingerprint }: FrameLook): Promise<Inspectors> {
    const { card, modelPath, second: named, sha256 } = await loadModel(model, { root: shell.root, key })
    const second = secondLook === 'off' ? null : placeSecond(named)
    if (!card || examinerFingerprint({ modelSha256: sha256, card, second }, shell.version) !== fingerprint)
      throw new JidokaError('WORKER_FAILED', `Its version, model or card of ${model} is another.`)
    const pool = await startInspectors({ card, modelPath, second }, workers, shell.edge, log)
    return { pool, acceptBelow: card.thresholds.acceptBelow }
  }

  return (look: FrameLook): Promise<Inspectors> => {
    const key = JSON.stringify([look.model, look.secondLook, look.fingerprint])
    const known = open.get(key)
    if (known) return known
    if (open.size >= mostModels)
      throw new JidokaError('WORKER_FAILED', `It looks with ${mostModels} models already.`)
    const started = start(look)
    open.set(key, started)
    // What was wrong may be put right meanwhile.
    started.catch(() => open.delete(key))
    return started
  }
}
