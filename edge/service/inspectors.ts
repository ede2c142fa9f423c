import os from 'node:os'
import path from 'node:path'
import type { Capture, Image } from '../contract/part.ts'
import type { Clock, Log } from '../contract/port.ts'
import type { CameraData, ShotOrder } from '../io/camera-worker.ts'
import type { EyesPlan } from '../io/eyes.ts'
import { createInference, type Inference } from '../io/inference.ts'
import type { InferenceAnswer, InferenceWorkerData } from '../io/inference-worker.ts'
import { createWorkerPool, type WorkerPool } from '../io/worker-pool.ts'

/**
 * One core is left to the event loop and the camera; below two cores they share. Measured beside it (models/PERFORMANCE.md): as
 * many workers as cores carry more frames, but on the whole not more with p99 within 10 ms, which is what a line is asked for.
 */
export const workerCount = (wanted: number): number => wanted || Math.max(1, os.availableParallelism() - 1)

/** The threads that inspect. Rejects when the model does not load. */
export async function startInspectors(
  { modelPath, card, second }: EyesPlan,
  workers: number,
  edge: string,
  log: Log,
  threads = 1,
): Promise<WorkerPool<Image, InferenceAnswer>> {
  const workerData: InferenceWorkerData = { modelPath, card, second, threads }
  const file = path.join(edge, 'inference-worker.mjs')
  const pool = createWorkerPool<Image, InferenceAnswer>({
    file,
    count: workers,
    workerData,
    log,
    youngMb: 1,
    isPatient: true,
  })
  await pool.ready
  return pool
}

/** The threads that paint simulated parts, with foreign bodies in place of defects if some are given. */
export function startCameras(
  count: number,
  edge: string,
  log: Log,
  foreign: CameraData['foreign'] = null,
): WorkerPool<ShotOrder, Capture> {
  const workerData: CameraData = { foreign }
  return createWorkerPool({ file: path.join(edge, 'camera-worker.mjs'), count, workerData, log })
}

/** In simulated time nothing is late: the queue holds whatever the run has in flight. */
export const untimedInference = (
  pool: WorkerPool<Image, InferenceAnswer>,
  workers: number,
  clock: Clock,
): Inference =>
  createInference({ pool, workers, queueCapacity: Number.MAX_SAFE_INTEGER, deadlineMs: null, clock })
