import { exactLower } from '../quality/bound.ts'
import type { Head } from './head.ts'
import { cellMap, type Normal } from './method.ts'
import { type Features, mixed } from './whitening.ts'

/** What tells labelled defects apart: a direction of length 1 in whitened features for each class. */
export interface Naming {
  readonly classes: readonly string[]
  /** Classes × channels. */
  readonly directions: Float32Array
}

export interface NamedDefect {
  readonly class: string
  readonly features: Features
}

export interface NamingTried {
  readonly classes: readonly string[]
  /** Defects that the others of all classes name rightly. */
  readonly right: number
  readonly of: number
  /** Whether that is more than always naming the commonest, 95 % sure. */
  readonly isWorth: boolean
  readonly naming: Naming
}

/** A class of fewer shows too little of what it is. */
export const fewestOfClass = 3
/** The oddest cells of a defective image stand for its defect, the odder the more. */
const cellsOfDefect = 3

/**
 * Learns to name what was found odd from defects of known classes, each by the mean direction of its oddest cells: the
 * nearest centroid of centred features of length 1 (SimpleShot, Wang et al. 2019). null: fewer than two classes with
 * enough defects.
 */
export function tryNaming(
  normal: Normal,
  head: Head | null,
  defects: readonly NamedDefect[],
): NamingTried | null {
  const counts = new Map<string, number>()
  for (const { class: name } of defects) counts.set(name, (counts.get(name) ?? 0) + 1)
  const classes = [...counts].flatMap(([name, count]) => (count >= fewestOfClass ? [name] : [])).sort()
  if (classes.length < 2) return null
  const known = defects.flatMap(({ class: name, features }) =>
    classes.includes(name) ? [{ class: name, direction: directionOf(features, normal, head) }] : [],
  )
  const right = known.filter((one) => {
    const others = namingOf(
      classes,
      known.filter((other) => other !== one),
    )
    return nameOf(one.direction, others) === one.class
  }).length
  const commonest = Math.max(...classes.map((name) => counts.get(name) ?? 0)) / known.length
  return {
    ...{ classes, right, of: known.length, naming: namingOf(classes, known) },
    isWorth: exactLower(right, known.length) > commonest,
  }
}

type Known = { readonly class: string; readonly direction: Float64Array }

function namingOf(classes: readonly string[], known: readonly Known[]): Naming {
  const rows = classes.map((name) => {
    const own = known.filter((one) => one.class === name)
    return unit(
      own.reduce((sum, { direction }) => sum.map((value, at) => value + (direction[at] ?? 0)), zero(known)),
    )
  })
  return { classes, directions: Float32Array.from(rows.flatMap((row) => [...row])) }
}

const zero = (known: readonly Known[]) => new Float64Array(known[0]?.direction.length ?? 0)

function nameOf(direction: Float64Array, { classes, directions }: Naming): string | undefined {
  const alike = classes.map((_, at) =>
    direction.reduce(
      (sum, value, channel) => sum + value * (directions[at * direction.length + channel] ?? 0),
      0,
    ),
  )
  return classes[alike.indexOf(Math.max(...alike))]
}

function directionOf(image: Features, normal: Normal, head: Head | null): Float64Array {
  const { channels, cells } = normal
  const white = mixed(image, normal)
  const map = cellMap(image, normal, head)
  const sum = new Float64Array(channels)
  const odd = [...map.keys()].sort((a, b) => (map[b] ?? 0) - (map[a] ?? 0)).slice(0, cellsOfDefect)
  for (const cell of odd)
    for (let channel = 0; channel < channels; channel++)
      sum[channel] = (sum[channel] ?? 0) + (white[channel * cells + cell] ?? 0)
  return unit(sum)
}

function unit(row: Float64Array): Float64Array {
  const length = Math.sqrt(row.reduce((sum, value) => sum + value * value, 0))
  return length > 0 ? row.map((value) => value / length) : row
}
