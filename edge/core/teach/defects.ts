import { auroc } from '../quality/auroc.ts'
import { meanOf } from '../quality/mean.ts'
import { type Head, learnHead } from './head.ts'
import { type Group, groupsOf, type Lesson, learnAll } from './lesson.ts'
import { farthestCell, type Method } from './method.ts'
import type { Features } from './whitening.ts'

/** What the labelled defects are worth: each image seen by what was learnt without it. */
export interface DefectsTried {
  /** Of good images, by image, and of the defective ones, with what the head adds. */
  readonly distances: readonly number[]
  readonly defective: readonly number[]
  /** Area under the ROC curve with the head and without it. */
  readonly auroc: number
  readonly aurocWithout: number
  /** Whether the gain is more than the chance of these defects, 95 % sure. */
  readonly isWorth: boolean
}

/** Of a normal distribution: one-sided, 95 % sure. */
const sure = 1.645

export function tryDefects(
  lesson: Lesson,
  left: Group,
  method: Method,
  defects: readonly Features[],
): DefectsTried {
  const { features } = lesson
  const groups = groupsOf(lesson)
  const none = { good: features.map(() => 0), defective: defects.map(() => 0) }
  const found = { plain: none, headed: structuredClone(none) }
  for (const [fold, group] of groups.entries()) {
    const normal = learnAll(lesson, new Set([...left, ...group]), method)
    const known = defects.filter((_, at) => at % groups.length !== fold)
    const head = learnHead(
      normal,
      goodOf(lesson, new Set([...left, ...group])),
      known,
      lesson.rng.fork('head'),
    )
    const note = (kind: keyof typeof none, at: number, image: Features | undefined) => {
      if (!image) return
      found.plain[kind][at] = farthestCell(image, normal)
      found.headed[kind][at] = farthestCell(image, normal, head)
    }
    for (const at of group) note('good', at, features[at])
    for (let at = fold; at < defects.length; at += groups.length) note('defective', at, defects[at])
  }
  const { good, defective } = found.headed
  const [without, having] = [found.plain, found.headed].map((each) =>
    placements(
      each.good.filter((_, at) => !left.has(at)),
      each.defective,
    ),
  )
  const gains = (having ?? []).map((share, at) => share - (without?.[at] ?? 0))
  return {
    ...{ distances: good, defective, auroc: meanOf(having ?? []), aurocWithout: meanOf(without ?? []) },
    isWorth: meanOf(gains) > sure * standardError(gains),
  }
}

/** Share of the good images that lie nearer than each defective one: their mean is the AUROC (DeLong et al. 1988). */
const placements = (good: readonly number[], defective: readonly number[]): number[] =>
  defective.map((score) =>
    auroc([{ score, isDefective: true }, ...good.map((other) => ({ score: other, isDefective: false }))]),
  )

function standardError(values: readonly number[]): number {
  const mean = meanOf(values)
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  return Math.sqrt(squares / (values.length - 1) / values.length)
}

/** From all good images that may be learnt from, and all defects. */
export const headOfAll = (lesson: Lesson, left: Group, method: Method, defects: readonly Features[]): Head =>
  learnHead(learnAll(lesson, left, method), goodOf(lesson, left), defects, lesson.rng.fork('head'))

const goodOf = ({ features, order, heldOut }: Lesson, left: Group): Features[] =>
  order.flatMap((at) => (left.has(at) || heldOut.has(at) ? [] : (features[at] ?? [])))
