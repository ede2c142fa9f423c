import { z } from 'zod'
import { machineKinds } from './machine.ts'

/** Alarm states of ANSI/ISA-18.2-2016; an alarm that is not there is Normal. */
export const alarmStates = [
  'Normal',
  'Unacknowledged',
  'Acknowledged',
  'ReturnedToNormalUnacknowledged',
  'Shelved',
] as const
export type AlarmState = (typeof alarmStates)[number]

/** What calls a person to a machine, the gravest first. */
export const alarmKinds = ['act', 'zone-d', 'plan', 'zone-c', 'sensor'] as const
export type AlarmKind = (typeof alarmKinds)[number]

/** One alarm as it stands: the payload of `alarm/{alarmId}`. */
export const AlarmData = z
  .object({
    alarmId: z.string().describe('machine and kind; the last level of the topic'),
    machine: z.enum(machineKinds),
    line: z.string(),
    kind: z
      .enum(alarmKinds)
      .describe('advice to act or to plan, ISO 20816-3 zone D or C, or a sensor that lies or is silent'),
    priority: z.enum(['high', 'medium', 'low']),
    state: z.enum(alarmStates).describe('ISA-18.2; after Normal the retained topic is cleared'),
    isActive: z.boolean().describe('whether the condition holds, whatever people have done about it'),
    isAcknowledged: z.boolean(),
    since: z.iso.datetime().describe('when it last came'),
    by: z.string().nullable().describe('the user who acknowledged or shelved last'),
    shelvedUntil: z.iso.datetime().nullable(),
    isSimulated: z.boolean(),
  })
  .meta({ id: 'AlarmData' })
export type AlarmData = z.infer<typeof AlarmData>

/** An alarm may be out of sight for a shift, and no longer. */
const longestShelfMin = 480

export const AlarmParams = z.object({ alarmId: z.string().min(1).max(64) })

/** `POST /api/v1/alarms/:alarmId/shelve`. */
export const ShelveRequest = z
  .strictObject({
    minutes: z.number().min(0).max(longestShelfMin).describe('0 brings it back into sight'),
  })
  .meta({ id: 'ShelveRequest' })
