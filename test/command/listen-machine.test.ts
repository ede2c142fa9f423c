import { describe, expect, it } from 'vitest'
import { allTopics, readableLine } from '../../edge/command/listen.ts'
import { topicFilters } from '../../edge/contract/event.ts'
import { type EventDraft, eventOf } from '../../edge/core/event.ts'
import { place, sampleAlarm, sampleCondition, startMs } from '../io/sample-data.ts'

const lineOf = (draft: EventDraft): string | null => {
  const { topic, payload } = eventOf(draft, place, 1)
  return readableLine(topic, payload)
}
const common = { runId: 'run-1', timeMs: startMs } as const

describe('what a listener reads of machines', () => {
  it('how a machine is, and how long it has', () => {
    expect(lineOf({ ...common, topic: 'condition', item: 'mill-spindle', data: sampleCondition })).toBe(
      '08:00:00.000  steel-strip/cell  condition     mill-spindle-0  health 0.21  zone B  90 to 420 h left  advice plan',
    )
    const young = {
      ...sampleCondition,
      healthIndex: null,
      zone: null,
      forecast: { kind: 'no-trend' },
    } as const
    expect(lineOf({ ...common, topic: 'condition', item: 'mill-spindle', data: young })).toContain(
      'mill-spindle-0  learning  no-trend  advice plan',
    )
  })

  it('an alarm, and who acknowledged it', () => {
    const data = { ...sampleAlarm, state: 'Acknowledged', by: 'viewer' } as const
    expect(lineOf({ ...common, topic: 'alarm', item: data.alarmId, data })).toBe(
      '08:00:00.000  steel-strip/cell  alarm         Acknowledged  mill-spindle.act  high  by viewer',
    )
  })

  it('by default all of them, at any place', () => {
    expect(allTopics).toEqual(topicFilters('+/+/+/+/+/+/_inspect/v1'))
    expect(allTopics).toHaveLength(3)
  })
})
