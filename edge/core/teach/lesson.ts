import type { Rng } from '../../contract/port.ts'
import { auroc } from '../quality/auroc.ts'
import { farthestCell, learn, type Method, methods, type Normal } from './method.ts'
import { suspectsAmong } from './threshold.ts'
import type { Features } from './whitening.ts'

export interface Lesson {
  readonly features: readonly Features[]
  readonly channels: number
  /** The images by chance. */
  readonly order: readonly number[]
  /** Images that nothing is learnt from. */
  readonly heldOut: ReadonlySet<number>
  /** Some of the images, damaged on purpose. */
  readonly damaged: ReadonlyMap<number, Features>
  readonly rng: Rng
}

/** How far images lie from what was learnt without them. */
export interface Seen {
  /** By image. */
  readonly distances: readonly number[]
  /** Of the damaged ones. */
  readonly damaged: readonly number[]
}

export interface Choice {
  readonly method: Method
  /** Area under the ROC curve of good against damaged images, each seen by what was learnt without it. */
  readonly auroc: Readonly<Record<Method, number>>
  readonly seen: Seen
}

/** The method that tells damaged images from good ones best; in doubt the simpler one. */
export function chooseMethod(lesson: Lesson): Choice {
  const tried = methods.map((method) => {
    const seen = seenWithout(lesson, new Set(), method)
    return { method, seen, area: areaOf(seen) }
  })
  const best = tried.reduce((first, next) => (next.area > first.area ? next : first))
  const areas = tried.map(({ method, area }) => [method, Math.round(1000 * area) / 1000])
  return { ...best, auroc: Object.fromEntries(areas) }
}

const areaOf = ({ distances, damaged }: Seen): number =>
  auroc([
    ...distances.map((score) => ({ score, isDefective: false })),
    ...damaged.map((score) => ({ score, isDefective: true })),
  ])

/** What is learnt from all images that are neither held out nor `left` out. */
export const learnAll = ({ features, channels, heldOut, rng }: Lesson, left: Group, method: Method): Normal =>
  learn(
    method,
    features.filter((_, image) => !left.has(image) && !heldOut.has(image)),
    channels,
    rng,
  )

export type Group = ReadonlySet<number>

/** Where enough are held out, the others are only looked at for suspects. */
const folds = { few: 5, many: 2 }

/** The images in groups, each of which is seen by what was learnt without it. */
export function groupsOf({ order, heldOut }: Lesson): Group[] {
  const count = heldOut.size > 0 ? folds.many : folds.few
  const learning = order.filter((image) => !heldOut.has(image))
  const groups: Group[] = Array.from(
    { length: count },
    (_, fold) => new Set(learning.filter((_, place) => place % count === fold)),
  )
  if (heldOut.size > 0) groups.push(heldOut)
  return groups
}

/** Each image by what was learnt without it and without `left`: without its fold, or without all that are held out. */
export function seenWithout(lesson: Lesson, left: Group, method: Method): Seen {
  const { features, damaged } = lesson
  const distances = features.map(() => 0)
  const broken: number[] = []
  for (const group of groupsOf(lesson)) {
    const normal = learnAll(lesson, new Set([...left, ...group]), method)
    for (const image of group) {
      const [own, hurt] = [features[image], damaged.get(image)]
      if (own) distances[image] = farthestCell(own, normal)
      if (hurt) broken.push(farthestCell(hurt, normal))
    }
  }
  return { distances, damaged: broken }
}

/** A defect that was learnt hides others like it: so often at most is looked again without those found before. */
const mostRounds = 3

/** The images that stand apart, those found first first, and how all are seen without them. */
export function setAside(lesson: Lesson, method: Method, all: Seen): { suspects: number[]; seen: Seen } {
  let [suspects, seen] = [suspectsAmong(all.distances), all]
  for (let round = 1; suspects.length > 0; round++) {
    seen = seenWithout(lesson, new Set(suspects), method)
    const more = suspectsAmong(seen.distances).filter((image) => !suspects.includes(image))
    if (more.length === 0 || round === mostRounds) break
    suspects = [...suspects, ...more]
  }
  return { suspects, seen }
}
