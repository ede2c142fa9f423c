import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rngFromSeed } from '../../datasets/rng.ts'
import type { Inspection } from '../../edge/contract/inspection.ts'
import {
  evidenceAgainstClaim,
  evidenceForClaim,
  settlingEvidence,
} from '../../edge/core/quality/e-process.ts'
import { endingOf, type SequentialTest, sprt } from '../../edge/core/quality/sequential.ts'
import { emptyLedger, verify } from '../../edge/core/quality/verification.ts'

const inspection: Inspection = {
  line: 'test',
  partId: 'test',
  sequence: 0,
  evaluation: 'OK',
  score: 0.5,
  reason: 'between-thresholds',
  detail: '',
  defects: [],
  isSimulated: true,
}

/** The live verdict as a sequential test: accepted is demonstrated, rejected is refuted. */
function live(limit: number): SequentialTest {
  let [most, least] = [-1, 1]
  return {
    acceptAtMost: (n) => {
      while (evidenceForClaim(most + 1, n, limit) >= settlingEvidence) most++
      return most
    },
    rejectAtLeast: (n) => {
      while (least <= n && evidenceAgainstClaim(least, n, limit) < settlingEvidence) least++
      return least
    },
  }
}

describe('live evidence may be looked at after every part (laws: science E)', () => {
  it.each([
    [0.002, 10_000],
    [0.1, 2000],
  ])('and at a rate of exactly %f says neither verdict in more than 5 %% of cases', (limit, parts) => {
    const { accepted, rejected } = endingOf(live(limit), limit, parts)
    for (const share of [accepted, rejected]) {
      expect(share).toBeGreaterThan(0.005)
      expect(share).toBeLessThanOrEqual(0.05)
    }
  })

  it('while it refutes a system five times over the limit almost surely', () => {
    expect(endingOf(live(0.002), 0.01, 5000).rejected).toBeGreaterThan(0.99)
  })

  it('as does the ledger of a run, in as many of 400 seeded runs as the recursion says', () => {
    const rng = rngFromSeed(3)
    const runs = 400
    const verdicts = Array.from({ length: runs }, () => {
      let ledger = emptyLedger
      for (let part = 0; part < 400 && ledger.verdict === 'not-demonstrated'; part++)
        ledger = verify(ledger, inspection, { isDefective: rng.next() < 0.1, marks: [] }, 0.1)
      return ledger.verdict
    })
    const { accepted, rejected } = endingOf(live(0.1), 0.1, 400)
    const expected = { demonstrated: accepted, refuted: rejected }
    for (const [verdict, share] of Object.entries(expected)) {
      expect(share).toBeLessThan(0.05)
      const seen = verdicts.filter((said) => said === verdict).length / runs
      expect(Math.abs(seen - share)).toBeLessThan(3 * Math.sqrt((share * (1 - share)) / runs))
    }
  })
})

describe('the sequential test of Wald (laws: science A3)', () => {
  it('errs at most alpha / (1 - beta) and beta / (1 - alpha), whatever its order', () => {
    const order = fc.record({
      p0: fc.double({ min: 0.005, max: 0.05, noNaN: true }),
      ratio: fc.double({ min: 2, max: 5, noNaN: true }),
      alpha: fc.double({ min: 0.01, max: 0.3, noNaN: true }),
      beta: fc.double({ min: 0.01, max: 0.3, noNaN: true }),
    })
    fc.assert(
      fc.property(order, ({ p0, ratio, alpha, beta }) => {
        const test = sprt({ p0, p1: p0 * ratio, alpha, beta })
        expect(endingOf(test, p0).rejected).toBeLessThanOrEqual(alpha / (1 - beta) + 1e-9)
        expect(endingOf(test, p0 * ratio).accepted).toBeLessThanOrEqual(beta / (1 - alpha) + 1e-9)
      }),
      { numRuns: 50 },
    )
  })
})
