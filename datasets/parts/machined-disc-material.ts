import type { Rng } from '../../edge/contract/port.ts'
import { direction, pick, uniform } from '../rng.ts'

/** What a batch is made of, how it was turned, and under which lamps it lies; grey levels. */
export interface DiscMaterial {
  readonly name: string
  /** Light that comes back whatever the direction, and the most that the turning marks add. */
  readonly base: number
  readonly sheen: number
  /** Width of the bow tie: sine of the angle from the lamp at which it has lost two thirds. */
  readonly sheenWidth: number
  /** Relative standard deviation of the tool's streaks, and of the grain of the metal. */
  readonly streak: number
  readonly grain: number
  /** How well a streak remembers itself one 256th of a turn further. */
  readonly memory: number
  /** Distance and relative depth of the feed marks, pixels. */
  readonly feedPx: number
  readonly feedDepth: number
  /** Unit vector towards the lamp, in the frame; a second lamp, weaker, stands elsewhere. */
  readonly lamp: Direction
  readonly second: Direction
  readonly secondShare: number
}

export interface Direction {
  readonly cos: number
  readonly sin: number
}

type Range = readonly [number, number]

interface Metal {
  readonly name: string
  readonly base: Range
  readonly sheen: Range
  readonly sheenWidth: Range
  readonly streak: Range
  readonly grain: Range
}

const trainingMetals: readonly [Metal, ...Metal[]] = [
  {
    name: 'steel',
    base: [62, 82],
    sheen: [80, 112],
    sheenWidth: [0.16, 0.3],
    streak: [0.035, 0.055],
    grain: [0.015, 0.03],
  },
  {
    name: 'cast-iron',
    base: [58, 78],
    sheen: [35, 60],
    sheenWidth: [0.35, 0.6],
    streak: [0.025, 0.04],
    grain: [0.05, 0.075],
  },
  {
    name: 'aluminium',
    base: [92, 116],
    sheen: [62, 88],
    sheenWidth: [0.22, 0.42],
    streak: [0.03, 0.045],
    grain: [0.012, 0.025],
  },
]

/** Brass-toned; training never sees it. */
const laterMetal: Metal = {
  name: 'brass',
  base: [84, 104],
  sheen: [78, 96],
  sheenWidth: [0.15, 0.26],
  streak: [0.03, 0.05],
  grain: [0.015, 0.025],
}

export function drawMaterial(rng: Rng, isTraining: boolean): DiscMaterial {
  const [first, ...others] = trainingMetals
  const metal = pick(rng, [first, ...others, ...(isTraining ? [] : [laterMetal])])
  const lampDeg = uniform(rng, -180, -70)
  return {
    name: metal.name,
    base: uniform(rng, ...metal.base),
    sheen: uniform(rng, ...metal.sheen),
    sheenWidth: uniform(rng, ...metal.sheenWidth),
    streak: uniform(rng, ...metal.streak),
    grain: uniform(rng, ...metal.grain),
    memory: uniform(rng, 0.72, 0.95),
    feedPx: uniform(rng, 2.4, 5.5),
    feedDepth: uniform(rng, 0.01, 0.045),
    lamp: direction(lampDeg),
    second: direction(lampDeg + uniform(rng, 50, 130)),
    secondShare: uniform(rng, 0.1, 0.45),
  }
}
