import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { AlarmData } from '../../edge/contract/alarm.ts'
import { topicFilters } from '../../edge/contract/event.ts'
import { type Holding, nothingHolds } from '../../edge/core/health/machine-alarm.ts'
import { createSimulatedClock } from '../../edge/core/simulated-clock.ts'
import { type Book, openBook } from '../../edge/io/book.ts'
import { createMetrics } from '../../edge/io/metrics.ts'
import { createAlarmDesk } from '../../edge/service/alarm-desk.ts'
import { removeFolder, temporaryFolder } from '../flow/running.ts'
import { place, sampleCondition, startMs } from '../io/sample-data.ts'

let folder = ''
let book: Book
beforeEach(async () => {
  folder = await temporaryFolder('alarm 报警')
  book = openBook(folder)
})
afterEach(async () => {
  book.close()
  await removeFolder(folder)
})

const acting: Holding = { ...nothingHolds, act: true }
const id = 'mill-spindle.act'

/** Alarms with a real book behind them, on time that moves when told. */
function openAlarms() {
  const clock = createSimulatedClock(startMs)
  const kept = new Map<string, unknown>()
  const metrics = createMetrics()
  const desk = createAlarmDesk({
    ...{ runId: 'run-1', place, clock, metrics, publish: () => undefined },
    voice: { keep: (topic, item, data) => void kept.set(`${topic}/${item}`, data) },
    book: { ...book, record: async (...entry) => void book.record(...entry) },
  })
  /** As the story of a sample does: what is new goes into the book with the condition. */
  const measure = (holding: Holding) => {
    const drafts = desk.measure(sampleCondition, holding)
    book.record([], drafts, place)
    return drafts.map(({ data }) => (data as AlarmData).state)
  }
  return { desk, clock, kept, metrics, measure }
}

describe('the alarms of the machines', () => {
  it('come once, are acknowledged by somebody, and go', async () => {
    const { desk, measure, kept, metrics } = openAlarms()
    expect([measure(acting), measure(acting)]).toEqual([['Unacknowledged'], []])
    expect(desk.list()).toMatchObject([{ alarmId: id, priority: 'high', isActive: true, by: null }])
    expect(await metrics.expose()).toContain('jidoka_alarms 1')
    expect(await desk.acknowledge(id, 'viewer')).toMatchObject({ state: 'Acknowledged', by: 'viewer' })
    expect(measure(nothingHolds)).toEqual(['Normal'])
    expect([desk.list(), kept.get(`alarm/${id}`), book.alarms()]).toEqual([[], null, []])
    await expect(desk.acknowledge(id, 'viewer')).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  it('that went unseen still call', async () => {
    const { desk, measure } = openAlarms()
    measure(acting)
    expect(measure(nothingHolds)).toEqual(['ReturnedToNormalUnacknowledged'])
    expect(measure(nothingHolds)).toEqual([])
    expect(await desk.acknowledge(id, 'admin')).toMatchObject({ state: 'Normal' })
    expect(desk.list()).toEqual([])
  })

  it('are out of sight while shelved, and back when the time is over', async () => {
    const { desk, measure, clock } = openAlarms()
    measure(acting)
    await desk.shelve(id, 30, 'viewer')
    clock.advanceTo(startMs + 29 * 60_000)
    expect(measure(acting)).toEqual([])
    expect(desk.list()[0]).toMatchObject({ state: 'Shelved', by: 'viewer' })
    clock.advanceTo(startMs + 30 * 60_000)
    expect(measure(acting)).toEqual(['Unacknowledged'])
    await desk.shelve(id, 480, 'viewer')
    expect(await desk.shelve(id, 0, 'viewer')).toMatchObject({ state: 'Unacknowledged', shelvedUntil: null })
  })

  it('outlive the service: what was acknowledged stays so, what nobody saw calls on', async () => {
    const first = openAlarms()
    first.measure({ ...acting, sensor: true })
    await first.desk.acknowledge(id, 'viewer')
    const before = first.desk.list()
    book.close()
    book = openBook(folder)
    const { desk, kept, measure } = openAlarms()
    expect(desk.list()).toEqual(before)
    expect(kept.get(`alarm/${id}`)).toMatchObject({ state: 'Acknowledged', by: 'viewer' })
    expect(measure(nothingHolds)).toEqual(['Normal', 'ReturnedToNormalUnacknowledged'])
  })

  it('stay as they were when the book cannot be written', async () => {
    const { desk, measure } = openAlarms()
    measure(acting)
    book.close()
    await expect(desk.acknowledge(id, 'viewer')).rejects.toMatchObject({ code: 'BOOK_UNUSABLE' })
    expect(desk.list()).toMatchObject([{ state: 'Unacknowledged', by: null }])
    book = openBook(folder)
  })

  it('are told under their own topic; the last word of one is not retained', () => {
    const { measure } = openAlarms()
    measure(acting)
    measure({ ...nothingHolds })
    const rows = book.events(0, 9)
    expect(rows.map(({ topic, retain }) => [topic, retain])).toEqual([
      [`${place.prefix}/alarm/${id}`, true],
      [`${place.prefix}/alarm/${id}`, true],
    ])
    expect(new Set(rows.map((row) => row.id)).size).toBe(2)
    expect(topicFilters('p')).toEqual(['p/+', 'p/condition/+', 'p/alarm/+'])
  })
})
