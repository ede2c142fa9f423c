import { describe, expect, it } from 'vitest'
import { latencyVerdict } from '../../edge/core/quality/latency-verdict.ts'

const spread = (n: number, msAtTop: number) => Array.from({ length: n }, (_, i) => (msAtTop * (i + 1)) / n)

describe('the verdict on milliseconds', () => {
  it('needs 299 parts for any bound on p99 (golden: science A11)', () => {
    expect(latencyVerdict(spread(298, 1), 10)).toMatchObject({ verdict: 'not-demonstrated', upper95Ms: null })
    expect(latencyVerdict(spread(299, 1), 10)).toMatchObject({ verdict: 'demonstrated', upper95Ms: 1 })
  })

  it('takes the one-sided upper rank 996 of 1,000 and 9,917 of 10,000 (golden: science A11)', () => {
    expect(latencyVerdict(spread(1000, 1000), 10).upper95Ms).toBe(996)
    expect(latencyVerdict(spread(10_000, 10_000), 10).upper95Ms).toBe(9917)
  })

  it('refutes when even the lower bound is over the limit, and leaves open what lies between', () => {
    expect(latencyVerdict(spread(1000, 20), 10).verdict).toBe('refuted')
    expect(latencyVerdict(spread(1000, 10.1), 10).verdict).toBe('not-demonstrated')
  })
})
