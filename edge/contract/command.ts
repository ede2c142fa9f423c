import { z } from 'zod'
import { AlarmParams, ShelveRequest } from './alarm.ts'
import { InterventionRequest, MachineParams } from './plant.ts'
import { PartParams, ReviewRequest } from './review.ts'
import { ConditionChange } from './scenario.ts'
import { ThresholdChange } from './threshold.ts'

export const CorrelationId = z
  .string()
  .regex(/^[\w.-]{1,64}$/, 'expected 1 to 64 letters, digits, dots, dashes and underscores')
  .describe('comes back in the reply; what was done is not done again for a repeat')

/** What HTTP takes in path and body, with a name for the answer. */
const order = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z.strictObject({ correlationId: CorrelationId, ...shape })

/** What people may ask for over MQTT, on `cmd/{name}`: the first level is the act whose role it needs (role.ts). */
export const commands = {
  'simulate/condition': {
    data: order(ConditionChange.shape),
    about:
      'dim the lamp, smear the lens, lose the focus, shake the camera, at once or as a drift; defects of no class',
  },
  'simulate/intervention': {
    data: order({ ...MachineParams.shape, ...InterventionRequest.shape }),
    about: 'do something to a simulated machine, from its next sample on',
  },
  'thresholds/set': { data: order(ThresholdChange.shape), about: 'decide by other thresholds, for this run' },
  'thresholds/reset': { data: order({}), about: "decide by those of the model's card again" },
  'acknowledge/alarm': { data: order(AlarmParams.shape), about: 'acknowledge an alarm (ISA-18.2)' },
  'acknowledge/shelve': {
    data: order({ ...AlarmParams.shape, ...ShelveRequest.shape }),
    about: 'shelve an alarm for some minutes; 0 brings it back',
  },
  'review/part': {
    data: order({ ...PartParams.shape, ...ReviewRequest.shape }),
    about: 'decide an undecided part, once',
  },
} as const satisfies Record<string, { readonly data: z.ZodType; readonly about: string }>
export type CommandName = keyof typeof commands
export type CommandData<Name extends CommandName> = z.infer<(typeof commands)[Name]['data']>

export const commandNames = Object.keys(commands) as CommandName[]
export const isCommandName = (name: string): name is CommandName => Object.hasOwn(commands, name)

/** The payload of `reply`. */
export const ReplyData = z
  .object({
    command: z.string().describe('what was asked for, such as `simulate/condition`'),
    correlationId: z.string().nullable().describe('of the command; null: none could be read'),
    user: z.string().describe('who gave it'),
    isDone: z.boolean(),
    code: z.string().nullable().describe('of the error, as over HTTP; null: it is done'),
    message: z.string().describe('cause and remedy of the error; empty: it is done'),
  })
  .meta({ id: 'ReplyData' })
export type ReplyData = z.infer<typeof ReplyData>
