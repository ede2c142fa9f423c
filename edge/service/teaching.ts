import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Image } from '../contract/part.ts'
import type { Rng } from '../contract/port.ts'
import { type Memory, rememberSample, type Sample, withoutImages } from '../core/teach/memory.ts'
import { oddest } from '../core/teach/oddest.ts'
import { type Border, borderOf, fewestForPromise, suspectsAmong } from '../core/teach/threshold.ts'
import { planar } from '../core/vision/bare-input.ts'
import {
  anomalyGraph,
  distanceGraph,
  featureGraph,
  type GraphInput,
  type OnnxModel,
} from '../io/anomaly-graph.ts'
import { onnxBytes, readOnnx } from '../io/onnx-file.ts'
import { openSession, type SessionOutput } from '../io/session.ts'

/** Rows that are drawn from all images before the memory is chosen among them, and rows that it keeps. */
const sampled = 10_000
const remembered = 1000

export interface TeachingPlan {
  /** The .onnx file of the frozen features. */
  readonly backbone: string
  readonly input: GraphInput
  /** Where to write what is made. */
  readonly folder: string
  /** Share of the images that is kept from the memory, if that is enough to promise anything. */
  readonly holdout: number
  readonly threads: number
  readonly rng: Rng
  /** Told after each image, of each of the passes. */
  progress(): void
}

/** How the images of good parts are seen by what was learnt from all others of them. */
export interface Taught extends Border {
  /** By image: of its oddest cell. */
  readonly distances: readonly number[]
  /** Images that stand apart, the farthest first: nothing was learnt from them. */
  readonly suspects: readonly number[]
  readonly heldOut: number
  readonly remembered: number
}

/** Learns from images of `plan.input`'s size and writes `model.onnx`. The same images and rng give the same file. */
export async function teachModel(images: readonly Image[], plan: TeachingPlan): Promise<Taught> {
  const { input, folder, rng } = plan
  const backbone = await readOnnx(plan.backbone)
  const heldOut = drawHoldout(images.length, plan.holdout, rng.fork('holdout'))
  const memory = await remember(backbone, images, heldOut, plan)
  const first = await distancesOf(backbone, images, memory, plan)
  const suspects = suspectsAmong(first)
  const kept = suspects.length > 0 ? withoutImages(memory, new Set(suspects)) : memory
  const distances = suspects.length > 0 ? await distancesOf(backbone, images, kept, plan) : first
  const isGood = (image: number) => !suspects.includes(image)
  const border = borderOf({
    heldOut: [...heldOut].filter(isGood).map((image) => distances[image] ?? 0),
    others: distances.filter((_, image) => isGood(image) && !heldOut.has(image)),
    refused: suspects.filter((image) => heldOut.has(image)).length,
  })
  const model = anomalyGraph(backbone, input, kept, border.threshold)
  await writeFile(path.join(folder, 'model.onnx'), onnxBytes(model))
  return { ...border, distances, suspects, heldOut: heldOut.size, remembered: kept.owner.length }
}

/** Held out are enough to promise something, or none: fewer are worth more in the memory. */
function drawHoldout(count: number, share: number, rng: Rng): Set<number> {
  const wanted = Math.round(count * share)
  if (wanted < fewestForPromise) return new Set()
  const order = Array.from({ length: count }, (_, image) => ({ image, at: rng.next() }))
  return new Set(
    order
      .sort((a, b) => a.at - b.at)
      .slice(0, wanted)
      .map(({ image }) => image),
  )
}

async function remember(
  backbone: OnnxModel,
  images: readonly Image[],
  heldOut: ReadonlySet<number>,
  plan: TeachingPlan,
): Promise<Memory> {
  const each = Math.ceil(sampled / (images.length - heldOut.size))
  const rows: Float32Array[] = []
  const owner: number[] = []
  let size = 0
  const cells = plan.rng.fork('cells')
  for await (const { image, output } of look(featureGraph(backbone, plan.input), images, plan)) {
    if (heldOut.has(image)) continue
    const [, channels = 0, height = 0, width = 0] = output.dims
    size = channels
    for (let draw = 0; draw < each; draw++) {
      const cell = Math.floor(cells.next() * width * height)
      rows.push(Float32Array.from({ length: size }, (_, at) => output.data[at * width * height + cell] ?? 0))
      owner.push(image)
    }
  }
  const sample: Sample = { size, rows: joined(rows, size), owner: Int32Array.from(owner) }
  return rememberSample(sample, remembered, plan.rng.fork('memory'))
}

function joined(rows: readonly Float32Array[], size: number): Float32Array {
  const all = new Float32Array(rows.length * size)
  rows.forEach((row, place) => {
    all.set(row, place * size)
  })
  return all
}

async function distancesOf(
  backbone: OnnxModel,
  images: readonly Image[],
  memory: Memory,
  plan: TeachingPlan,
): Promise<number[]> {
  const distances: number[] = []
  for await (const { image, output } of look(distanceGraph(backbone, plan.input, memory), images, plan))
    distances.push(oddest(output.data, memory.owner, image).distance)
  return distances
}

/** What a graph makes of the images, one by one. */
async function* look(
  graph: OnnxModel,
  images: readonly Image[],
  { folder, input, threads, progress }: TeachingPlan,
): AsyncGenerator<{ readonly image: number; readonly output: SessionOutput }> {
  const file = path.join(folder, 'model.onnx')
  await writeFile(file, onnxBytes(graph))
  const session = await openSession(file, { threads })
  try {
    const dims = [1, input.channels, input.height, input.width]
    for (const [image, picture] of images.entries()) {
      const pixels = input.channels === 1 ? picture.data : planar(picture)
      yield { image, output: await session.runInPlace(pixels, dims) }
      progress()
    }
  } finally {
    await session.close()
  }
}
