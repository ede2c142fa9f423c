import { describe, expect, it } from 'vitest'
import type { OutboxRow } from '../../edge/contract/port.ts'
import { type Evidence, judge } from './judge.ts'

const row = (sequence: number, name: string, payload = `${name} ${sequence}`): OutboxRow => ({
  ...{
    sequence,
    id: `run.${name}.${sequence}`,
    topic: `a/_inspect/v1/${name}`,
    qos: 1,
    retain: false,
    payload,
  },
})
const gap = (sequence: number, firstSequence: number, lastSequence: number, count: number): OutboxRow =>
  row(
    sequence,
    'gap',
    JSON.stringify({ data: { firstSequence, lastSequence, count, topics: { result: count } } }),
  )

/** What is judged, where the ear heard what the book gives and everything of it was promised. */
function evidence(rows: readonly OutboxRow[], other: Partial<Evidence> = {}): Evidence {
  const heard = new Map(rows.map(({ id, payload }) => [id, payload]))
  return {
    promised: new Set(heard.keys()),
    aside: new Set(),
    ear: { heard, contradictions: [], duplicates: 0 },
    ...{ replayed: rows, waiting: 0, deadLetters: 0, excused: new Set<string>(), mustHear: false, ...other },
  }
}
const faultsIn = (found: Evidence) =>
  Object.fromEntries(Object.entries(judge(found).faults).filter(([, ids]) => ids.length > 0))

describe('the judge of the swarm', () => {
  const rows = [row(1, 'result'), row(2, 'result'), row(3, 'defect')]
  const without = (sequence: number) => rows.filter((kept) => kept.sequence !== sequence)
  const promised = new Set(rows.map(({ id }) => id))

  it('finds nothing where all was heard or is replayed', () => {
    expect(faultsIn(evidence(rows))).toEqual({})
    expect(judge({ ...evidence(rows), ear: evidence(without(2)).ear })).toMatchObject({ onlyReplayed: 1 })
  })

  it('misses a promise that is kept nowhere, unless its book was spoilt', () => {
    expect(faultsIn(evidence(rows.slice(0, 2), { promised }))).toEqual({ lost: ['run.defect.3'] })
    expect(faultsIn(evidence(rows.slice(0, 2), { promised, aside: promised }))).toEqual({})
  })

  it('forgives what a gap tells of, and never a defect', () => {
    const told = gap(4, 2, 2, 1)
    expect(faultsIn(evidence([...without(2), told], { promised }))).toEqual({})
    expect(faultsIn(evidence([...without(3), gap(4, 3, 3, 1)], { promised }))).toEqual({
      lost: ['run.defect.3'],
    })
    expect(faultsIn(evidence([...without(2), gap(4, 2, 2, 2)], { promised }))).toEqual({ untold: [2] })
    expect(faultsIn(evidence([...without(2), gap(4, 3, 3, 1)], { promised }))).toEqual({ untold: [2] })
  })

  it('finds a hole that no gap tells of', () => {
    expect(faultsIn(evidence(without(2)))).toEqual({ untold: [2] })
  })

  it('finds one id with two payloads, and what nobody delivers', () => {
    const other = rows.map((one) => (one.sequence === 2 ? row(2, 'result', 'otherwise') : one))
    expect(faultsIn({ ...evidence(rows), ear: evidence(other).ear })).toEqual({
      contradictory: ['run.result.2'],
    })
    expect(faultsIn(evidence(rows, { waiting: 3 }))).toEqual({ undelivered: [3] })
    const deaf = { ...evidence(rows, { mustHear: true }), ear: evidence(without(2)).ear }
    expect(faultsIn(deaf)).toEqual({ undelivered: ['run.result.2'] })
    expect(faultsIn({ ...deaf, excused: new Set(['run.result.2']) })).toEqual({})
  })
})
