import type { Rng } from '../../edge/contract/port.ts'
import { pick, uniform } from '../rng.ts'

/** Red, green and blue: grey levels, or factors of them. */
export type Rgb = readonly [number, number, number]

export const scaled = (colour: Rgb, by: number): Rgb => [colour[0] * by, colour[1] * by, colour[2] * by]

export const through = (film: Rgb, colour: Rgb): Rgb => [
  film[0] * colour[0],
  film[1] * colour[1],
  film[2] * colour[2],
]

/** What the cavities are formed in, or what closes them. */
export interface Web {
  readonly colour: Rgb
  /** Grey levels: facets of the knurl, streaks of rolling, reflections of the room. */
  readonly knurl: number
  readonly streak: number
  readonly sheen: number
  readonly grainSigma: number
  /** How strongly the walls of a cavity take light and shadow. */
  readonly relief: number
  /** Tone of a cavity's floor against the web. */
  readonly floor: number
  /** A clear film stands over the tablets and mirrors the lamp; this is what it lets through. null: open cavities. */
  readonly film: Rgb | null
}

type WebMaker = (rng: Rng) => Web

const silver: Rgb = [166, 168, 171]

const clearOverFoil: WebMaker = (rng) => ({
  colour: scaled(silver, uniform(rng, 0.86, 1.04)),
  knurl: uniform(rng, 2.5, 6),
  streak: uniform(rng, 0.5, 1.5),
  sheen: uniform(rng, 9, 17),
  grainSigma: uniform(rng, 2, 3.5),
  relief: uniform(rng, 0.2, 0.32),
  floor: uniform(rng, 0.74, 0.92),
  film: scaled([0.985, 0.99, 0.985], uniform(rng, 0.96, 1)),
})

const coldFormed: WebMaker = (rng) => ({
  colour: scaled([150, 152, 155], uniform(rng, 0.9, 1.08)),
  knurl: uniform(rng, 0, 1.2),
  streak: uniform(rng, 2.2, 4.5),
  sheen: uniform(rng, 10, 19),
  grainSigma: uniform(rng, 2, 3.5),
  relief: uniform(rng, 0.34, 0.5),
  floor: uniform(rng, 0.78, 0.9),
  film: null,
})

const whitePvc: WebMaker = (rng) => ({
  colour: scaled([190, 190, 187], uniform(rng, 0.92, 1.04)),
  knurl: 0,
  streak: uniform(rng, 0.2, 0.8),
  sheen: uniform(rng, 3, 6),
  grainSigma: uniform(rng, 1.4, 2.4),
  relief: uniform(rng, 0.24, 0.36),
  floor: uniform(rng, 0.84, 0.93),
  film: null,
})

const amberOverFoil: WebMaker = (rng) => ({
  ...clearOverFoil(rng),
  film: [0.96, uniform(rng, 0.74, 0.84), uniform(rng, 0.42, 0.58)],
})

const goldFoil: WebMaker = (rng) => ({
  ...coldFormed(rng),
  colour: scaled([176, 154, 108], uniform(rng, 0.92, 1.05)),
})

/** What training sees is likelier in verification too; the rest is kept for verification. */
const trainingWebs = [clearOverFoil, clearOverFoil, coldFormed, whitePvc] as const
const allWebs = [clearOverFoil, clearOverFoil, coldFormed, whitePvc, amberOverFoil, goldFoil] as const

const white: Rgb = [206, 205, 201]
const cream: Rgb = [205, 196, 170]
const pink: Rgb = [206, 166, 166]
const yellow: Rgb = [207, 187, 116]
const blue: Rgb = [140, 171, 199]
const peach: Rgb = [207, 172, 138]
const trainingTablets = [white, white, cream, pink, yellow] as const
const allTablets = [white, white, cream, pink, yellow, blue, peach] as const

const trainingInks = [
  [52, 56, 66],
  [46, 58, 104],
  [104, 62, 52],
] as const satisfies readonly [Rgb, ...Rgb[]]
const allInks = [...trainingInks, [40, 88, 72], [120, 44, 60]] as const satisfies readonly [Rgb, ...Rgb[]]

const trainingBelts = [
  [44, 45, 47],
  [40, 52, 66],
  [66, 67, 68],
] as const satisfies readonly [Rgb, ...Rgb[]]
const allBelts = [...trainingBelts, [40, 68, 56], [104, 105, 104]] as const satisfies readonly [Rgb, ...Rgb[]]

/** The batch: what everything of one part is made of, as it looks through the film if there is one. */
export interface Materials {
  readonly web: Web
  readonly tablet: Rgb
  readonly grainSigma: number
  readonly ink: Rgb
  readonly belt: Rgb
}

export function drawMaterials(rng: Rng, isTraining: boolean): Materials {
  const web = pick<WebMaker>(rng, isTraining ? trainingWebs : allWebs)(rng)
  const film = web.film ?? [1, 1, 1]
  const tablet = pick<Rgb>(rng, isTraining ? trainingTablets : allTablets)
  const shade = uniform(rng, 0.93, 1.03)
  const hue = () => shade * uniform(rng, 0.985, 1.015)
  return {
    web: { ...web, colour: through(film, web.colour) },
    tablet: through(film, [tablet[0] * hue(), tablet[1] * hue(), tablet[2] * hue()]),
    grainSigma: uniform(rng, 2, 4),
    ink: through(film, pick<Rgb>(rng, isTraining ? trainingInks : allInks)),
    belt: scaled(pick<Rgb>(rng, isTraining ? trainingBelts : allBelts), uniform(rng, 0.9, 1.15)),
  }
}
