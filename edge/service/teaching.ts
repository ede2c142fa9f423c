import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Image } from '../contract/part.ts'
import type { Rng } from '../contract/port.ts'
import { damaged } from '../core/teach/damage.ts'
import { type DefectsTried, headOfAll, tryDefects } from '../core/teach/defects.ts'
import { fewestDefects } from '../core/teach/head.ts'
import { type Choice, chooseMethod, type Lesson, learnAll, setAside } from '../core/teach/lesson.ts'
import { type NamedDefect, type NamingTried, tryNaming } from '../core/teach/naming.ts'
import { type Border, borderOf, fewestForPromise } from '../core/teach/threshold.ts'
import type { Features } from '../core/teach/whitening.ts'
import { planar } from '../core/vision/bare-input.ts'
import { anomalyGraph, featureGraph, type GraphInput } from '../io/anomaly-graph.ts'
import { onnxBytes, readOnnx } from '../io/onnx-file.ts'
import { openSession } from '../io/session.ts'
import type { ShownDefect } from './good-images.ts'

export interface TeachingPlan {
  /** The .onnx file of the frozen features. */
  readonly backbone: string
  readonly input: GraphInput
  /** Labelled defects of the same size; learnt from if that helps. */
  readonly defects: readonly ShownDefect[]
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
export interface Taught extends Border, Pick<Choice, 'method' | 'auroc'> {
  /** By image: of its oddest cell. */
  readonly distances: readonly number[]
  /** Images that stand apart, the farthest first: nothing was learnt from them. */
  readonly suspects: readonly number[]
  readonly heldOut: number
  /** What the labelled defects are worth, and whether the model learnt from them; null where there are too few. */
  readonly defects: (DefectsTried & { readonly isLearnt: boolean }) | null
  /** How well their classes are told apart; null where too few are named. */
  readonly naming: NamingTried | null
}

/** Images that are damaged to choose between the methods, at most. */
const mostDamaged = 60

/** Learns from images of `plan.input`'s size and writes `model.onnx`. The same images and rng give the same file. */
export async function teachModel(images: readonly Image[], plan: TeachingPlan): Promise<Taught> {
  const order = shuffled(images.length, plan.rng.fork('order'))
  const wanted = Math.round(images.length * plan.holdout)
  const heldOut = new Set(wanted >= fewestForPromise ? order.slice(0, wanted) : [])
  const hurt = order.slice(0, mostDamaged)
  const { features, channels } = await featuresOf(
    [...images, ...damage(images, hurt, plan.rng), ...plan.defects.map(({ image }) => image)],
    plan,
  )
  const broken = new Map(hurt.map((image, place) => [image, features[images.length + place] ?? none]))
  const rng = plan.rng.fork('memory')
  const own = features.slice(0, images.length)
  const lesson: Lesson = { features: own, channels, order, heldOut, damaged: broken, rng }
  const { method, auroc, seen: whole } = chooseMethod(lesson)
  const { suspects, seen } = setAside(lesson, method, whole)
  const left = new Set(suspects)
  const shown = features.slice(images.length + hurt.length)
  const tried = shown.length < fewestDefects ? null : tryDefects(lesson, left, method, shown)
  const isLearnt = tried?.isWorth === true
  const { distances } = isLearnt ? tried : seen
  const border = borderOf({
    heldOut: distances.filter((_, image) => heldOut.has(image) && !left.has(image)),
    others: distances.filter((_, image) => !heldOut.has(image) && !left.has(image)),
    refused: suspects.filter((image) => heldOut.has(image)).length,
  })
  const normal = learnAll(lesson, left, method)
  const head = isLearnt ? headOfAll(lesson, left, method, shown) : null
  const naming = tryNaming(normal, head, namedOf(plan.defects, shown))
  const learnt = { head, naming: naming?.isWorth ? naming.naming : null }
  const model = anomalyGraph(await readOnnx(plan.backbone), plan.input, normal, border.threshold, learnt)
  await writeFile(path.join(plan.folder, 'model.onnx'), onnxBytes(model))
  return {
    ...border,
    method,
    auroc,
    distances,
    suspects,
    heldOut: heldOut.size,
    defects: tried && { ...tried, isLearnt },
    naming,
  }
}

const namedOf = (defects: readonly ShownDefect[], features: readonly Features[]): NamedDefect[] =>
  defects.flatMap(({ class: name }, at) =>
    name === null ? [] : { class: name, features: features[at] ?? none },
  )

const none: Features = new Float32Array()

function damage(images: readonly Image[], which: readonly number[], rng: Rng): Image[] {
  const chance = rng.fork('damage')
  return which.flatMap((at) => {
    const own = images[at]
    const other = images[Math.floor(chance.next() * images.length)]
    return own && other ? [damaged(own, other, chance.fork(`${at}`))] : []
  })
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
