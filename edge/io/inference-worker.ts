import { parentPort, workerData } from 'node:worker_threads'
import type { Image } from '../contract/part.ts'
import type { Sight } from '../core/vision/decide.ts'
import { imageFeatures } from '../core/vision/monitor.ts'
import { tileImage } from '../core/vision/tile.ts'
import { wallClock } from './clock.ts'
import { openSession, type Session } from './session.ts'

export interface InferenceWorkerData {
  readonly modelPath: string
  readonly input: { readonly width: number; readonly height: number }
  /** Threads inside one session; several workers with one thread each carry more parts. */
  readonly threads: number
}

/** The image comes back, so that the board can show it: its buffer was moved here, not copied. */
export interface InferenceAnswer {
  readonly image: Image
  readonly sights: Sight[]
  readonly preprocessMs: number
  readonly inferMs: number
}

/** The thread where the network runs: onnxruntime's `run()` blocks whoever calls it (law 4). */
async function look(session: Session, image: Image, input: InferenceWorkerData['input']): Promise<InferenceAnswer> {
  const sights: Sight[] = []
  let preprocessMs = 0
  let inferMs = 0
  const start = wallClock.monotonicMs()
  const tiles = tileImage(image, input.width, input.height)
  let before = wallClock.monotonicMs()
  preprocessMs += before - start
  for (const tile of tiles) {
    const features = imageFeatures(tile.image)
    const between = wallClock.monotonicMs()
    const output = await session.run(tile.image.data, [1, tile.image.channels, input.height, input.width])
    const [, , height = 0, width = 0] = output.dims
    const after = wallClock.monotonicMs()
    preprocessMs += between - before
    inferMs += after - between
    before = after
    sights.push({ x: tile.x, y: tile.y, features, maps: { data: output.data, width, height } })
  }
  return { image, sights, preprocessMs, inferMs }
}

async function serve({ modelPath, input, threads }: InferenceWorkerData): Promise<void> {
  const session = await openSession(modelPath, { threads })
  parentPort?.on('message', async ({ id, request }: { id: number; request: Image }) => {
    try {
      const answer = await look(session, request, input)
      const buffers = [request.data.buffer, ...answer.sights.map(({ maps }) => maps.data.buffer as ArrayBuffer)]
      parentPort?.postMessage({ id, answer }, buffers)
    } catch (error) {
      parentPort?.postMessage({ id, error: error instanceof Error ? error.message : String(error) })
    }
  })
  parentPort?.postMessage('ready')
}

await serve(workerData as InferenceWorkerData)
