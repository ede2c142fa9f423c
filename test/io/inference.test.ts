import path from 'node:path'
import { describe, expect, inject, it } from 'vitest'
import { capturePart, productLines } from '../../datasets/world.ts'
import { type Frame, healthyStation, type Image } from '../../edge/contract/part.ts'
import { createSimulatedClock } from '../../edge/core/simulated-clock.ts'
import { wallClock } from '../../edge/io/clock.ts'
import { createInference } from '../../edge/io/inference.ts'
import type { InferenceAnswer } from '../../edge/io/inference-worker.ts'
import { createLog } from '../../edge/io/log.ts'
import { loadModel } from '../../edge/io/model.ts'
import type { WorkerPool } from '../../edge/io/worker-pool.ts'
import { startInspectors } from '../../edge/service/inspectors.ts'
import { root } from '../law/source.ts'

const line = productLines['steel-strip']
if (!line) throw new Error('the steel strip line is missing')

const frame = (sequence: number): Frame =>
  capturePart({
    seed: 8,
    line,
    sequence,
    capturedAtMs: 0,
    prevalence: 0.5,
    condition: healthyStation,
    withMask: false,
  }).frame

/** Workers that answer when told to: the other side of the queue's door. */
function heldPool() {
  const asked: {
    resolve: (answer: InferenceAnswer) => void
    reject: (error: Error) => void
    image: Image
  }[] = []
  const pool: WorkerPool<Image, InferenceAnswer> = {
    ready: Promise.resolve(),
    ask: (image) => new Promise((resolve, reject) => asked.push({ resolve, reject, image })),
    endOne: () => undefined,
    close: () => Promise.resolve(),
  }
  return { asked, pool }
}
const answer = (image: Image): InferenceAnswer => ({
  image,
  sights: [],
  preprocessMs: 1,
  inferMs: 2,
  readMs: 0,
})

describe('the queue before the inspectors', () => {
  it('has a bound: a frame that finds it full is late at once, with its picture', async () => {
    const { pool, asked } = heldPool()
    const inference = createInference({
      pool,
      workers: 1,
      queueCapacity: 2,
      deadlineMs: null,
      clock: createSimulatedClock(0),
    })
    const looks = Array.from({ length: 7 }, (_, sequence) => inference.infer(frame(sequence)))
    expect({ underWay: asked.length, queued: inference.queued() }).toEqual({ underWay: 4, queued: 2 })
    const last = await looks[6]
    expect(last?.seen).toMatchObject({ kind: 'late', detail: 'The queue of 2 frames was full.' })
    expect(last?.image?.width).toBe(512)
  })

  it('has a deadline: a frame still unanswered by then is late, whether it waits or is with a worker', async () => {
    const { pool, asked } = heldPool()
    const clock = createSimulatedClock(0)
    const inference = createInference({ pool, workers: 1, queueCapacity: 8, deadlineMs: 250, clock })
    const looks = Array.from({ length: 6 }, (_, sequence) => inference.infer(frame(sequence)))
    clock.advanceTo(251)
    expect((await Promise.all(looks)).map((look) => look.seen.kind)).toEqual(new Array(6).fill('late'))
    // A late answer changes nothing any more, and what had expired in the queue never reaches a worker.
    for (const { resolve, image } of asked) resolve(answer(image))
    await new Promise((resolve) => setImmediate(resolve))
    expect({ asked: asked.length, queued: inference.queued() }).toEqual({ asked: 4, queued: 0 })
  })

  it('tells a failed inspector from a late one', async () => {
    const { pool, asked } = heldPool()
    const inference = createInference({
      pool,
      workers: 1,
      queueCapacity: 8,
      deadlineMs: null,
      clock: createSimulatedClock(0),
    })
    const look = inference.infer(frame(0))
    asked[0]?.reject(new Error('the worker thread ended'))
    expect((await look).seen).toEqual({
      kind: 'failed',
      detail: 'The inspector failed: the worker thread ended.',
    })
  })
})

describe('real inspectors in worker threads', () => {
  it('give every frame its sights and its picture back, the buffer moved and not copied', async () => {
    const { card, modelPath, second } = await loadModel('steel-strip', { root })
    if (!card) throw new Error('the model has no card')
    const pool = await startInspectors(
      { card, modelPath, second },
      2,
      path.resolve(inject('edgeFolder')),
      createLog('silent'),
    )
    const inference = createInference({
      pool,
      workers: 2,
      queueCapacity: 64,
      deadlineMs: null,
      clock: wallClock,
    })
    const frames = Array.from({ length: 12 }, (_, sequence) => frame(sequence))
    const looks = await Promise.all(frames.map((each) => inference.infer(each)))
    await pool.close()
    expect(frames.every((each) => each.image.data.length === 0)).toBe(true)
    for (const [sequence, look] of looks.entries()) {
      expect(look.seen.kind).toBe('seen')
      expect(look.seen.kind === 'seen' && look.seen.sights).toHaveLength(1)
      expect(Buffer.compare(look.image?.data ?? new Uint8Array(), frame(sequence).image.data)).toBe(0)
    }
  })
})
