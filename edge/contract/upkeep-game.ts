import { z } from 'zod'
import { machineKinds } from './machine.ts'
import { LifeCourse, PolicyBars } from './plant.ts'

/** Rounds that are dealt of each machine; every class gets the same ones, so that pairs can be compared. */
export const upkeepRounds = 10
/** Lives in a round. */
export const upkeepLives = 5

export const UpkeepRequest = z.object({
  round: z.coerce
    .number()
    .int()
    .min(1)
    .max(upkeepRounds)
    .default(1)
    .describe('the same round is the same lives'),
})

/** A life with its forecasts and its end, which a player is not shown before it comes. */
export const UpkeepLife = LifeCourse.extend({
  failsAtH: z.number().positive(),
  isSudden: z.boolean().describe('without wear: no forecast sees it'),
  actAtH: z.number().nullable().describe('when advice first said act; null: never'),
})
export type UpkeepLife = z.infer<typeof UpkeepLife>

/** How a life was ended. */
export const UpkeepStop = z.object({
  ranH: z.number().positive().describe('running hours of the unit by then'),
  isFailure: z.boolean(),
})
export type UpkeepStop = z.infer<typeof UpkeepStop>

/** `GET /api/v1/machines/:machine/game`: simulated lives to decide on, and what four policies do with the very same. */
export const UpkeepGame = z
  .object({
    machine: z.enum(machineKinds),
    round: z.number().int(),
    isSimulated: z.literal(true),
    costs: z.object({ planned: z.number(), failure: z.number() }).describe('in planned repairs'),
    noticeH: z
      .number()
      .describe('a repair that is asked for later before the end comes too late: it is a failure'),
    calendarAgeH: z.number().describe('the cheapest fixed age, chosen on other lives'),
    limits: z.object({ planUnderH: z.number(), actUnderH: z.number() }),
    lives: z.array(UpkeepLife),
    policies: z
      .array(z.object({ policy: PolicyBars.shape.bars.element.shape.policy, stops: z.array(UpkeepStop) }))
      .describe('a stop a life, in their order'),
  })
  .meta({ id: 'UpkeepGame' })
export type UpkeepGame = z.infer<typeof UpkeepGame>

/** What stops came to, in planned repairs. */
export interface UpkeepTally {
  readonly ranH: number
  readonly failures: number
  /** For 1000 running hours; null: nothing ran. */
  readonly cost: number | null
}

export function upkeepTally(
  stops: readonly UpkeepStop[],
  { planned, failure }: UpkeepGame['costs'],
): UpkeepTally {
  const ranH = stops.reduce((sum, stop) => sum + stop.ranH, 0)
  const failures = stops.filter(({ isFailure }) => isFailure).length
  const spent = failures * failure + (stops.length - failures) * planned
  return { ranH, failures, cost: ranH === 0 ? null : (1000 * spent) / ranH }
}
