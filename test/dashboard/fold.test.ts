import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  addCounts,
  beltLength,
  countsOf,
  type EvidencePoint,
  extendBelt,
  extendPath,
  foldOutcomes,
  hasGap,
  noCounts,
  totalOf,
} from '../../dashboard/fold.ts'
import { aResult, aVerification, results } from './result.ts'

describe('the belt', () => {
  it('keeps the newest 64 parts in the order of the run, each once, however they arrive', () => {
    fc.assert(
      fc.property(fc.array(fc.array(fc.integer({ min: 0, max: 200 }))), (batches) => {
        const belt = batches.reduce(
          (known, batch) =>
            extendBelt(
              known,
              batch.map((sequence) => aResult(sequence)),
            ),
          extendBelt([], []),
        )
        const sequences = belt.map((part) => part.sequence)
        expect(sequences.length).toBeLessThanOrEqual(beltLength)
        expect(sequences).toEqual([...new Set(sequences)].sort((a, b) => a - b))
        expect(sequences.at(-1)).toBe(batches.flat().length > 0 ? Math.max(...batches.flat()) : undefined)
      }),
      { numRuns: 50 },
    )
  })

  it('takes a repeated event as the same part', () => {
    expect(extendBelt(results(0, 3), results(1, 3)).map((part) => part.sequence)).toEqual([0, 1, 2, 3])
  })

  it('sees a gap when many parts are missing, and none when parts only overtook each other', () => {
    expect(hasGap(results(0, 10), results(60, 2))).toBe(true)
    expect(hasGap(results(0, 10), results(12, 2))).toBe(false)
    expect(hasGap([], results(500, 1))).toBe(false)
  })
})

describe('outcomes', () => {
  it('are remembered for longer than a part is on the belt, and not for ever', () => {
    let known = foldOutcomes(new Map(), [{ partId: 'part-0', outcome: 'escape' }])
    known = foldOutcomes(
      known,
      results(1, 64).map(({ partId }) => ({ partId, outcome: 'correct' })),
    )
    expect(known.get('part-0')).toBe('escape')
    for (let from = 65; from < 1000; from += 64) {
      known = foldOutcomes(
        known,
        results(from, 64).map(({ partId }) => ({ partId, outcome: 'correct' })),
      )
    }
    expect(known.has('part-0')).toBe(false)
    expect(known.size).toBeLessThanOrEqual(4 * beltLength)
  })
})

describe('the path of the evidence', () => {
  const evidence = (decided: number, eDemonstrate = 1, eRefute = 1) => ({
    ...aVerification(decided).evidence,
    eDemonstrate,
    eRefute,
  })

  it('grows by a point in log10 and replaces a point of the same count', () => {
    let path = extendPath([], evidence(100, 10, 0.1))
    path = extendPath(path, evidence(100, 100, 0.01))
    path = extendPath(path, evidence(200, 1, 1))
    expect(path).toEqual([
      { decided: 100, demonstrate: 2, refute: -2 },
      { decided: 200, demonstrate: 0, refute: 0 },
    ])
  })

  it('stays drawable when the evidence is nought or beyond all bounds', () => {
    expect(extendPath([], evidence(10, 0, 1e299))).toEqual([{ decided: 10, demonstrate: -3, refute: 6 }])
  })

  it('starts again with a new run', () => {
    expect(extendPath(extendPath([], evidence(500)), evidence(7)).map((point) => point.decided)).toEqual([7])
  })

  it('never grows beyond its bound, and keeps its first and its last point', () => {
    let path: readonly EvidencePoint[] = []
    for (let decided = 1; decided <= 5000; decided++) path = extendPath(path, evidence(decided))
    expect(path.length).toBeLessThanOrEqual(1201)
    expect([path[0]?.decided, path.at(-1)?.decided]).toEqual([1, 5000])
  })
})

describe('counts', () => {
  it('come from the tally by evaluation, whatever the truth', () => {
    const counts = countsOf(aVerification(100).tally)
    expect(counts).toEqual({ OK: 95, NotOK: 5, NotDecidable: 9 })
    expect(totalOf(counts)).toBe(109)
  })

  it('are kept by hand where the truth is unknown', () => {
    const counts = addCounts(noCounts, [aResult(1), aResult(2, { evaluation: 'NotOK' }), aResult(3)])
    expect(counts).toEqual({ OK: 2, NotOK: 1, NotDecidable: 0 })
  })
})
