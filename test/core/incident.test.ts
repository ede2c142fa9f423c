import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ResultData } from '../../edge/contract/event.ts'
import type { IncidentData } from '../../edge/contract/incident.ts'
import { closed, noIncidents, withResult } from '../../edge/core/incident.ts'
import { sampleResult } from '../io/sample-data.ts'

const ok = (sequence: number): ResultData => ({
  ...sampleResult(sequence),
  evaluation: 'OK',
  defects: [],
  score: 0.01,
})
const undecided = (sequence: number): ResultData => ({
  ...sampleResult(sequence),
  ...{ evaluation: 'NotDecidable', reason: 'between-thresholds', score: 0.5 },
})
const defective = (sequence: number, defect: string, score = 0.9): ResultData => {
  const part = sampleResult(sequence)
  return { ...part, score, defects: part.defects.map((mark) => ({ ...mark, class: defect, score })) }
}

/** Every message and every membership of a run, with the last words. */
function play(results: readonly ResultData[], gapParts: number) {
  let incidents = noIncidents
  const told: IncidentData[] = []
  const members = results.map((result) => {
    const step = withResult(incidents, result, gapParts)
    incidents = step.incidents
    told.push(...step.told)
    return step.incidentId
  })
  return { members, told: [...told, ...closed(incidents)] }
}

function grouped<T, Key>(items: readonly T[], keyOf: (item: T) => Key): Map<Key, T[]> {
  const groups = new Map<Key, T[]>()
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item])
  return groups
}

describe('incidents', () => {
  it('one for a run of the same defect, told when it opens, doubles and closes', () => {
    const scores = [0.9, 0.95, 0.91, 0.92, 0.93]
    const run = scores.map((score, index) => defective(index, 'scratch', score))
    const { told, members } = play([...run, ...[5, 6, 7].map(ok)], 2)
    expect(new Set(members.slice(0, 5)).size).toBe(1)
    expect(told.map(({ phase, parts }) => `${phase} ${parts}`)).toEqual([
      ...['opened 1', 'updated 2', 'updated 4', 'closed 5'],
    ])
    expect(told.at(-1)).toMatchObject({
      ...{ defect: 'scratch', firstPartId: 'strip-0', lastPartId: 'strip-4' },
      ...{
        worstPartId: 'strip-1',
        worstScore: 0.95,
        since: run[0]?.creationTime,
        until: run[4]?.creationTime,
      },
    })
  })

  it('ends after exactly `gapParts` parts without it', () => {
    const gap = (parts: number) => [
      defective(0, 'pit'),
      ...Array.from({ length: parts }, (_, index) => ok(index + 1)),
    ]
    const idsAfter = (parts: number) =>
      play([...gap(parts), defective(parts + 1, 'pit')], 3).members.filter((id) => id !== null)
    expect(new Set(idsAfter(2)).size).toBe(1)
    expect(new Set(idsAfter(3)).size).toBe(2)
  })

  it('keeps two defects, and what is undecided, apart while they overlap', () => {
    const { members } = play(
      [defective(0, 'pit'), defective(1, 'scratch'), undecided(2), defective(3, 'pit')],
      5,
    )
    expect(members.map((id) => members.indexOf(id))).toEqual([0, 1, 2, 0])
  })

  it('names the mark with the highest score', () => {
    const [mark] = sampleResult(0).defects
    if (!mark) throw new Error('the sample has no mark')
    const both = {
      ...sampleResult(0),
      defects: [
        { ...mark, score: 0.6 },
        { ...mark, class: 'pit', score: 0.8 },
      ],
    }
    expect(play([both], 1).told[0]?.defect).toBe('pit')
  })

  const line = fc.array(fc.constantFrom('OK', 'NotDecidable', 'scratch', 'pit', 'inclusion'), {
    maxLength: 200,
  })
  const resultsOf = (kinds: readonly string[]) =>
    kinds.map((kind, index) =>
      kind === 'OK' ? ok(index) : kind === 'NotDecidable' ? undecided(index) : defective(index, kind),
    )

  it('every defect belongs to exactly one incident, which tells its number of parts when it closes', () => {
    fc.assert(
      fc.property(line, fc.integer({ min: 0, max: 30 }), (kinds, gapParts) => {
        const results = resultsOf(kinds)
        const { members, told } = play(results, gapParts)
        expect(members.map((id) => id === null)).toEqual(results.map(({ evaluation }) => evaluation === 'OK'))
        const last = told.filter(({ phase }) => phase === 'closed')
        const counts = Object.fromEntries(last.map(({ incidentId, parts }) => [incidentId, parts]))
        const belonging = grouped(
          members.filter((id) => id !== null),
          (id) => id,
        )
        expect(counts).toEqual(Object.fromEntries([...belonging].map(([id, parts]) => [id, parts.length])))
        expect(last.length).toBe(belonging.size)
      }),
      { seed: 20_251_122 },
    )
  })

  it('are said in few messages: one when each opens, one when it closes, and one each time that it doubles', () => {
    fc.assert(
      fc.property(line, fc.integer({ min: 0, max: 30 }), (kinds, gapParts) => {
        for (const messages of grouped(
          play(resultsOf(kinds), gapParts).told,
          ({ incidentId }) => incidentId,
        ).values()) {
          const parts = messages.at(-1)?.parts ?? 0
          expect(messages.map(({ phase }) => phase)).toEqual([
            'opened',
            ...Array.from({ length: Math.floor(Math.log2(parts)) }, () => 'updated'),
            'closed',
          ])
        }
      }),
      { seed: 20_251_122 },
    )
  })
})
