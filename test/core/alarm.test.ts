import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Alarm, type AlarmEvent, afterEvent, heldBy, quiet } from '../../edge/core/health/alarm.ts'

const on = (nowMs: number): AlarmEvent => ({ kind: 'measured', isActive: true, nowMs })
const off = (nowMs: number): AlarmEvent => ({ kind: 'measured', isActive: false, nowMs })
const acknowledge: AlarmEvent = { kind: 'acknowledge' }
const statesOf = (events: readonly AlarmEvent[]) => {
  const states: string[] = []
  events.reduce<Alarm>((alarm, event) => {
    const next = afterEvent(alarm, event)
    states.push(next.state)
    return next
  }, quiet)
  return states
}

describe('an alarm (ISA-18.2)', () => {
  it('comes, is acknowledged, goes', () => {
    expect(statesOf([on(0), acknowledge, off(1)])).toEqual(['Unacknowledged', 'Acknowledged', 'Normal'])
  })

  it('goes before anybody saw it: somebody still has to know', () => {
    expect(statesOf([on(0), off(1), acknowledge])).toEqual([
      'Unacknowledged',
      'ReturnedToNormalUnacknowledged',
      'Normal',
    ])
  })

  it('comes back: to be acknowledged anew', () => {
    expect(statesOf([on(0), acknowledge, off(1), on(2)]).at(-1)).toBe('Unacknowledged')
  })

  it('shelved is out of sight until the time is over', () => {
    const shelve: AlarmEvent = { kind: 'shelve', untilMs: 100 }
    expect(statesOf([on(0), shelve, on(50), on(100)])).toEqual([
      'Unacknowledged',
      'Shelved',
      'Shelved',
      'Unacknowledged',
    ])
  })

  it('whatever happens: nothing that came is forgotten until it is acknowledged', () => {
    const event = fc.oneof(
      fc.record({ kind: fc.constant('measured' as const), isActive: fc.boolean(), nowMs: fc.nat(100) }),
      fc.constant<AlarmEvent>({ kind: 'unshelve' }),
      fc.record({ kind: fc.constant('shelve' as const), untilMs: fc.nat(100) }),
    )
    fc.assert(
      fc.property(fc.array(event, { maxLength: 12 }), (events) => {
        const end = [on(0), ...events, { kind: 'unshelve' } as const].reduce(afterEvent, quiet)
        expect(['Unacknowledged', 'ReturnedToNormalUnacknowledged']).toContain(end.state)
      }),
    )
  })
})

describe('hysteresis', () => {
  it('on at the limit, off only well under it', () => {
    const held = heldBy({ onAt: 1, offAt: 0.8 })
    const values = [0.9, 1, 0.9, 0.79, 0.9]
    let isOn = false
    expect(values.map((value) => (isOn = held(isOn, value)))).toEqual([false, true, true, false, false])
  })
})
