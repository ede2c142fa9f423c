import { describe, expect, it } from 'vitest'
import { CloudEvent, eachOf, topicName, topics } from '../../edge/contract/event.ts'
import { type EventDraft, eventOf } from '../../edge/core/event.ts'
import { place, sampleData, startMs } from '../io/sample-data.ts'

const draftOf = (topic: keyof typeof topics): EventDraft =>
  ({
    ...{ topic, runId: 'run-1', timeMs: startMs, data: sampleData[topic] },
    ...(eachOf(topic) === null ? {} : { item: 'thing' }),
  }) as EventDraft

describe('eventOf', () => {
  for (const topic of Object.keys(topics) as (keyof typeof topics)[]) {
    it(`tells a ${topic} so that it comes back whole through its schema`, () => {
      const row = eventOf(draftOf(topic), place, 42)
      const event = CloudEvent.parse(JSON.parse(row.payload))
      expect(topics[topic].data.parse(event.data)).toEqual(sampleData[topic])
      expect(topicName(row.topic)).toBe(topic)
      expect([row.qos, row.retain]).toEqual([topics[topic].qos, topics[topic].retain])
    })
  }

  it('fills the envelope as CloudEvents and our topic tree ask', () => {
    const draft: EventDraft = {
      topic: 'result',
      runId: 'run-1',
      subject: 'strip-1',
      timeMs: startMs,
      data: sampleData.result,
    }
    const row = eventOf(draft, place, 42)
    expect(JSON.parse(row.payload)).toMatchObject({
      specversion: '1.0',
      id: 'run-1.result.strip-1',
      source: place.prefix,
      type: 'org.jidoka.result.v1',
      subject: 'strip-1',
      time: '2026-03-01T08:00:00.000Z',
      datacontenttype: 'application/json',
      sequence: '000000000042',
      streamid: 'book-1',
    })
    expect(row).toMatchObject({ sequence: 42, id: 'run-1.result.strip-1', topic: `${place.prefix}/result` })
  })

  it('names an event about no part by its sequence', () => {
    expect(eventOf(draftOf('kpi'), place, 7).id).toBe('run-1.kpi.7')
  })

  it('gives sequences that sort as text', () => {
    const texts = [9, 10, 99, 100_000].map((sequence) =>
      CloudEvent.parse(JSON.parse(eventOf(draftOf('kpi'), place, sequence).payload)),
    )
    const sequences = texts.map((event) => event.sequence)
    expect(sequences.toSorted()).toEqual(sequences)
  })

  it('leaves out what the schema does not know: no truth rides along', () => {
    const data = { ...sampleData.result, truth: { isDefective: true } }
    const row = eventOf(
      { topic: 'result', runId: 'run-1', subject: 'strip-1', timeMs: startMs, data },
      place,
      1,
    )
    expect(row.payload).not.toContain('truth')
  })

  it('refuses data that does not fit, and names the field', () => {
    const data = { ...sampleData.result, score: Number.NaN }
    const draft: EventDraft = { topic: 'result', runId: 'run-1', timeMs: startMs, data }
    expect(() => eventOf(draft, place, 1)).toThrow(/'score'/)
  })
})
