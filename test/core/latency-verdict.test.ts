import { describe, expect, it } from 'vitest'
import { latencyVerdict, tailBounds } from '../../edge/core/quality/latency-verdict.ts'

const boundsOf = (n: number, msAtTop: number) =>
  tailBounds(Array.from({ length: n }, (_, i) => (msAtTop * (i + 1)) / n))

describe('the verdict on milliseconds', () => {
  it('needs 299 parts for any bound on p99 (golden: science A11)', () => {
    expect(boundsOf(298, 1).p99Upper95).toBeNull()
    expect(latencyVerdict(boundsOf(298, 1), 10)).toBe('not-demonstrated')
    expect(boundsOf(299, 1).p99Upper95).toBe(1)
    expect(latencyVerdict(boundsOf(299, 1), 10)).toBe('demonstrated')
  })

  it('takes the one-sided upper rank 996 of 1,000 and 9,917 of 10,000 (golden: science A11)', () => {
    expect(boundsOf(1000, 1000).p99Upper95).toBe(996)
    expect(boundsOf(10_000, 10_000).p99Upper95).toBe(9917)
  })

  it('refutes when even the lower bound is over the limit, and leaves open what lies between', () => {
    expect(latencyVerdict(boundsOf(1000, 20), 10)).toBe('refuted')
    expect(latencyVerdict(boundsOf(1000, 10.1), 10)).toBe('not-demonstrated')
  })
})
