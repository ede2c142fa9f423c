import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { wallClock } from './clock.ts'
import { productModel } from './onnx-file.ts'
import { openSession } from './session.ts'

const side = 768
const rounds = 5
const roundMs = 200

/** The most that this computer does through the runtime on one thread: float32 matrix products, 10⁹ operations a second. */
export async function matrixPeakGflops(): Promise<number> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'jidoka-peak-'))
  try {
    const file = path.join(folder, 'product.onnx')
    await writeFile(file, productModel(side))
    const session = await openSession(file, { threads: 1 })
    try {
      const matrix = Float32Array.from({ length: side * side }, (_, index) => (index % 7) / 7)
      const dims = [1, 1, side, side]
      await session.run(matrix, dims)
      const rates: number[] = []
      for (let round = 0; round < rounds; round++) {
        const startMs = wallClock.monotonicMs()
        let runs = 0
        for (; wallClock.monotonicMs() - startMs < roundMs; runs++) await session.run(matrix, dims)
        rates.push((2 * side ** 3 * runs) / (wallClock.monotonicMs() - startMs) / 1e6)
      }
      return Math.max(...rates)
    } finally {
      await session.close()
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
