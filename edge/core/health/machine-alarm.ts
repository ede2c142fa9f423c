import { type AlarmData, type AlarmKind, alarmKinds } from '../../contract/alarm.ts'
import type { MachineCondition } from '../../contract/condition.ts'
import type { MachineSheet } from '../../contract/machine.ts'
import { heldBy } from './alarm.ts'
import { zoneLimits } from './zone.ts'

/** Which of a machine's alarms hold. */
export type Holding = Readonly<Record<AlarmKind, boolean>>

export const nothingHolds: Holding = {
  act: false,
  'zone-d': false,
  plan: false,
  'zone-c': false,
  sensor: false,
}

export const priorities: Readonly<Record<AlarmKind, AlarmData['priority']>> = {
  act: 'high',
  'zone-d': 'high',
  plan: 'medium',
  'zone-c': 'medium',
  sensor: 'low',
}

/** A zone is left only when vibration has fallen so far under its limit. */
const deadband = 0.9

/**
 * Which alarms hold after a sample, and which held before it. Advice comes with its own hysteresis. The graver alarm of
 * a pair takes the place of the lesser: one thing, one call.
 */
export function holdingOf(before: Holding, now: MachineCondition, sheet: MachineSheet): Holding {
  const { level } = now.advice
  const isOver = (boundary: 1 | 2, was: boolean) => isOverZone(now, sheet, boundary, was)
  const isInD = isOver(2, before['zone-d'])
  return {
    act: level === 'act',
    'zone-d': isInD,
    plan: level === 'plan',
    'zone-c': !isInD && isOver(1, before['zone-c'] || before['zone-d']),
    sensor: now.suspects.length > 0,
  }
}

function isOverZone(
  { velocityMmPerS }: MachineCondition,
  { vibrationGroup }: MachineSheet,
  boundary: 1 | 2,
  was: boolean,
): boolean {
  if (!vibrationGroup || velocityMmPerS === null) return false
  const onAt = zoneLimits[vibrationGroup].rigid.limitsMmPerS[boundary]
  return heldBy({ onAt, offAt: deadband * onAt })(was, velocityMmPerS)
}

/** The gravest first, then the newest. */
export const byGravity = (a: AlarmData, b: AlarmData): number =>
  alarmKinds.indexOf(a.kind) - alarmKinds.indexOf(b.kind) || b.since.localeCompare(a.since)
