import type { Rng } from '../../edge/contract/port.ts'
import { uniform } from '../rng.ts'
import type { Direction, DiscMaterial } from './machined-disc-material.ts'

/** Steps of a whole turn in the angular tables. */
export const angleSteps = 2048
const quarter = angleSteps / 4

/**
 * The step in which a direction lies. Not the angle itself but where the direction meets the square
 * |x| + |y| = 1: it grows with the angle, needs no arc tangent, and so is the same on every machine.
 */
export function angleStep(x: number, y: number): number {
  const sum = Math.abs(x) + Math.abs(y)
  const height = sum === 0 ? 0 : y / sum
  return x >= 0 ? Math.floor(quarter + quarter * height) : Math.floor(3 * quarter - quarter * height)
}

/** The direction of a step's middle. */
function stepDirection(step: number): Direction {
  const turn = (step + 0.5) / quarter
  const y = turn < 2 ? turn - 1 : 3 - turn
  const x = turn < 2 ? 1 - Math.abs(y) : Math.abs(y) - 1
  const length = Math.sqrt(x * x + y * y)
  return { cos: x / length, sin: y / length }
}

/** Light against direction from the disc's centre, for every step. */
export interface AngleTables {
  /** The bow tie: turning marks shine where they run across the light. 0 … about 1. */
  readonly sheen: Float32Array
  /** The same for a finely turned face: broad. */
  readonly broad: Float32Array
  /** Flanks that look away from the centre: 1 towards the lamp, -1 away from it. */
  readonly facing: Float32Array
}

export function drawAngles(rng: Rng, material: DiscMaterial): AngleTables {
  const { lamp, second, secondShare, sheenWidth } = material
  const [sheen, broad, facing] = [0, 1, 2].map(() => new Float32Array(angleSteps)) as [Table, Table, Table]
  const spokes = drawSpokes(rng.fork('spokes'))
  const dish = uniform(rng, -0.25, 0.25)
  for (let step = 0; step < angleSteps; step++) {
    const at = stepDirection(step)
    const towards = along(at, lamp)
    const spoke = lerped(spokes, step)
    const bow = lobe(across(at, lamp), sheenWidth) * (1 + dish * towards)
    const other = lobe(across(at, second), sheenWidth * 1.4) * secondShare
    sheen[step] = Math.max(0, (bow + other) * (1 + 0.1 * spoke))
    broad[step] =
      (lobe(across(at, lamp), 0.5) * (1 + dish * towards) + 0.5 * other) * (1 + 0.04 * spoke) * 0.8
    const glint = lobe(across(at, lamp), 0.22) * Math.sign(towards)
    facing[step] = 0.6 * towards + 0.55 * glint + 0.2 * secondShare * along(at, second)
  }
  return { sheen, broad, facing }
}

type Table = Float32Array<ArrayBuffer>

const along = (a: Direction, b: Direction): number => a.cos * b.cos + a.sin * b.sin
const across = (a: Direction, b: Direction): number => a.cos * b.sin - a.sin * b.cos

/** 1 where the sine of the angle is 0; a third at `width`, with the long tails of a rough surface. */
export function lobe(sine: number, width: number): number {
  const share = (sine / width) ** 2
  return 1 / ((1 + share) * Math.sqrt(1 + share))
}

const knots = 160

/** Chatter: the sheen is not quite the same from one degree to the next. */
const drawSpokes = (rng: Rng): number[] => Array.from({ length: knots }, () => uniform(rng, -1, 1))

function lerped(values: readonly number[], step: number): number {
  const place = (step * knots) / angleSteps
  const below = Math.floor(place)
  const [low, high] = [values[below] ?? 0, values[(below + 1) % knots] ?? 0]
  return low + (high - low) * (place - below)
}
