import type { CommandData, CommandName } from '../../edge/contract/command.ts'

/** One valid payload for every command. */
export const sampleCommands: { readonly [Name in CommandName]: CommandData<Name> } = {
  'simulate/condition': { correlationId: 'a-1', lampLevel: 0.6 },
  'simulate/intervention': { correlationId: 'a-2', machine: 'mill-spindle', action: 'starve' },
  'thresholds/set': { correlationId: 'a-6', acceptBelow: 0.2, rejectAtLeast: 0.8 },
  'thresholds/reset': { correlationId: 'a-7' },
  'acknowledge/alarm': { correlationId: 'a-3', alarmId: 'mill-spindle.act' },
  'acknowledge/shelve': { correlationId: 'a-4', alarmId: 'mill-spindle.act', minutes: 30 },
  'review/part': { correlationId: 'a-5', partId: 'strip-1', decision: 'NotOK' },
}
