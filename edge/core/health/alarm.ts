import type { AlarmState } from '../../contract/alarm.ts'

export interface Alarm {
  readonly state: AlarmState
  /** Whether the condition holds, whatever people have done about it. */
  readonly isActive: boolean
  /** Until when it is shelved, milliseconds since 1970; null: it is not. */
  readonly shelvedUntilMs: number | null
  /** Whether somebody has acknowledged it since it last came. */
  readonly isAcknowledged: boolean
}

export const quiet: Alarm = { state: 'Normal', isActive: false, shelvedUntilMs: null, isAcknowledged: true }

/** What can happen to an alarm. Deadband and delay belong to whoever says whether the condition holds. */
export type AlarmEvent =
  | { readonly kind: 'measured'; readonly isActive: boolean; readonly nowMs: number }
  | { readonly kind: 'acknowledge' }
  | { readonly kind: 'shelve'; readonly untilMs: number }
  | { readonly kind: 'unshelve' }

/** The alarm after an event. Shelving hides it and never forgets: what came meanwhile is there when it ends. */
export function afterEvent(alarm: Alarm, event: AlarmEvent): Alarm {
  switch (event.kind) {
    case 'measured':
      return measured(alarm, event.isActive, event.nowMs)
    case 'acknowledge':
      return named({ ...alarm, isAcknowledged: true })
    case 'shelve':
      return named({ ...alarm, shelvedUntilMs: event.untilMs })
    case 'unshelve':
      return named({ ...alarm, shelvedUntilMs: null })
  }
}

function measured(alarm: Alarm, isActive: boolean, nowMs: number): Alarm {
  const isNew = isActive && !alarm.isActive
  const isOver = alarm.shelvedUntilMs !== null && nowMs >= alarm.shelvedUntilMs
  return named({
    ...alarm,
    isActive,
    isAcknowledged: alarm.isAcknowledged && !isNew,
    shelvedUntilMs: isOver ? null : alarm.shelvedUntilMs,
  })
}

const named = (alarm: Alarm): Alarm => ({ ...alarm, state: stateOf(alarm) })

function stateOf({ isActive, isAcknowledged, shelvedUntilMs }: Alarm): AlarmState {
  if (shelvedUntilMs !== null) return 'Shelved'
  if (isActive) return isAcknowledged ? 'Acknowledged' : 'Unacknowledged'
  return isAcknowledged ? 'Normal' : 'ReturnedToNormalUnacknowledged'
}

/** Holds a condition that wavers about its limit: on at `onAt`, off only under `offAt`. */
export const heldBy =
  ({ onAt, offAt }: { readonly onAt: number; readonly offAt: number }) =>
  (wasOn: boolean, value: number): boolean =>
    wasOn ? value >= offAt : value >= onAt
