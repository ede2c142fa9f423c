import { beforeEach, describe, expect, it } from 'vitest'
import { ears } from '../../dashboard/ear.ts'
import * as store from '../../dashboard/store.ts'
import { aResult, aState, aVerification, results } from './result.ts'

let refreshes = 0
const hear = ears(async () => {
  refreshes += 1
})
const event = (topic: string, data: unknown) => ({
  specversion: '1.0',
  id: 'event-1',
  source: 'jidoka/demo',
  type: `org.jidoka.${topic}.v1`,
  time: '2026-01-01T00:00:00.000Z',
  datacontenttype: 'application/json',
  sequence: '000000000001',
  streamid: 'run-1',
  data,
})
/** Says a batch on the stream, as the service does. */
function say(topic: string, ...data: unknown[]): void {
  hear[topic]?.(JSON.stringify(data.map((one) => event(topic, one))))
}

beforeEach(() => {
  store.run.value = null
  store.readState(aState('run-1', results(0, 3)))
  store.invalidMessages.value = 0
  refreshes = 0
})

describe('what the board knows', () => {
  it('begins with the state of the service and goes on with the stream', () => {
    say('result', aResult(3), aResult(4, { evaluation: 'NotOK' }))
    expect(store.belt.value.map((part) => part.sequence)).toEqual([0, 1, 2, 3, 4])
    expect(store.countsSinceOpened.value).toEqual({ OK: 1, NotOK: 1, NotDecidable: 0 })
    expect([refreshes, store.invalidMessages.value]).toEqual([0, 0])
  })

  it('learns outcomes and evidence from verification, of its own run only', () => {
    say('verification', aVerification(100))
    say('verification', aVerification(900, { runId: 'another' }))
    expect(store.verification.value?.evidence.decided).toBe(100)
    expect(store.outcomes.value.get('part-1')).toBe('escape')
    expect(store.evidencePath.value.map((point) => point.decided)).toEqual([100])
  })

  it('asks for the whole state when parts are missing or the service runs anew', () => {
    say('result', aResult(500))
    expect(refreshes).toBe(1)
    say('result', aResult(501, { jobId: 'run-2' }))
    expect(refreshes).toBe(2)
    expect(store.belt.value.at(-1)?.sequence).toBe(500)
  })

  it('does not mind the parts of another line on the same bus', () => {
    say('result', aResult(3, { line: 'castings', jobId: 'elsewhere' }))
    expect([refreshes, store.belt.value.length]).toEqual([0, 3])
  })

  it('is bare again when a new run begins', () => {
    say('verification', aVerification(100))
    store.hold(aResult(1))
    store.readState(aState('run-2', [aResult(0, { jobId: 'run-2' })]))
    expect(store.belt.value.length).toBe(1)
    expect([store.verification.value, store.held.value, store.evidencePath.value]).toEqual([null, null, []])
  })

  it.each([
    ['no JSON', 'result', '{{'],
    ['no array', 'result', '{"specversion":"1.0"}'],
    ['no event', 'kpi', '[7]'],
    ['an event of another form', 'verification', JSON.stringify([event('verification', { tally: 'all' })])],
    ['no link', 'link', '[{"isConnected":"perhaps"}]'],
  ])('counts what it does not understand and goes on: %s', (_, topic, text) => {
    hear[topic]?.(text)
    expect(store.invalidMessages.value).toBe(1)
    say('result', aResult(3))
    expect(store.belt.value.length).toBe(4)
  })

  it('knows whether the service hears the broker', () => {
    hear.link?.('[{"isConnected":false}]')
    expect(store.isBrokerLinked.value).toBe(false)
  })
})

describe('news of the review desk', () => {
  const aReview = (jobId: string) => ({
    ...{ line: 'steel-strip', jobId, partId: 'part-1', decision: 'OK', reviewer: 'viewer', waitedS: 3 },
    ...{ decidedAt: '2026-01-01T00:00:00.000Z', isSimulated: true },
  })
  const newsOf = (speak: () => void) => {
    const before = store.deskNews.value
    speak()
    return store.deskNews.value - before
  }

  it('is a part left undecided, or a decision, of this run', () => {
    expect(newsOf(() => say('result', aResult(3, { evaluation: 'NotDecidable' })))).toBe(1)
    expect(newsOf(() => say('review', aReview('run-1')))).toBe(1)
    expect(newsOf(() => say('review', aReview('another')))).toBe(0)
    expect(newsOf(() => say('result', aResult(4), aResult(5, { evaluation: 'NotOK' })))).toBe(0)
    expect(store.invalidMessages.value).toBe(0)
  })
})

describe('a held part', () => {
  it('stands still on the belt while the line goes on, until the viewer goes live', () => {
    const part = store.belt.value[1]
    if (part) store.hold(part)
    say('result', ...results(3, 100))
    expect(store.shownBelt.value.map((shown) => shown.sequence)).toEqual([0, 1, 2])
    store.goLive()
    expect(store.shownBelt.value.at(-1)?.sequence).toBe(102)
    expect(store.held.value).toBeNull()
  })
})
