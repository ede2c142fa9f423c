import type { Frame, Image } from '../contract/part.ts'
import type { Clock } from '../contract/port.ts'
import type { Seen } from '../core/vision/decide.ts'
import type { InferenceAnswer } from './inference-worker.ts'
import type { WorkerPool } from './worker-pool.ts'

/** What came of looking at a frame, and how long it took. */
export interface Look {
  readonly seen: Seen
  /** null: the picture is still with a worker that did not answer in time. */
  readonly image: Image | null
  /** When the frame was in memory, on the clock that never steps back. */
  readonly enteredMs: number
  readonly queueMs: number
  readonly preprocessMs: number
  readonly inferMs: number
  readonly readMs: number
}

export interface Inference {
  infer(frame: Frame): Promise<Look>
  /** Frames waiting for a worker. */
  queued(): number
}

interface Job {
  readonly image: Image
  readonly enteredMs: number
  isExpired: boolean
  settle(look: Look): void
}

export interface InferenceOptions {
  readonly pool: WorkerPool<Image, InferenceAnswer>
  readonly workers: number
  readonly queueCapacity: number
  /** From frame in memory to answer; null in simulated time, where nothing is late. */
  readonly deadlineMs: number | null
  readonly clock: Clock
}

/** Four frames per worker: one under way, the others at hand, so that no worker waits for the event loop. */
const framesPerWorker = 4

/** The bounded queue before the workers. Whoever cannot be served in time gets `late`, at once and counted. */
export function createInference(options: InferenceOptions): Inference {
  const { pool, clock, queueCapacity, deadlineMs } = options
  const queue: Job[] = []
  let busy = 0

  const dispatch = () => {
    while (busy < options.workers * framesPerWorker) {
      const job = queue.shift()
      if (!job) return
      if (job.isExpired) continue
      busy++
      void serve(pool, job, clock).finally(() => {
        busy--
        dispatch()
      })
    }
  }

  return {
    queued: () => queue.length,
    infer(frame) {
      const enteredMs = clock.monotonicMs()
      if (queue.length >= queueCapacity) {
        return Promise.resolve(
          unseen('late', `The queue of ${queueCapacity} frames was full.`, frame.image, enteredMs),
        )
      }
      return new Promise((resolve) => {
        const job: Job = { image: frame.image, enteredMs, isExpired: false, settle: resolve }
        if (deadlineMs !== null) expireAfter(job, deadlineMs, clock)
        queue.push(job)
        dispatch()
      })
    },
  }
}

function expireAfter(job: Job, deadlineMs: number, clock: Clock): void {
  const settle = job.settle
  const cancel = clock.after(deadlineMs, () => {
    job.isExpired = true
    settle(
      unseen(
        'late',
        `No verdict within ${deadlineMs} ms.`,
        job.image.data.length > 0 ? job.image : null,
        job.enteredMs,
      ),
    )
  })
  job.settle = (look) => {
    cancel()
    settle(look)
  }
}

async function serve(pool: WorkerPool<Image, InferenceAnswer>, job: Job, clock: Clock): Promise<void> {
  const { enteredMs } = job
  try {
    const { sights, image, preprocessMs, inferMs, readMs } = await pool.ask(job.image, [
      job.image.data.buffer,
    ])
    const queueMs = Math.max(0, clock.monotonicMs() - enteredMs - preprocessMs - inferMs - readMs)
    job.settle({
      seen: { kind: 'seen', sights },
      image,
      enteredMs,
      queueMs,
      preprocessMs,
      inferMs,
      readMs,
    })
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error)
    job.settle(unseen('failed', `The inspector failed: ${cause}.`, null, enteredMs))
  }
}

const unseen = (kind: 'late' | 'failed', detail: string, image: Image | null, enteredMs: number): Look => ({
  seen: { kind, detail },
  image,
  enteredMs,
  queueMs: 0,
  preprocessMs: 0,
  inferMs: 0,
  readMs: 0,
})
