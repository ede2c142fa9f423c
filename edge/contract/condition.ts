import { z } from 'zod'
import { Cause } from './cause.ts'
import { machineKinds } from './machine.ts'

/** Remaining life, running hours: 5 %, 50 % and 95 % of what it may be. */
export const Forecast = z
  .discriminatedUnion('kind', [
    z.object({
      kind: z.literal('interval'),
      lowH: z.number().nonnegative(),
      medianH: z.number().nonnegative(),
      highH: z.number().nonnegative(),
    }),
    z.object({ kind: z.literal('no-trend') }),
  ])
  .meta({ id: 'Forecast' })
export type Forecast = z.infer<typeof Forecast>

export const Advice = z
  .object({
    level: z.enum(['none', 'plan', 'act']),
    withinH: z.number().nonnegative().nullable().describe('running hours; null: nothing is to be done'),
    cause: Cause.pick({ cause: true, action: true }).nullable(),
  })
  .meta({ id: 'Advice' })
export type Advice = z.infer<typeof Advice>

/** Parts of a line with the class of defect that its machine makes when worn. */
export const LineDefects = z
  .object({
    class: z.string(),
    ratio: z.number().nonnegative().describe('their share lately against when the machine was new'),
  })
  .meta({ id: 'LineDefects' })

/** What is known of one machine after one sample; `stage` is the last of ISO 13374's blocks that had something to say. */
export const MachineCondition = z
  .object({
    machine: z.string(),
    kind: z.enum(machineKinds),
    line: z.string(),
    sequence: z.number().int().nonnegative(),
    clockH: z.number(),
    stage: z.enum(['DA', 'DM', 'SD', 'HA', 'PA', 'AG']),
    healthIndex: z.number().min(0).max(1).nullable().describe('1 healthy, 0 failed; null: not yet learnt'),
    zone: z
      .enum(['A', 'B', 'C', 'D'])
      .nullable()
      .describe('ISO 20816-3; null where vibration is not measured'),
    velocityMmPerS: z
      .number()
      .nullable()
      .describe('RMS of the velocity, 10 to 1000 Hz; null where vibration is not measured'),
    contributors: z
      .array(z.object({ indicator: z.string(), sigmas: z.number() }))
      .describe('what lies farthest from healthy, in standard deviations, worst first'),
    suspects: z
      .array(z.string())
      .describe(
        'sensors that are silent, say the same again and again, or have jumped farther than wear goes',
      ),
    lineDefects: LineDefects.nullable().describe('null: it makes none, or too few parts were seen'),
    forecast: Forecast,
    advice: Advice,
    isSimulated: z.boolean(),
  })
  .meta({ id: 'MachineCondition' })
export type MachineCondition = z.infer<typeof MachineCondition>

/** What a defect points at: a machine that makes such defects as it wears, and that is about to need a repair. */
export const SuspectedMachine = MachineCondition.pick({ machine: true, kind: true, sequence: true })
  .extend({ advice: Advice })
  .describe('as the last condition told it; `sequence` is that condition')
  .meta({ id: 'SuspectedMachine' })
export type SuspectedMachine = z.infer<typeof SuspectedMachine>
