import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { capturePart, productLines } from '../../datasets/world.ts'
import { machineKinds } from '../../edge/contract/machine.ts'
import { healthyStation, type Image } from '../../edge/contract/part.ts'
import { openSession } from '../../edge/io/session.ts'

/** float32 sums in another order: PyTorch's kernels against onnxruntime's, on probabilities and log sizes. */
const tolerance = 5e-4

const Fixture = z.object({
  model: z.string(),
  line: z.string(),
  seed: z.number(),
  prevalence: z.number(),
  side: z.number().describe('pixels of the top left corner that the model is shown'),
  cases: z.array(
    z.object({
      part: z.number(),
      values: z.array(z.tuple([z.number(), z.number(), z.number(), z.number()])),
    }),
  ),
})

const folder = path.join('test', 'fixture')
const fixtures = readdirSync(folder).filter((name) => name.endsWith('-parity.json'))

it.each(fixtures)("gives PyTorch's maps in Node: %s, on parts painted anew from their seed", async (name) => {
  const fixture = Fixture.parse(JSON.parse(readFileSync(path.join(folder, name), 'utf8')))
  const line = productLines[fixture.line]
  if (!line) throw new Error('unknown line in the fixture')
  const session = await openSession(path.join('models', fixture.model, 'model.onnx'), { threads: 1 })
  const channels = Number(session.input.dims[1])
  const { seed, prevalence, side } = fixture
  let largest = 0
  for (const { part, values } of fixture.cases) {
    const order = { capturedAtMs: 0, prevalence, condition: healthyStation, withMask: false }
    const { image } = capturePart({ seed, line, sequence: part, ...order }).frame
    const { data, dims } = await session.run(corner(image, side, channels), [1, channels, side, side])
    const [, , height = 0, width = 0] = dims
    for (const [channel, y, x, expected] of values) {
      const found = data[(channel * height + y) * width + x] ?? Number.NaN
      largest = Math.max(largest, Math.abs(found - expected))
    }
  }
  await session.close()
  expect(fixture.cases.length).toBeGreaterThan(3)
  expect(largest).toBeLessThan(tolerance)
})

const Forecasts = z.object({
  machine: z.enum(machineKinds),
  cases: z.array(z.object({ watch: z.array(z.number()), hours: z.array(z.number()) })),
})

it.each(machineKinds)("gives PyTorch's hours in Node: %s", async (kind) => {
  const text = readFileSync(path.join(folder, `forecast-${kind}.json`), 'utf8')
  const { machine, cases } = Forecasts.parse(JSON.parse(text))
  expect(machine).toBe(kind)
  expect(cases.length).toBeGreaterThan(3)
  const session = await openSession(path.join('models', 'forecast', kind, 'model.onnx'), { threads: 1 })
  for (const { watch, hours } of cases) {
    const { data } = await session.run(Float32Array.from(watch), [1, watch.length])
    expect(data).toHaveLength(hours.length)
    for (const [at, expected] of hours.entries()) expect(data[at]).toBeCloseTo(expected, 0)
  }
  await session.close()
})

it('is shown for every model', () => {
  const models = readdirSync('models', { withFileTypes: true }).filter(
    (entry) => entry.isDirectory() && !['training', 'forecast', 'backbone'].includes(entry.name),
  )
  expect(fixtures).toEqual(models.map(({ name }) => `${name}-parity.json`).toSorted())
})

/** Plane by plane; grey is repeated. */
function corner(image: Image, side: number, channels: number): Uint8Array {
  const planes = new Uint8Array(channels * side * side)
  for (let at = 0; at < planes.length; at++) {
    const channel = Math.min(image.channels - 1, Math.floor(at / (side * side)))
    const [x, y] = [at % side, Math.floor(at / side) % side]
    planes[at] = image.data[(y * image.width + x) * image.channels + channel] ?? 0
  }
  return planes
}
