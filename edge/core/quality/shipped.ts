import type { Assumptions } from '../../contract/assumption.ts'
import type { Rng } from '../../contract/port.ts'
import type { Shipped } from '../../contract/report.ts'
import { exactUpper } from './bound.ts'
import { type DeskLoad, simulateDesk } from './desk.ts'
import type { Counts } from './judgement.ts'
import { type Ends, endsOf, partsIn, sharesAt } from './labour.ts'
import { meanBound } from './mean-bound.ts'

/** Enough for a steady queue and a 95th percentile that another stream would hardly move. */
const partsAtDesk = 100_000

/**
 * What ships after review. Undecided parts go to the desk; those that find it full are held, neither shipped nor
 * scrapped. Confirming a refused part and auditing a passed one take time but change no verdict. Without both kinds
 * of part nothing is known of the desk, and every undecided part counts as reviewed.
 *
 * `upper95` is exact for any true shares: with m the reviewer's miss rate, escapes after review are at most
 * (1 − m) P(passed) + m P(passed or undecided), each by Clopper and Pearson at 97.5 %; it takes no credit for held parts.
 */
export function shippedOf(counts: Counts, a: Assumptions, rng: Rng): Shipped {
  const { defective, good } = endsOf(counts)
  const desk = deskOf(counts, a, rng.fork('desk'))
  const reviewed = 1 - (desk?.overflowShare ?? 0)
  const escapeRate = rateOf(defective, defective.ok + defective.review * reviewed * a.reviewMissRate)
  const passed = rateOf(good, good.ok + good.review * reviewed * (1 - a.reviewFalseRejectRate))
  return {
    escapeRate,
    upper95: escapesUpper(defective, a.reviewMissRate),
    falseReject: rateOf(good, good.notOk + good.review * reviewed * a.reviewFalseRejectRate),
    escapesPerMillionShipped:
      escapeRate === null || passed === null ? null : perMillion(a.prevalence, escapeRate, passed),
    deskWaitP95S: desk?.waitP95S ?? null,
    deskOverflow: desk?.overflowShare ?? null,
  }
}

/** A person alone, who looks at every part: what any model has to beat. */
export function manualBaseline(a: Assumptions): {
  escapeRate: number
  falseReject: number
  escapesPerMillionShipped: number | null
} {
  const { prevalence, manualMissRate: escapeRate, manualFalseRejectRate: falseReject } = a
  return {
    escapeRate,
    falseReject,
    escapesPerMillionShipped: perMillion(prevalence, escapeRate, 1 - falseReject),
  }
}

function deskOf(counts: Counts, a: Assumptions, rng: Rng): DeskLoad | null {
  const shares = sharesAt(counts, a.prevalence)
  const { partsPerHour, reviewS, deskSeats: seats, deskCapacity: capacity } = a
  const plan = { partsPerHour, reviewS, seats, capacity, hours: partsAtDesk / partsPerHour }
  return shares && simulateDesk({ ...plan, reviewShare: shares.review }, rng)
}

const rateOf = (ends: Ends, count: number): number | null =>
  partsIn(ends) === 0 ? null : count / partsIn(ends)

const escapesUpper = ({ ok, notOk, review }: Ends, missRate: number): number =>
  meanBound(
    [
      { value: 1, count: ok },
      { value: missRate, count: review },
      { value: 0, count: notOk },
    ],
    (k, n) => exactUpper(k, n, 0.975),
  )

/** Defective parts per million that ship; null where nothing does. */
function perMillion(prevalence: number, escapeRate: number, passedOfGood: number): number | null {
  const [escapes, passed] = [prevalence * escapeRate, (1 - prevalence) * passedOfGood]
  return escapes + passed === 0 ? null : (1e6 * escapes) / (escapes + passed)
}
