import type { Assumptions } from '../../contract/assumption.ts'
import type { Labour } from '../../contract/report.ts'
import { exactLower, exactUpper } from './bound.ts'
import type { Counts } from './judgement.ts'
import { endsOf, priceOf, type Shares, secondsPerPart, sharesAt } from './labour.ts'
import { meanBound } from './mean-bound.ts'

export type CashItem =
  | 'inspection'
  | 'review'
  | 'confirm'
  | 'audit'
  | 'escapes'
  | 'falseRejects'
  | 'retraining'
  | 'upkeep'

/** By a person who looks at every part, and by the model with its reviewers. */
interface Pair {
  readonly byHand: number
  readonly withAi: number
}

/** Money a year. */
export type CashRow = Pair & { readonly item: CashItem }

export interface CashSheet {
  readonly partsPerYear: number
  /** Of people, a year. */
  readonly hours: Pair
  readonly people: Pair
  readonly rows: readonly CashRow[]
  /** Sums of the rows, and what is left over a year. */
  readonly perYear: Pair & { readonly saving: number }
  readonly once: { readonly hardware: number; readonly setUp: number; readonly total: number }
  /** null: never. */
  readonly paybackMonths: number | null
  /** At the best and the worst that the run's rates can be, together 95 % sure; null: never. */
  readonly paybackMonthsRange: [number | null, number | null]
  /** null beside a payback: it pays at any rate; null without: at none. */
  readonly neverPaysUnderPartsPerHour: number | null
}

/**
 * One year in money, by hand and with the model; null where one kind of part was never seen. People are paid for the
 * seconds that they work: parts that the desk could not take are looked at later, at the same wage and as well.
 */
export function cashSheet(counts: Counts, a: Assumptions): CashSheet | null {
  const shares = sharesAt(counts, a.prevalence)
  if (!shares) return null
  const partsPerYear = a.partsPerHour * a.hoursPerYear
  const rows = rowsOf(counts, a)
  const sum = (side: keyof Pair) => rows.reduce((total, row) => total + row[side], 0)
  const [byHand, withAi] = [sum('byHand'), sum('withAi')]
  const hours = hoursOf(shares, a)
  const people = (of: number) => of / a.hoursPerPersonPerYear
  return {
    partsPerYear,
    hours,
    people: { byHand: people(hours.byHand), withAi: people(hours.withAi) },
    rows,
    perYear: { byHand, withAi, saving: byHand - withAi },
    once: { hardware: a.hardware, setUp: a.setUp, total: a.hardware + a.setUp },
    ...payback(counts, a),
  }
}

/** What a report says of labour and money; all null where one kind of part was never seen. */
export function labourOf(counts: Counts, a: Assumptions): Labour {
  const sheet = cashSheet(counts, a)
  return {
    ...priceOf(counts, a),
    paybackMonths: sheet?.paybackMonths ?? null,
    paybackMonthsRange: sheet?.paybackMonthsRange ?? [null, null],
    neverPaysUnderPartsPerHour: sheet?.neverPaysUnderPartsPerHour ?? null,
    assumptions: a,
  }
}

type Kind = 'defective' | 'good'

/** What one part costs under an item: by hand by what it is, with the model also by what the model says of it. */
interface Price {
  readonly item: CashItem
  readonly byHand: Readonly<Record<Kind, number>>
  readonly withAi: Readonly<Record<Kind, Shares>>
}

const free: Shares = { ok: 0, notOk: 0, review: 0 }
const both = <T>(value: T): Record<Kind, T> => ({ defective: value, good: value })

function pricesOf(a: Assumptions): Price[] {
  const [inspector, reviewer] = [a.wageManualPerHour / 3600, a.wageReviewPerHour / 3600]
  const { costPerEscape: missed, costPerFalseReject: scrapped } = a
  return [
    { item: 'inspection', byHand: both(a.manualS * inspector), withAi: both(free) },
    { item: 'review', byHand: both(0), withAi: both({ ...free, review: a.reviewS * reviewer }) },
    { item: 'confirm', byHand: both(0), withAi: both({ ...free, notOk: a.confirmS * reviewer }) },
    { item: 'audit', byHand: both(0), withAi: both({ ...free, ok: a.auditShare * a.manualS * inspector }) },
    {
      item: 'escapes',
      byHand: { defective: a.manualMissRate * missed, good: 0 },
      withAi: { defective: { ok: missed, notOk: 0, review: a.reviewMissRate * missed }, good: free },
    },
    {
      item: 'falseRejects',
      byHand: { defective: 0, good: a.manualFalseRejectRate * scrapped },
      withAi: {
        defective: free,
        good: { ok: 0, notOk: scrapped, review: a.reviewFalseRejectRate * scrapped },
      },
    },
  ]
}

/** What a part of production costs, of these items together; `bound` of what it costs with the model. */
function costPerPart(prices: readonly Price[], counts: Counts, prevalence: number, bound: Bound): Pair {
  const ends = endsOf(counts)
  const weigh = (costOf: (kind: Kind) => number) =>
    prevalence * costOf('defective') + (1 - prevalence) * costOf('good')
  const valued = (kind: Kind, end: keyof Shares) => ({
    value: prices.reduce((sum, { withAi }) => sum + withAi[kind][end], 0),
    count: ends[kind][end],
  })
  return {
    byHand: weigh((kind) => prices.reduce((sum, { byHand }) => sum + byHand[kind], 0)),
    withAi: weigh((kind) =>
      meanBound([valued(kind, 'ok'), valued(kind, 'notOk'), valued(kind, 'review')], bound),
    ),
  }
}

function rowsOf(counts: Counts, a: Assumptions): CashRow[] {
  const parts = a.partsPerHour * a.hoursPerYear
  const byPart = pricesOf(a).map((price) => {
    const { byHand, withAi } = costPerPart([price], counts, a.prevalence, seenShare)
    return { item: price.item, byHand: parts * byHand, withAi: parts * withAi }
  })
  return [
    ...byPart,
    { item: 'retraining', byHand: 0, withAi: a.retrainingPerYear },
    { item: 'upkeep', byHand: 0, withAi: a.upkeepPerYear },
  ]
}

function hoursOf(shares: Shares, a: Assumptions): Pair {
  const hours = (seconds: number) => (a.partsPerHour * a.hoursPerYear * seconds) / 3600
  const { review, confirm, audit } = secondsPerPart(shares, a)
  return { byHand: hours(a.manualS), withAi: hours(review + confirm + audit) }
}

type Bound = (k: number, n: number) => number
const seenShare: Bound = (k, n) => k / n

/** Two binomial bounds for each kind of part and side: together the range holds with 95 %. */
const confidence = 1 - 0.05 / 8
const worst: Bound = (k, n) => exactUpper(k, n, confidence)
const best: Bound = (k, n) => exactLower(k, n, confidence)

function payback(counts: Counts, a: Assumptions) {
  const yearly = a.retrainingPerYear + a.upkeepPerYear
  const prices = pricesOf(a)
  const savingPerPart = (bound: Bound) => {
    const { byHand, withAi } = costPerPart(prices, counts, a.prevalence, bound)
    return byHand - withAi
  }
  const months = (bound: Bound): number | null => {
    const saving = a.partsPerHour * a.hoursPerYear * savingPerPart(bound) - yearly
    return saving > 0 ? (12 * (a.hardware + a.setUp)) / saving : null
  }
  const perPart = savingPerPart(seenShare)
  const range: CashSheet['paybackMonthsRange'] = [months(best), months(worst)]
  return {
    paybackMonths: months(seenShare),
    paybackMonthsRange: range,
    neverPaysUnderPartsPerHour: perPart > 0 && yearly > 0 ? yearly / (perPart * a.hoursPerYear) : null,
  }
}
