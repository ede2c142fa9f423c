import fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { rngFromSeed } from '../../datasets/rng.ts'
import { learnMemory, memoryMap } from '../../edge/core/teach/memory.ts'
import { cellMap } from '../../edge/core/teach/method.ts'
import { distanceMap, learnNormal } from '../../edge/core/teach/normal-part.ts'
import { mixed } from '../../edge/core/teach/whitening.ts'
import { anomalyGraph, featureGraph } from '../../edge/io/anomaly-graph.ts'
import { onnxBytes, readOnnx } from '../../edge/io/onnx-file.ts'
import { openSession } from '../../edge/io/session.ts'
import { root } from '../law/source.ts'

const input = { width: 64, height: 48, channels: 3 } as const
const rng = rngFromSeed(7)
const pictures = Array.from({ length: 6 }, () =>
  Uint8Array.from({ length: 64 * 48 * 3 }, () => Math.floor(256 * rng.next())),
)
const [first = new Uint8Array()] = pictures
let folder = ''
let backbone: Awaited<ReturnType<typeof readOnnx>>
const features: Float32Array[] = []

async function run(model: typeof backbone, pixels: Uint8Array) {
  const file = path.join(folder, 'graph.onnx')
  await fs.writeFile(file, onnxBytes(model))
  const session = await openSession(file, { threads: 1 })
  const output = await session.run(pixels, [1, 3, 48, 64])
  await session.close()
  return output
}

beforeAll(async () => {
  folder = await fs.mkdtemp(path.join(os.tmpdir(), 'jidoka graph '))
  backbone = await readOnnx(path.join(root, 'models', 'backbone', 'efficientnet-lite0.onnx'))
  for (const pixels of pictures) features.push((await run(featureGraph(backbone, input), pixels)).data)
})
afterAll(() => fs.rm(folder, { recursive: true, force: true }))

describe('the graph of a taught model', () => {
  it('gives the distances of the plain computation', async () => {
    const [own = new Float32Array(), ...others] = features
    const [places, memory] = [learnNormal(others, 112), learnMemory(others, 112, rng)]
    const head = { weights: Float32Array.from({ length: 112 }, () => rng.next() - 0.5), bias: 0.1 }
    for (const [normal, plain, added] of [
      [places, distanceMap(own, places)],
      [memory, memoryMap(own, memory)],
      [memory, cellMap(own, memory, head), head],
    ] as const) {
      const { data, dims } = await run(
        anomalyGraph(backbone, input, normal, 2, { head: added ?? null, naming: null }),
        first,
      )
      expect(dims).toEqual([1, 1, 3, 4])
      expect([...data]).toEqual([...plain].map((distance) => expect.closeTo(distance / (distance + 2), 4)))
    }
  })

  it('shares the score of a cell among the classes by the direction of its features', async () => {
    const [own = new Float32Array(), ...others] = features
    const places = learnNormal(others, 112)
    const classes = ['crack', 'dent']
    const directions = Float32Array.from({ length: 2 * 112 }, () => (rng.next() - 0.5) / 6)
    const named = anomalyGraph(backbone, input, places, 2, { head: null, naming: { classes, directions } })
    const { data, dims } = await run(named, first)
    expect(dims).toEqual([1, 3, 3, 4])
    const white = mixed(own, places)
    for (const [cell, distance] of distanceMap(own, places).entries()) {
      const score = distance / (distance + 2)
      const row = Array.from({ length: 112 }, (_, channel) => white[channel * 12 + cell] ?? 0)
      const [crack = 0, dent = 0] = classes.map(
        (_, at) =>
          row.reduce((sum, one, channel) => sum + one * (directions[at * 112 + channel] ?? 0), 0) /
          Math.hypot(...row),
      )
      const share = 1 / (1 + Math.exp(10 * (dent - crack)))
      const wanted = [score, score * share, score * (1 - share)].map((value) => expect.closeTo(value, 4))
      expect([0, 1, 2].map((map) => data[map * 12 + cell])).toEqual(wanted)
    }
  })
})
