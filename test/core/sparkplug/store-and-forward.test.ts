import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { droppedMetric } from '../../../edge/core/sparkplug/known.ts'
import { qosOf, rebirthMetric } from '../../../edge/core/sparkplug/message.ts'
import { everyMetric, isBirthSequence, kpi, metric, of, part, player, t0 } from './story.ts'

describe('store and forward', () => {
  it('says what was held while nobody listened as history, each at its time, after the births', () => {
    const node = player(true)
    node.connect()
    for (const index of [1, 2, 3]) node.read(part(`p${index}`, t0 + index))
    const messages = node.state(true, 10, t0 + 100).messages
    isBirthSequence(messages.slice(0, 4))
    expect(metric(messages[1], 'Part/Id')).toMatchObject({ value: 'p3' })
    const history = messages.slice(4)
    expect(history.map(({ payload }) => payload.metrics[0])).toEqual(
      [1, 2, 3].map((index) =>
        expect.objectContaining({ value: `p${index}`, timestampMs: t0 + index, isHistorical: true }),
      ),
    )
    const live = node.read(part('p4', t0 + 101)).messages[0]
    expect(live?.payload.metrics[0]).not.toHaveProperty('isHistorical')
    expect(live?.payload.seq).toBe(7)
  })

  it('marks what comes late as history, and keeps the newest value', () => {
    const node = player()
    node.connect(t0 + 50)
    node.read(part('new', t0 + 60))
    const [late] = node.read(part('old', t0 + 10), t0 + 61).messages
    expect(everyMetric(late ? [late] : []).every((one) => one.isHistorical)).toBe(true)
    expect(metric(node.command(rebirthMetric, true).messages[1], 'Part/Id')).toMatchObject({ value: 'new' })
  })

  it('what the births did not know is no history, however long ago it was', () => {
    const node = player()
    node.connect(t0 + 50)
    const [first] = node.read(part('known since', t0 + 10), t0 + 60).messages
    expect(everyMetric(first ? [first] : []).some((one) => one.isHistorical)).toBe(false)
  })

  it('drops the oldest beyond its bound, and counts them', () => {
    const node = player(true)
    for (let index = 0; index < 10_005; index += 1) node.read(kpi(index, t0 + index))
    node.connect()
    const messages = node.state(true, 1, t0 + 20_000).messages
    expect(metric(messages[0], droppedMetric)?.value).toBe(5)
    expect(messages.slice(4)).toHaveLength(10_000)
    expect(messages[4]?.payload.metrics[0]).toMatchObject({ value: 5, timestampMs: t0 + 5 })
  })

  it('a value that was never announced cannot be said', () => {
    const node = player()
    expect(() => node.read({ device: 'cell', atMs: t0, values: { Rumour: 1 } })).toThrow(RangeError)
    expect(() => node.read({ device: 'other', atMs: t0, values: { 'Part/Id': 'a' } })).toThrow(RangeError)
  })

  it('whatever happens in whatever order, a listener can follow', () => {
    const event = fc.constantFrom('connect', 'lose', 'on', 'off', 'rebirth', 'part', 'kpi')
    fc.assert(
      fc.property(fc.array(event, { maxLength: 80 }), fc.boolean(), (events, hasHost) => {
        const node = player(hasHost)
        let isUp = false
        for (const [index, happened] of events.entries()) {
          const atMs = t0 + index
          const from = node.said.length
          if (happened === 'connect' && !isUp) {
            node.connect(atMs)
            isUp = true
          }
          const left = happened === 'off' && node.state(false, index, atMs).mustLeave
          if (happened === 'on') node.state(true, index, atMs)
          if (happened === 'rebirth') node.command(rebirthMetric, true)
          if (happened === 'part') node.read(part(String(index), atMs), atMs)
          if (happened === 'kpi') node.read(kpi(index, atMs), atMs)
          // Nothing is said without a link; the one that leaves says its death first.
          if (!isUp) expect(node.said.slice(from)).toEqual([])
          if (left || (happened === 'lose' && isUp)) {
            node.lose()
            isUp = false
          }
        }
        let seq = -1
        for (const { verb, payload } of node.said) {
          if (verb === 'NBIRTH') seq = -1
          if (verb === 'NDEATH') continue
          seq = (seq + 1) % 256
          expect(payload.seq).toBe(seq)
        }
        // Nothing is lost: what was not said is held.
        const ids = node.said
          .filter(({ verb }) => verb === 'DDATA')
          .flatMap(({ payload }) =>
            payload.metrics.flatMap((one) => (one.alias === 10 ? [Number(one.value)] : [])),
          )
        const held = node
          .session()
          .held.flatMap(({ values }) => ('Part/Id' in values ? [Number(values['Part/Id'])] : []))
        expect([...ids, ...held]).toEqual(
          events.flatMap((happened, index) => (happened === 'part' ? [index] : [])),
        )
      }),
      { seed: 20_251_122, numRuns: 300 },
    )
  })

  it('the alias that stands for the part is the one that its birth gave', () => {
    expect(metric(of('DBIRTH')[0], 'Part/Id')?.alias).toBe(10)
  })

  it('qos is 1 for the death alone', () => {
    expect((['NBIRTH', 'NDATA', 'DBIRTH', 'DDATA', 'DDEATH', 'NDEATH'] as const).map(qosOf)).toEqual([
      0, 0, 0, 0, 0, 1,
    ])
  })
})
