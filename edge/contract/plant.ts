import { z } from 'zod'
import { AlarmData } from './alarm.ts'
import { MachineCondition } from './condition.ts'
import { machineKinds } from './machine.ts'

/** What a person can do to a simulated machine. */
export const InterventionAction = z
  .enum(['wear', 'starve', 'serve', 'stick', 'free', 'replace'])
  .describe(
    'overload it for two days; drain its oil; serve it; make a sensor stick, or free it; put a new one in its place',
  )
export type InterventionAction = z.infer<typeof InterventionAction>

/** Something that is done to a machine at an hour of its life. */
export interface Intervention {
  readonly atH: number
  readonly action: InterventionAction
}

/** The payload of `intervention`. */
export const InterventionData = z
  .object({
    machine: z.enum(machineKinds),
    unit: z.string(),
    line: z.string(),
    action: InterventionAction,
    atH: z.number().nonnegative().describe('running hours of the unit'),
    by: z.string().describe('the user'),
    isSimulated: z.boolean(),
  })
  .meta({ id: 'InterventionData' })
export type InterventionData = z.infer<typeof InterventionData>

export const MachineParams = z.object({ machine: z.enum(machineKinds) })

/** `POST /api/v1/machines/:machine/interventions`. */
export const InterventionRequest = z
  .strictObject({ action: InterventionAction })
  .meta({ id: 'InterventionRequest' })

export const LifeEnding = z.enum(['worn-out', 'sudden', 'as-planned', 'replaced'])
export type LifeEnding = z.infer<typeof LifeEnding>

/** How the forecasts of one life did, told when it is over: before, the truth is nobody's. */
export const LifeOutcome = z
  .object({
    unit: z.string(),
    endedAtH: z.number().nonnegative(),
    ending: LifeEnding.describe('as-planned and replaced: taken out before it failed'),
    remainingH: z.number().nonnegative().describe('life that was left; 0: it failed'),
    leadTimeH: z
      .number()
      .nullable()
      .describe('true life left when advice first said act; null: it never did'),
    isMissed: z.boolean().describe('it failed without advice a day ahead'),
    falseAlarms: z.number().int().describe('advice to act with more than 14 days left'),
    marks: z
      .array(z.object({ share: z.number(), isNoTrend: z.boolean(), isInside: z.boolean() }))
      .describe('whether the interval held the truth at shares of the life'),
    interventions: z.number().int().describe('what people did to it'),
  })
  .meta({ id: 'LifeOutcome' })
export type LifeOutcome = z.infer<typeof LifeOutcome>

/** What upkeep costs under each policy, on many simulated lives of this kind: planned repairs per 1000 running hours. */
export const PolicyBars = z
  .object({
    command: z.string().describe('that measured it'),
    lives: z.number().int(),
    bars: z.array(
      z.object({
        policy: z.enum(['runToFailure', 'calendar', 'predictive', 'perfect']),
        cost: z.number(),
        downtimeH: z.number(),
      }),
    ),
    saving: z.number().describe('of prediction against the best calendar'),
    saving95: z.tuple([z.number(), z.number()]).nullable(),
  })
  .meta({ id: 'PolicyBars' })
export type PolicyBars = z.infer<typeof PolicyBars>

/** One place in the plant, with the unit that stands there now. */
export const MachineState = z
  .object({
    machine: z.enum(machineKinds),
    line: z.string(),
    unit: z.string(),
    condition: MachineCondition.nullable().describe('null: no sample yet'),
    forecastModel: z.string().nullable().describe('sha256; null: there is none, and so no forecast'),
    limits: z
      .object({ planUnderH: z.number(), actUnderH: z.number() })
      .nullable()
      .describe('low end of the forecast, hours, under which advice speaks'),
    zoneLimits: z
      .object({ mmPerS: z.array(z.number()), source: z.string() })
      .nullable()
      .describe('ISO 20816-3: A/B, B/C, C/D; null where vibration is not measured'),
    isStarved: z.boolean(),
    hasStuckSensor: z.boolean(),
    isOverloaded: z.boolean().describe('somebody overloaded this unit in its life'),
    policies: PolicyBars.nullable().describe('null: nobody has measured them'),
    outcomes: z.array(LifeOutcome).describe('of the lives before, newest last, at most 12'),
  })
  .meta({ id: 'MachineState' })
export type MachineState = z.infer<typeof MachineState>

/** `GET /api/v1/machines`. */
export const PlantState = z
  .object({
    hoursPerSecond: z.number().describe('running hours a second; 0: machines are switched off'),
    machines: z.array(MachineState),
    alarms: z.array(AlarmData).describe('all that are not Normal, the gravest first'),
  })
  .meta({ id: 'PlantState' })
export type PlantState = z.infer<typeof PlantState>

const column = z.array(z.number().nullable())

/** The forecasts of a life, column by column, a row a sample or a few. */
export const LifeCourse = z
  .object({
    unit: z.string(),
    ageH: z.array(z.number()),
    lowH: column,
    medianH: column,
    highH: column,
    truth: z
      .object({ endedAtH: z.number(), failsAtH: z.number(), ending: LifeEnding })
      .nullable()
      .describe('null while it lives'),
  })
  .meta({ id: 'LifeCourse' })
export type LifeCourse = z.infer<typeof LifeCourse>

/** The envelope spectrum of the last vibration window, and where a bearing's parts would knock. */
export const EnvelopeEvidence = z
  .object({
    stepHz: z.number(),
    floors: z.array(z.number()).describe('amplitude by line, in noise floors'),
    turnsPerS: z.number(),
    ordersHz: z.object({ bpfo: z.number(), bpfi: z.number(), bsf2: z.number(), ftf: z.number() }),
  })
  .meta({ id: 'EnvelopeEvidence' })
export type EnvelopeEvidence = z.infer<typeof EnvelopeEvidence>

/** `GET /api/v1/machines/:machine`. */
export const MachineDetail = z
  .object({
    machine: z.enum(machineKinds),
    present: LifeCourse,
    last: LifeCourse.nullable(),
    envelope: EnvelopeEvidence.nullable().describe('null where vibration is not measured'),
  })
  .meta({ id: 'MachineDetail' })
export type MachineDetail = z.infer<typeof MachineDetail>
