import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { capturePart, productLines } from '../../datasets/world.ts'
import { healthyStation } from '../../edge/contract/part.ts'
import { openSession } from '../../edge/io/session.ts'

/** float32 sums in another order: PyTorch's kernels against onnxruntime's, on probabilities and log sizes. */
const tolerance = 2e-4

const Fixture = z.object({
  line: z.string(),
  seed: z.number(),
  prevalence: z.number(),
  cases: z.array(
    z.object({
      part: z.number(),
      values: z.array(z.tuple([z.number(), z.number(), z.number(), z.number()])),
    }),
  ),
})

it("gives PyTorch's maps in Node, on parts painted anew from the fixture's seed", async () => {
  const fixture = Fixture.parse(
    JSON.parse(readFileSync(path.join('test', 'fixture', 'steel-strip-parity.json'), 'utf8')),
  )
  const line = productLines[fixture.line]
  if (!line) throw new Error('unknown line in the fixture')
  const session = await openSession(path.join('models', fixture.line, 'model.onnx'), { threads: 1 })
  let largest = 0
  for (const { part, values } of fixture.cases) {
    const order = {
      capturedAtMs: 0,
      prevalence: fixture.prevalence,
      condition: healthyStation,
      withMask: false,
    }
    const { image } = capturePart({ seed: fixture.seed, line, sequence: part, ...order }).frame
    const { data, dims } = await session.run(image.data, [1, 1, image.height, image.width])
    const [, , height = 0, width = 0] = dims
    for (const [channel, y, x, expected] of values) {
      largest = Math.max(
        largest,
        Math.abs((data[(channel * height + y) * width + x] ?? Number.NaN) - expected),
      )
    }
  }
  expect(fixture.cases.length).toBeGreaterThan(3)
  expect(largest).toBeLessThan(tolerance)
})
