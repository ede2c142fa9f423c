import { parentPort, workerData } from 'node:worker_threads'
import { InferenceSession, Tensor } from 'onnxruntime-node'
import { wallClock } from './clock.ts'

/** What the bare loop runs: frames of one shape, ready to be looked at. */
export interface BareData {
  readonly modelPath: string
  readonly threads: number
  readonly input: string
  readonly type: 'uint8' | 'float32'
  readonly dims: readonly number[]
  readonly frames: readonly (Uint8Array | Float32Array)[]
}

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
const [first] = session.outputNames

/** Runs for so many milliseconds; answers how many runs there were, and how long they really took. */
parentPort?.on('message', async ({ id, request }: { id: number; request: number }) => {
  const startMs = wallClock.monotonicMs()
  let runs = 0
  while (wallClock.monotonicMs() - startMs < request)
    await session.run(feeds[runs++ % feeds.length] ?? {}, first ? [first] : [])
  parentPort?.postMessage({ id, answer: { runs, ms: wallClock.monotonicMs() - startMs } })
})
parentPort?.postMessage('ready')
