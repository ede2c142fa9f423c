import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { inject } from 'vitest'
import type { Card, SecondCard } from '../../edge/contract/card.ts'
import type { Image } from '../../edge/contract/part.ts'
import { serveSecondLooks } from '../../edge/io/http-second-look.ts'
import { createLog } from '../../edge/io/log.ts'
import type { SecondModel } from '../../edge/io/second-eye.ts'
import type { LookRequest } from '../../edge/io/second-look-worker.ts'
import { createWorkerPool, type WorkerPool } from '../../edge/io/worker-pool.ts'
import { brightnessCard, fixture } from './sample-card.ts'

const modelPath = fixture('sharpen-uint8.onnx')

/** A card for `sharpen-uint8.onnx`: it is surer than `brightness-uint8.onnx` of what is bright and of what is dark. */
export const sharpenCard: SecondCard = {
  name: 'sharpen',
  description: 'Sigmoid of the mean of each 4 × 4 cell.',
  sha256: createHash('sha256').update(readFileSync(modelPath)).digest('hex'),
  input: { name: 'pixels', sidePx: 32 },
  output: { name: 'maps', stridePx: 4, scoreChannel: 0, sizeChannel: 1, firstClassChannel: 2 },
  classes: ['glare'],
  training: {},
  shortfalls: [],
}
export const sharpen: SecondModel = { modelPath, card: sharpenCard }

/** The first model, which sends its doubts to the second. */
export const doubtfulCard: Card = {
  ...brightnessCard,
  secondLook: {
    model: 'sharpen',
    sha256: sharpenCard.sha256,
    first: { acceptBelow: 0.3, rejectAtLeast: 0.7 },
  },
}
export const firstModelPath = fixture('brightness-uint8.onnx')

/** A dark frame with a mark of this grey. In doubt from 77 to 178; 102 is then found OK, 153 NotOK, 128 stays in doubt. */
export function frameWith(level: number): Image & { readonly data: Uint8Array<ArrayBuffer> } {
  const data = new Uint8Array(64 * 64)
  for (let y = 16; y < 24; y++) data.fill(level, y * 64 + 16, y * 64 + 24)
  return { width: 64, height: 64, channels: 1, data }
}

/** Two crops that differ, as the near side would send them. */
export const crops = Uint8Array.from({ length: 2 * 3 * 32 * 32 }, (_, index) => (index * 31) % 256)

export const token = 'open-sesame-open-sesame'

export type LookPool = WorkerPool<LookRequest, Float32Array>

/** Real threads of the built worker. */
export async function startLookPool(): Promise<LookPool> {
  const file = path.join(path.resolve(inject('edgeFolder')), 'second-look-worker.mjs')
  const log = createLog('silent')
  const pool = createWorkerPool<LookRequest, Float32Array>({ file, count: 1, workerData: sharpen, log })
  await pool.ready
  return pool
}

/** The far side on loopback. */
export const startFar = (pool: LookPool, given: { port?: number; token?: string; capacity?: number } = {}) =>
  serveSecondLooks({
    ...{ host: '127.0.0.1', port: 0, token: '', capacity: 4, version: '0.1.0' },
    ...{ card: sharpenCard, pool, log: createLog('silent') },
    ...given,
  })
