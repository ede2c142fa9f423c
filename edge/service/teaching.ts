import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Image } from '../contract/part.ts'
import type { Rng } from '../contract/port.ts'
import { distanceMap, type Features, learnNormal, type NormalPart } from '../core/teach/normal-part.ts'
import { type Border, borderOf, fewestForPromise, suspectsAmong } from '../core/teach/threshold.ts'
import { planar } from '../core/vision/bare-input.ts'
import { anomalyGraph, featureGraph, type GraphInput } from '../io/anomaly-graph.ts'
import { onnxBytes, readOnnx } from '../io/onnx-file.ts'
import { openSession } from '../io/session.ts'

export interface TeachingPlan {
  /** The .onnx file of the frozen features. */
  readonly backbone: string
  readonly input: GraphInput
  /** Where to write what is made. */
  readonly folder: string
  /** Share of the images that nothing is learnt from, if so many are enough to promise anything. */
  readonly holdout: number
  readonly threads: number
  readonly rng: Rng
  /** Told after each image. */
  progress(): void
}

/** How the images of good parts are seen by what was learnt from others of them. */
export interface Taught extends Border {
  /** By image: of its oddest cell. */
  readonly distances: readonly number[]
  /** Images that stand apart, the farthest first: nothing was learnt from them. */
  readonly suspects: readonly number[]
  readonly heldOut: number
}

/** Learns from images of `plan.input`'s size and writes `model.onnx`. The same images and rng give the same file. */
export async function teachModel(images: readonly Image[], plan: TeachingPlan): Promise<Taught> {
  const { features, channels } = await featuresOf(images, plan)
  const order = shuffled(features.length, plan.rng.fork('order'))
  const wanted = Math.round(features.length * plan.holdout)
  const heldOut = new Set(wanted >= fewestForPromise ? order.slice(0, wanted) : [])
  const all: Lesson = { features, channels, order, heldOut }
  const first = distancesFrom(all, new Set())
  const suspects = suspectsAmong(first)
  const left = new Set(suspects)
  const distances = suspects.length > 0 ? distancesFrom(all, left) : first
  const border = borderOf({
    heldOut: distances.filter((_, image) => heldOut.has(image) && !left.has(image)),
    others: distances.filter((_, image) => !heldOut.has(image) && !left.has(image)),
    refused: suspects.filter((image) => heldOut.has(image)).length,
  })
  const normal = learnFrom(all, (image) => !left.has(image) && !heldOut.has(image))
  const model = anomalyGraph(await readOnnx(plan.backbone), plan.input, normal, border.threshold)
  await writeFile(path.join(plan.folder, 'model.onnx'), onnxBytes(model))
  return { ...border, distances, suspects, heldOut: heldOut.size }
}

interface Lesson {
  readonly features: readonly Features[]
  readonly channels: number
  /** The images by chance. */
  readonly order: readonly number[]
  readonly heldOut: ReadonlySet<number>
}

const learnFrom = ({ features, channels }: Lesson, isIn: (image: number) => boolean): NormalPart =>
  learnNormal(
    features.filter((_, image) => isIn(image)),
    channels,
  )

const folds = 5

/**
 * How far each image lies from what was learnt without it and without `left`: from all that is not held out, or else
 * from the other four fifths.
 */
function distancesFrom(lesson: Lesson, left: ReadonlySet<number>): number[] {
  const { features, order, heldOut } = lesson
  const farthest = (image: number, normal: NormalPart) => {
    const own = features[image]
    return own ? distanceMap(own, normal).reduce((most, one) => Math.max(most, one), 0) : 0
  }
  if (heldOut.size > 0) {
    const normal = learnFrom(lesson, (image) => !left.has(image) && !heldOut.has(image))
    return features.map((_, image) => farthest(image, normal))
  }
  const distances = features.map(() => 0)
  for (let fold = 0; fold < folds; fold++) {
    const out = new Set(order.filter((_, place) => place % folds === fold))
    const normal = learnFrom(lesson, (image) => !left.has(image) && !out.has(image))
    for (const image of out) distances[image] = farthest(image, normal)
  }
  return distances
}

function shuffled(count: number, rng: Rng): number[] {
  return Array.from({ length: count }, (_, image) => ({ image, at: rng.next() }))
    .sort((a, b) => a.at - b.at)
    .map(({ image }) => image)
}

/** What the backbone says of each image. */
async function featuresOf(images: readonly Image[], plan: TeachingPlan) {
  const { backbone, folder, input, threads, progress } = plan
  const file = path.join(folder, 'model.onnx')
  await writeFile(file, onnxBytes(featureGraph(await readOnnx(backbone), input)))
  const session = await openSession(file, { threads })
  try {
    const dims = [1, input.channels, input.height, input.width]
    const features: Features[] = []
    let channels = 0
    for (const image of images) {
      const found = await session.runInPlace(input.channels === 1 ? image.data : planar(image), dims)
      features.push(found.data.slice())
      channels = found.dims[1] ?? 0
      progress()
    }
    return { features, channels }
  } finally {
    await session.close()
  }
}
