import { existsSync } from 'node:fs'
import { copyFile, mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { JidokaError } from '../contract/error.ts'
import { joinRange, type Range } from '../core/quantize/scale.ts'
import { sha256OfFile } from '../io/file-hash.ts'
import type { Model } from '../io/model.ts'
import { onnxBytes, readOnnx } from '../io/onnx-file.ts'
import { quantizeGraph, withObservers } from '../io/quantize-graph.ts'
import { openSession } from '../io/session.ts'
import type { BenchFrames } from './bench-frame.ts'

/** Operators that are made integer where nobody chooses. */
export const integerOperators = ['Conv', 'Add', 'MaxPool', 'Resize'] as const

/**
 * Makes the folder of an int8 model: model.onnx and, if the first has one, its card with the new hash; thresholds are
 * still those of the first.
 * @throws {JidokaError} MODEL_INVALID for a model with nothing to quantize
 */
export async function makeInt8(
  model: Model,
  frames: BenchFrames,
  operators: readonly string[],
  folder: string,
): Promise<{ quantizedOperators: number; sizeBytes: { fp32: number; int8: number } }> {
  const { modelPath, card } = model
  const ranges = await rangesOf(model, frames, operators)
  const { model: whole, quantized } = quantizeGraph(await readOnnx(modelPath), ranges, operators)
  if (quantized === 0)
    throw new JidokaError(
      'MODEL_INVALID',
      `${modelPath} has no ${operators.join(' or ')} with fixed weights to quantize.`,
    )
  const bytes = onnxBytes(whole)
  const file = path.join(folder, 'model.onnx')
  await mkdir(folder, { recursive: true })
  await writeFile(file, bytes)
  if (card) {
    const own = { ...card, name: `${card.name}-int8`, sha256: await sha256OfFile(file) }
    await writeFile(path.join(folder, 'card.json'), `${JSON.stringify(own, null, 2)}\n`)
  }
  const training = path.join(path.dirname(modelPath), 'training.json')
  if (card && existsSync(training)) await copyFile(training, path.join(folder, 'training.json'))
  return {
    quantizedOperators: quantized,
    sizeBytes: { fp32: (await stat(modelPath)).size, int8: bytes.length },
  }
}

/** What every tensor between integer operators holds on the frames. */
async function rangesOf({ modelPath }: Model, { pixels, dims }: BenchFrames, operators: readonly string[]) {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'jidoka-quantize-'))
  const ranges = new Map<string, Range>()
  try {
    const file = path.join(folder, 'observed.onnx')
    await writeFile(file, onnxBytes(withObservers(await readOnnx(modelPath), operators).model))
    const session = await openSession(file, { threads: 1 })
    for (const frame of pixels)
      for (const { name, data } of await session.runAll(frame, dims))
        ranges.set(name, joinRange(ranges.get(name), data))
    await session.close()
    return ranges
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
