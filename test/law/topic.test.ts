import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { BoardState } from '../../edge/contract/api.ts'
import {
  CloudEvent,
  eachOf,
  type TopicName,
  topicName,
  topicPrefix,
  topics,
} from '../../edge/contract/event.ts'
import { arbitraryOf } from './json-schema-arbitrary.ts'

const schemas: Readonly<Record<string, z.ZodType>> = {
  ...Object.fromEntries(Object.entries(topics).map(([name, { data }]) => [name, data])),
  'the envelope': CloudEvent,
  'the state of the board': BoardState,
}

describe('what is said on the bus', () => {
  for (const [name, schema] of Object.entries(schemas)) {
    it(`${name} comes back from JSON as it was said`, () => {
      fc.assert(
        fc.property(arbitraryOf(schema), (value) => {
          expect(schema.parse(JSON.parse(JSON.stringify(value)))).toEqual(value)
        }),
        { seed: 20_251_122, numRuns: 50 },
      )
    })

    it(`${name} is refused when a field has another form`, () => {
      fc.assert(
        fc.property(arbitraryOf(schema), (value) => {
          const [first] = Object.keys(value as object).filter((field) => field !== 'data')
          return !schema.safeParse({ ...(value as object), [first ?? '']: { not: 'this' } }).success
        }),
        { seed: 20_251_122, numRuns: 20 },
      )
    })
  }

  it('every topic is known by its last level, under any place', () => {
    const place = { root: 'a', enterprise: 'b', site: '厂', area: 'd', line: 'e', cell: 'f' }
    for (const name of Object.keys(topics) as TopicName[]) {
      const of = (rest: string) => topicName(`${topicPrefix(place)}/${name}${rest}`)
      const isOne = eachOf(name) !== null
      expect([of(''), of('/a-b.c'), of('/a/b')]).toEqual([isOne ? null : name, isOne ? name : null, null])
    }
    expect(topicName(`${topicPrefix(place)}/rumour`)).toBeNull()
  })

  it('states are retained and events are not, so that a newcomer sees no old part', () => {
    const retained = Object.entries(topics)
      .filter(([, { retain }]) => retain)
      .map(([name]) => name)
    expect(retained.sort()).toEqual([
      'alarm',
      'audit',
      'condition',
      'info',
      'kpi',
      'station',
      'status',
      'thresholds',
      'verification',
    ])
  })
})
