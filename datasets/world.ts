import type { Disturbance } from '../edge/contract/disturbance.ts'
import type { Drawing } from '../edge/contract/drawing.ts'
import type { Capture, StationCondition } from '../edge/contract/part.ts'
import { blisterPackMaker } from './parts/blister-pack.ts'
import type { Foreign } from './parts/foreign.ts'
import { machinedDiscMaker } from './parts/machined-disc.ts'
import { novelBodies } from './parts/novel.ts'
import { pcbMaker } from './parts/pcb.ts'
import { type PartMaker, photographPart } from './parts/photograph.ts'
import { steelStripMaker } from './parts/steel-strip.ts'
import { rngFromSeed } from './rng.ts'

/** The product lines of the simulated plant. */
export const productLines: Readonly<Record<string, PartMaker>> = {
  'steel-strip': steelStripMaker,
  pcb: pcbMaker,
  'machined-disc': machinedDiscMaker,
  'blister-pack': blisterPackMaker,
}

/** Seeds from here on are for training alone; runs and verification use smaller ones (law 7). */
export const firstTrainingSeed = 4_000_000_000

/** From here on parts are crowded with marks, for the crops that a network is taught with. */
export const firstCrowdedSeed = 4_100_000_000

export interface PartOrder {
  readonly seed: number
  readonly line: PartMaker
  readonly sequence: number
  readonly capturedAtMs: number
  readonly prevalence: number
  readonly condition: StationCondition
  readonly withMask: boolean
  readonly shot?: number
  readonly disturbance?: Disturbance | null
  readonly foreign?: Foreign | null
  readonly drawing?: Drawing | null
}

/** Part number `sequence` of a run: a function of (seed, line, sequence, condition), in any order, on any worker. */
export function capturePart(order: PartOrder): Capture {
  const { seed, line, shot = 0, disturbance = null, foreign: given = null, ...rest } = order
  const foreign = given ?? (order.condition.hasNovelDefects ? novelBodies : null)
  const rng = rngFromSeed(seed).fork(`line/${line.recipe.line}`).fork(`part/${order.sequence}`)
  return photographPart(line, {
    rng,
    shot,
    disturbance,
    foreign,
    isTraining: seed >= firstTrainingSeed,
    isCrowded: seed >= firstCrowdedSeed,
    ...rest,
  })
}
