import { parentPort, workerData } from 'node:worker_threads'
import { InferenceSession, Tensor } from 'onnxruntime-node'
import type { BareData, BareRuns } from '../contract/bench.ts'
import { wallClock } from './clock.ts'

/** The floor that everything is held against: a session with its own best settings, and nothing but `session.run`. */
const { modelPath, threads, input, type, dims, frames }: BareData = workerData
const session = await InferenceSession.create(modelPath, {
  executionProviders: ['cpu'],
  intraOpNumThreads: threads,
  interOpNumThreads: 1,
  logSeverityLevel: 4,
})
const feeds = frames.map((frame) => ({
  [input]: frame instanceof Float32Array ? new Tensor(type, frame, dims) : new Tensor('uint8', frame, dims),
}))
// The first run tells the output's shape; the others fill it again, which saves its memory each time.
const output = feeds[0] ? await session.run(feeds[0], session.outputNames.slice(0, 1)) : {}

/** Runs for so many milliseconds. */
parentPort?.on('message', async ({ id, request }: { id: number; request: number }) => {
  const startMs = wallClock.monotonicMs()
  const eachMs: number[] = []
  for (let beforeMs = startMs; beforeMs - startMs < request; ) {
    await session.run(feeds[eachMs.length % feeds.length] ?? {}, output)
    const afterMs = wallClock.monotonicMs()
    eachMs.push(afterMs - beforeMs)
    beforeMs = afterMs
  }
  const answer: BareRuns = { ms: wallClock.monotonicMs() - startMs, eachMs: Float64Array.from(eachMs) }
  parentPort?.postMessage({ id, answer }, [answer.eachMs.buffer])
})
parentPort?.postMessage('ready')
