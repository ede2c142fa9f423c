import type { Card } from '../contract/card.ts'
import type { Image } from '../contract/part.ts'
import type { Clock } from '../contract/port.ts'
import { withChannels } from '../core/vision/channel.ts'
import { stretchedSight } from '../core/vision/stretch.ts'
import { resizeImage } from '../io/image.ts'
import type { InferenceAnswer } from '../io/inference-worker.ts'
import type { WorkerPool } from '../io/worker-pool.ts'

export type Inspectors = WorkerPool<Image, InferenceAnswer>

/** Inspecting threads that can be exchanged while the line runs. */
export interface EyeSwitch {
  /** Asks whoever inspects now. */
  readonly pool: Inspectors
  /** Lets others inspect once all that is under way is decided, and does `atRest` in between. The old ones end. */
  exchange(next: Inspectors, atRest: () => void): Promise<void>
}

export function createEyeSwitch(first: Inspectors, clock: Clock): EyeSwitch {
  let now = first
  let underWay = 0
  let becomeIdle = () => {}
  let gate = Promise.resolve()
  let changing = Promise.resolve()
  let isClosed = false

  async function ask(image: Image, transfer: readonly ArrayBuffer[]): Promise<InferenceAnswer> {
    await gate
    underWay++
    try {
      return await now.ask(image, transfer)
    } finally {
      if (--underWay === 0) becomeIdle()
    }
  }

  async function change(next: Inspectors, atRest: () => void): Promise<void> {
    let open = () => {}
    gate = new Promise((resolve) => {
      open = resolve
    })
    if (underWay > 0)
      await new Promise<void>((resolve) => {
        becomeIdle = resolve
      })
    // What was answered is decided in the same turn; this one is the next.
    await new Promise<void>((resolve) => clock.after(0, resolve))
    const before = now
    atRest()
    now = next
    open()
    await before.close()
  }

  async function exchange(next: Inspectors, atRest: () => void): Promise<void> {
    if (isClosed) return next.close()
    changing = change(next, atRest)
    await changing
  }

  async function close(): Promise<void> {
    isClosed = true
    await changing
    await now.close()
  }

  return { pool: { ask, close, ready: first.ready, endOne: () => now.endOne() }, exchange }
}

/**
 * Threads whose model takes pictures of another size, for a line's frames: each is brought to that size, and what was
 * seen is told in the pixels of the frame, which stays as it was.
 */
export function resizing(pool: Inspectors, { input }: Pick<Card, 'input'>, clock: Clock): Inspectors {
  return {
    ...pool,
    async ask(image) {
      const startMs = clock.monotonicMs()
      const { width, height, channels } = input
      const small = await resizeImage(withChannels(image, channels), width, height)
      // Where nothing had to change the frame itself came back, and it stays here.
      const sent = small.data === image.data ? { ...small, data: small.data.slice() } : small
      const resizeMs = clock.monotonicMs() - startMs
      const answer = await pool.ask(sent, [sent.data.buffer as ArrayBuffer])
      const stretch = { across: image.width / width, down: image.height / height }
      return {
        ...answer,
        image,
        preprocessMs: answer.preprocessMs + resizeMs,
        sights: answer.sights.map((sight) => stretchedSight(sight, stretch)),
      }
    },
  }
}
