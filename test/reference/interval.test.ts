import { describe, expect, it } from 'vitest'
import { exactLower, exactUpper } from '../../edge/core/quality/bound.ts'
import { anytimeInterval } from '../../edge/core/quality/e-process.ts'
import { clopperPearson, type Interval, jeffreys, wilson } from '../../edge/core/quality/interval.ts'
import { rateVerdict } from '../../edge/core/quality/rate-verdict.ts'

/** errors, n, Clopper-Pearson, one-sided upper, Wilson, Jeffreys. */
type Golden = readonly [number, number, number, number, number, number, number, number, number]

const table: readonly Golden[] = [
  [0, 1000, 0, 0.00368208, 0.00299125, 0, 0.00382676, 0, 0.00250816],
  [1, 1000, 0.00002532, 0.00555892, 0.00473499, 0.00017655, 0.00564256, 0.00010792, 0.00466446],
  [2, 1000, 0.0002423, 0.00720584, 0.00628228, 0.00054864, 0.00726281, 0.00041583, 0.0064005],
  [4, 2000, 0.00054519, 0.00511281, 0.00457087, 0.00077803, 0.00513135, 0.00067546, 0.00474855],
  [3, 5000, 0.00012375, 0.00175244, 0.00154999, 0.00020407, 0.00176271, 0.00016901, 0.00160039],
  [10, 10000, 0.00047964, 0.00183826, 0.00169563, 0.00054329, 0.00183994, 0.00051426, 0.00177321],
  [12, 10000, 0.00062021, 0.00209522, 0.00194353, 0.0006866, 0.00209647, 0.00065615, 0.00203143],
  [20, 10000, 0.00122207, 0.00308716, 0.00290488, 0.00129511, 0.00308735, 0.00126116, 0.0030264],
  [5, 100, 0.01643188, 0.11283491, 0.10225338, 0.02154368, 0.11175047, 0.01933181, 0.10610007],
]

function expectInterval(interval: Interval, lower: number, upper: number): void {
  expect(interval.lower).toBeCloseTo(lower, 8)
  expect(interval.upper).toBeCloseTo(upper, 8)
}

describe('intervals of a proportion (golden values: science A1)', () => {
  it.each(table)('%i of %i', (k, n, cpLower, cpUpper, upper95, wLower, wUpper, jLower, jUpper) => {
    expectInterval(clopperPearson(k, n), cpLower, cpUpper)
    expect(exactUpper(k, n)).toBeCloseTo(upper95, 8)
    expectInterval(wilson(k, n), wLower, wUpper)
    expectInterval(jeffreys(k, n), jLower, jUpper)
  })

  it('without an error follow the closed form and the rule of three', () => {
    expect(exactUpper(0, 1497)).toBeCloseTo(1 - 0.05 ** (1 / 1497), 14)
    expect(exactUpper(0, 1497) * 1497).toBeCloseTo(3, 1)
  })

  it('of one error in one part refute no limit that they only reach', () => {
    expect(exactLower(1, 1)).toBe(0.05)
    expect(rateVerdict(1, 1, 0.05)).toBe('not-demonstrated')
  })

  it('show why Jeffreys is for display only: it would pass 0 of 1,497 early', () => {
    expect(jeffreys(0, 1497).upper).toBeCloseTo(0.001676, 6)
  })

  it('close at the ends', () => {
    for (const of of [clopperPearson, wilson, jeffreys]) {
      expect(of(0, 50).lower).toBe(0)
      expect(of(50, 50).upper).toBe(1)
    }
  })

  it('widen to (0.00000793, 0.00368832) for 3 of 5,000 with the Beta(1,1) mixture, at any time (A3)', () => {
    expectInterval(anytimeInterval(3, 5000, 1), 0.00000793, 0.00368832)
  })
})

describe('acceptance sampling: the quality accepted with a chance of 95 % and of 10 %, in percent (A5)', () => {
  it.each([
    [125, 0, 0.041, 1.8252],
    [500, 1, 0.0711, 0.7757],
    [800, 2, 0.1023, 0.6639],
    [1250, 3, 0.1094, 0.5337],
    [2000, 5, 0.1307, 0.4632],
  ])('n %i, c %i', (n, c, at95, at10) => {
    expect(100 * exactUpper(c, n, 0.05)).toBeCloseTo(at95, 4)
    expect(100 * exactUpper(c, n, 0.9)).toBeCloseTo(at10, 4)
  })
})

describe('bounds that other sections print', () => {
  it.each([
    ['the miss rate behind 99 % accuracy (A4)', 2, 20, 0.28261852, 8],
    ['no miss in 48 trials (A6)', 0, 48, 0.0605, 4],
    ...[0, 1, 3, 5, 7, 8].map(
      (k, index) =>
        [
          `${k} errors in 7,000 auto-decided parts (A9)`,
          k,
          7000,
          [0.0004279, 0.0006775, 0.0011073, 0.0015013, 0.0018775, 0.0020611][index] ?? 0,
          7,
        ] as const,
    ),
  ] as const)('%s', (_, k, n, golden, digits) => {
    expect(exactUpper(k, n)).toBeCloseTo(golden, digits)
  })

  it('two-sided: 2 of 20 (A4) and 42 of 50 (A6)', () => {
    expectInterval(clopperPearson(2, 20), 0.01234853, 0.31698271)
    expectInterval(clopperPearson(42, 50), 0.70887369, 0.92829923)
  })

  it('the exact lower bound mirrors', () => {
    expect(exactLower(7, 50)).toBeCloseTo(1 - exactUpper(43, 50), 12)
  })
})
