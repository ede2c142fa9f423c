import type { Rng } from '../../edge/contract/port.ts'
import { logUniform, pick, quantize, uniform } from '../rng.ts'

/** Red, green, blue; grey levels. */
export type Colour = readonly [number, number, number]

/** What a board is made of, before the tone of its batch. */
interface Material {
  /** The laminate as it is seen, under solder mask if there is any. */
  readonly laminate: Colour
  /** Which way the colour goes where copper lies there; brightness 1. */
  readonly towards: Colour
  readonly isMasked: boolean
  /** Standard deviation of the grain, grey levels: lowest and highest. */
  readonly grain: readonly [number, number]
}

const materials = {
  green: { laminate: [22, 78, 48], towards: [0.85, 1.15, 0.62], isMasked: true, grain: [2, 3.4] },
  blue: { laminate: [24, 52, 104], towards: [0.72, 1.08, 1.32], isMasked: true, grain: [2, 3.4] },
  red: { laminate: [112, 30, 32], towards: [1.75, 0.72, 0.52], isMasked: true, grain: [2, 3.4] },
  'bare-copper': { laminate: [128, 122, 88], towards: [1.7, 0.82, 0.3], isMasked: false, grain: [3, 5] },
  'dark-grey': { laminate: [50, 53, 58], towards: [1.05, 1, 0.88], isMasked: true, grain: [2, 3.4] },
  purple: { laminate: [62, 34, 84], towards: [1.3, 0.82, 1.15], isMasked: true, grain: [2, 3.4] },
  gold: { laminate: [118, 106, 72], towards: [1.34, 1, 0.28], isMasked: false, grain: [3, 5] },
} as const satisfies Record<string, Material>

export type MaterialName = keyof typeof materials
export const trainingMaterials: readonly [MaterialName, ...MaterialName[]] = [
  'green',
  'blue',
  'red',
  'bare-copper',
]
/** The last three are kept from training: their colours lie between those of the others. */
export const allMaterials: readonly [MaterialName, ...MaterialName[]] = [
  'green',
  'blue',
  'red',
  'bare-copper',
  'dark-grey',
  'purple',
  'gold',
]

/** How one batch of boards looks. */
export interface Surface {
  readonly name: MaterialName
  readonly isMasked: boolean
  readonly laminate: Colour
  /** What copper adds to the laminate, for a contrast of one grey level. */
  readonly towards: Colour
  /** Copper against laminate, in standard deviations of what lies on the laminate: grain, weave, sensor. */
  readonly contrastToNoise: number
  readonly grainSigma: number
  /** The glass cloth: amplitude, grey levels, and the width of its threads, pixels. */
  readonly weave: number
  readonly threadPx: number
  /** Standard deviation of slow changes of tone. */
  readonly mottleSigma: number
  /** The lamp's blurred image in what shines, grey levels at its brightest. */
  readonly gloss: number
  /** How far a trace's flanks catch the light, grey levels for each pixel of slope. */
  readonly relief: number
  /** Soldered or gilded pads, and the laminate that the open mask leaves. */
  readonly finish: Colour
  readonly bareLaminate: Colour
  readonly hole: Colour
  readonly ink: Colour
}

const finishes: readonly [Colour, ...Colour[]] = [
  [212, 178, 104],
  [186, 186, 180],
  [204, 138, 96],
]

export const luma = ([red, green, blue]: Colour): number => 0.299 * red + 0.587 * green + 0.114 * blue

/** Averaged over a mark of some pixels, edges and all, about 3.4 to 19 is left of this. */
const contrast = { low: 4, high: 22 }

const scaled = ([red, green, blue]: Colour, by: number): Colour => [red * by, green * by, blue * by]

/** The batch: a material, its tone and hue, its cloth, and how well copper shows, log-uniform. */
export function drawSurface(rng: Rng, isTraining: boolean): Surface {
  const name = pick(rng, isTraining ? trainingMaterials : allMaterials)
  const material: Material = materials[name]
  const tone = uniform(rng, 0.8, 1.25)
  const hue = () => uniform(rng, 0.9, 1.1)
  const laminate: Colour = [
    material.laminate[0] * tone * hue(),
    material.laminate[1] * tone * hue(),
    material.laminate[2] * tone * hue(),
  ]
  const leaning: Colour = [
    material.towards[0] * hue(),
    material.towards[1] * hue(),
    material.towards[2] * hue(),
  ]
  const grain = uniform(rng, ...material.grain)
  return {
    name,
    isMasked: material.isMasked,
    laminate,
    towards: scaled(leaning, quantize(1 / luma(leaning))),
    contrastToNoise: logUniform(rng, contrast.low, contrast.high),
    grainSigma: grain,
    weave: uniform(rng, 0.4, 1) * grain,
    threadPx: uniform(rng, 4.5, 8),
    mottleSigma: uniform(rng, 1, 3) * (material.isMasked ? 1 : 1.4),
    gloss: uniform(rng, 0, 16),
    relief: uniform(rng, 0.8, 3),
    finish: scaled(pick(rng, finishes), uniform(rng, 0.88, 1.08)),
    bareLaminate: scaled([128, 122, 84], uniform(rng, 0.75, 1)),
    hole: scaled([24, 22, 20], uniform(rng, 0.6, 1.4)),
    ink: scaled([226, 228, 222], uniform(rng, 0.88, 1.05)),
  }
}

/** Standard deviation of what lies on the laminate, as the sensor sees it. */
export const backgroundSigma = (surface: Surface, sensorSigma: number): number =>
  Math.sqrt(surface.grainSigma ** 2 + (surface.weave * 0.5) ** 2 + sensorSigma ** 2)
