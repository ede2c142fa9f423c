import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Inspection } from '../../edge/contract/inspection.ts'
import { createSimulatedClock } from '../../edge/core/simulated-clock.ts'
import { type Book, openBook } from '../../edge/io/book.ts'
import { createMetrics } from '../../edge/io/metrics.ts'
import { createDesk } from '../../edge/service/desk.ts'
import { removeFolder, temporaryFolder } from '../flow/running.ts'
import { place, sampleResult, startMs } from '../io/sample-data.ts'

let folder = ''
let book: Book
beforeEach(async () => {
  folder = await temporaryFolder('desk')
  book = openBook(folder)
})
afterEach(async () => {
  book.close()
  await removeFolder(folder)
})

/** A desk with a real book behind it, on time that moves when told. */
function openDesk({ runId = 'run-1', capacity = 3 } = {}) {
  const clock = createSimulatedClock(startMs)
  const metrics = createMetrics()
  let published = 0
  const desk = createDesk({
    ...{ runId, place, capacity, clock, metrics },
    publish: () => {
      published++
    },
    book: { ...book, record: async (...entry) => void book.record(...entry) },
  })
  return { desk, clock, metrics, published: () => published }
}

const undecided = (sequence: number): Inspection => ({
  ...{ line: 'steel-strip', partId: `strip-${sequence}`, sequence, isSimulated: true },
  ...{ evaluation: 'NotDecidable', reason: 'between-thresholds', score: 0.5, detail: 'Too close to call.' },
  defects: [],
})
const refusal = (code: string) => expect.objectContaining({ code })

describe('the review desk', () => {
  it('holds an undecided part until a person decides it, and says who did and how long it waited', async () => {
    const { desk, clock, metrics, published } = openDesk()
    desk.put(undecided(1), true)
    clock.advanceTo(startMs + 1500)
    desk.put(undecided(2), null)
    expect(desk.state().waiting).toEqual([
      {
        partId: 'strip-1',
        score: 0.5,
        detail: 'Too close to call.',
        since: new Date(startMs).toISOString(),
      },
      expect.objectContaining({ partId: 'strip-2', since: new Date(startMs + 1500).toISOString() }),
    ])
    clock.advanceTo(startMs + 12_345)
    const review = await desk.decide('strip-1', 'NotOK', 'viewer')
    expect(review).toEqual({
      ...{ line: 'steel-strip', jobId: 'run-1', partId: 'strip-1', decision: 'NotOK', reviewer: 'viewer' },
      ...{ waitedS: 12.345, decidedAt: new Date(startMs + 12_345).toISOString(), isSimulated: true },
    })
    expect(book.review('run-1', 'strip-1')).toEqual(review)
    expect(book.outbox.pending(0, 9)).toHaveLength(1)
    expect(published()).toBe(1)
    expect([desk.has('strip-1'), desk.has('strip-2')]).toEqual([false, true])
    const text = await metrics.expose()
    expect(text).toContain('jidoka_desk_waiting 1')
    expect(text).toContain('jidoka_reviews_total{decision="NotOK"} 1')
  })

  it('says nothing of what a part is before it is decided', () => {
    const { desk } = openDesk()
    desk.put(undecided(1), true)
    desk.put(undecided(2), false)
    const [first, second] = desk.state().waiting
    expect({ ...first, partId: '' }).toEqual({ ...second, partId: '' })
    expect(Object.values(desk.state().reviewTally).every((count) => count === 0)).toBe(true)
  })

  it('that is full holds the new part elsewhere and counts it: the old ones keep their place', () => {
    const { desk } = openDesk()
    for (const sequence of [1, 2, 3, 4, 5]) desk.put(undecided(sequence), false)
    const { waiting, overflowed, capacity } = desk.state()
    expect(waiting.map(({ partId }) => partId)).toEqual(['strip-1', 'strip-2', 'strip-3'])
    expect({ overflowed, capacity }).toEqual({ overflowed: 2, capacity: 3 })
  })

  it('gives a part to one of many who decide at the same time', async () => {
    const { desk } = openDesk()
    desk.put(undecided(1), true)
    const people = ['a', 'b', 'c', 'd', 'e']
    const answers = await Promise.allSettled(
      people.map((person, index) => desk.decide('strip-1', index % 2 ? 'OK' : 'NotOK', person)),
    )
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    for (const answer of answers)
      if (answer.status === 'rejected') expect(answer.reason).toEqual(refusal('REVIEW_TAKEN'))
    expect(book.events(0, 9)).toHaveLength(1)
    expect(desk.state().reviewed).toBe(1)
  })

  it('knows a decided part from one that never waited, after a restart too', async () => {
    const { desk } = openDesk()
    book.record([sampleResult(1), sampleResult(2)], [], place)
    desk.put(undecided(1), true)
    await desk.decide('strip-1', 'OK', 'viewer')
    const next = openDesk({ runId: 'run-2' }).desk
    for (const one of [desk, next]) {
      await expect(one.decide('strip-1', 'OK', 'viewer')).rejects.toEqual(refusal('REVIEW_TAKEN'))
      await expect(one.decide('strip-2', 'OK', 'viewer')).rejects.toEqual(refusal('NOT_FOUND'))
    }
    expect(next.state()).toMatchObject({ waiting: [], reviewed: 0, overflowed: 0 })
    // The new run makes a part of the same name: that one is another part.
    book.record([sampleResult(1, 'run-2')], [], place)
    await expect(next.decide('strip-1', 'OK', 'viewer')).rejects.toEqual(refusal('NOT_FOUND'))
    next.put(undecided(1), true)
    expect(await next.decide('strip-1', 'NotOK', 'viewer')).toMatchObject({ jobId: 'run-2' })
  })

  it('keeps a part whose decision could not be written', async () => {
    const { desk } = openDesk()
    desk.put(undecided(1), true)
    book.close()
    await expect(desk.decide('strip-1', 'OK', 'viewer')).rejects.toEqual(refusal('BOOK_UNUSABLE'))
    await expect(desk.decide('strip-1', 'NotOK', 'admin')).rejects.toEqual(refusal('BOOK_UNUSABLE'))
    expect(desk.state()).toMatchObject({ waiting: [{ partId: 'strip-1' }], reviewed: 0 })
    book = openBook(folder)
    const again = openDesk().desk
    again.put(undecided(1), true)
    expect(await again.decide('strip-1', 'OK', 'viewer')).toMatchObject({ decision: 'OK' })
  })

  it('drops a part whose decision is in the book already', async () => {
    const { desk } = openDesk()
    const twin = openDesk().desk
    for (const one of [desk, twin]) one.put(undecided(1), true)
    await desk.decide('strip-1', 'OK', 'viewer')
    await expect(twin.decide('strip-1', 'NotOK', 'admin')).rejects.toEqual(refusal('REVIEW_TAKEN'))
    expect(twin.state()).toMatchObject({ waiting: [], reviewed: 0 })
    expect(book.review('run-1', 'strip-1')).toMatchObject({ decision: 'OK', reviewer: 'viewer' })
  })

  it('loses no part and counts each decision against its truth, whatever comes', async () => {
    const part = fc.record({
      isDefective: fc.constantFrom(true, false, null),
      decision: fc.constantFrom('OK', 'NotOK', 'later' as const),
    })
    let run = 0
    const story = fc.asyncProperty(fc.array(part, { maxLength: 30 }), async (parts) => {
      const { desk } = openDesk({ runId: `law-${run++}`, capacity: 5 })
      const model = { escapes: 0, falseRejects: 0, defectiveRefused: 0, goodPassed: 0, unknownTruth: 0 }
      for (const [sequence, { isDefective, decision }] of parts.entries()) {
        desk.put(undecided(sequence), isDefective)
        if (decision === 'later' || !desk.has(`strip-${sequence}`)) continue
        await desk.decide(`strip-${sequence}`, decision, 'viewer')
        if (isDefective === null) model.unknownTruth++
        else if (isDefective) decision === 'OK' ? model.escapes++ : model.defectiveRefused++
        else decision === 'OK' ? model.goodPassed++ : model.falseRejects++
      }
      const { waiting, reviewed, overflowed, reviewTally } = desk.state()
      expect(waiting.length + reviewed + overflowed).toBe(parts.length)
      expect(waiting.length).toBeLessThanOrEqual(5)
      expect(reviewTally).toEqual({ ...model, undecidedDefective: 0, undecidedGood: 0 })
    })
    await fc.assert(story, { seed: 20_251_122, numRuns: 30 })
  })
})
