import type { Verdict } from '../../contract/claim.ts'
import type { ClassJudgement, Judgement, LimitedRate } from '../../contract/judgement.ts'
import { exactUpper } from './bound.ts'
import { a90By95, detectionCurve, type Sighting } from './detection.ts'
import { jointVerdict, rateVerdict } from './rate-verdict.ts'
import { smallestSample } from './sample-size.ts'
import { sentenceOf } from './sentence.ts'

/** `count` of `n` parts. */
export interface Share {
  readonly count: number
  readonly n: number
}

/** What was counted: errors of all decided parts, escapes of the defective, false rejects of the good ones. */
export interface Counts {
  readonly wrong: Share
  readonly escape: Share
  readonly falseReject: Share
  readonly undecided: { readonly good: number; readonly defective: number }
  readonly classes: readonly ClassCount[]
}

export interface ClassCount {
  readonly class: string
  readonly escape: Share
  readonly sightings: readonly Sighting[]
}

/** What must be shown; each over 0 and under 1. */
export interface Limits {
  readonly claim: number
  readonly maxEscapeRate: number
  readonly maxFalseRejectRate: number
}

/**
 * Judges counts against a claim. Accuracy is judged as worded; the whole is demonstrated only if the upper bounds of
 * escapes and false rejects keep their limits too, so that a system which passes everything never is; it is refuted
 * if any of the three is, each by its own one-sided 95 % bound.
 */
export function judge(counts: Counts, limits: Limits): Judgement {
  const { wrong, undecided, classes } = counts
  const escapes = limitedRate(counts.escape, limits.maxEscapeRate)
  const falseRejects = limitedRate(counts.falseReject, limits.maxFalseRejectRate)
  const accuracy = accuracyOf(wrong, limits.claim)
  const verdict = jointVerdict([accuracy.verdict, escapes.verdict, falseRejects.verdict])
  const open = undecided.good + undecided.defective
  const parts = Math.max(wrong.n, escapes.n + falseRejects.n) + open
  const isSettled = verdict !== 'not-demonstrated'
  const judgement = {
    parts,
    verdict,
    accuracy,
    strictAccuracy: rateOf({ count: wrong.n - wrong.count, n: wrong.n + open }),
    escape: escapes,
    falseReject: falseRejects,
    notDecidable: notDecidable(undecided, parts),
    perClass: classes.map(judgeClass),
    partsToSettle: isSettled
      ? 0
      : Math.max(accuracy.partsToSettle, escapes.partsToSettle + falseRejects.partsToSettle),
  }
  return { ...judgement, sentence: sentenceOf(judgement) }
}

const rateOf = ({ count, n }: Share): number | null => (n === 0 ? null : count / n)

function notDecidable({ good, defective }: Counts['undecided'], parts: number) {
  const undecided = { count: good + defective, n: parts }
  return { ...undecided, rate: rateOf(undecided), good, defective }
}

function accuracyOf({ count, n }: Share, claim: number): Judgement['accuracy'] {
  // 1 - 0.998 is a hair over 0.002.
  const limit = Number((1 - claim).toPrecision(12))
  const verdict = rateVerdict(count, n, limit)
  return {
    claim,
    errors: count,
    n,
    value: rateOf({ count: n - count, n }),
    lower95: 1 - exactUpper(count, n),
    verdict,
    partsToSettle: partsToSettle({ count, n }, limit, verdict),
  }
}

function limitedRate({ count, n }: Share, limit: number): LimitedRate {
  const verdict = rateVerdict(count, n, limit)
  return {
    count,
    n,
    rate: rateOf({ count, n }),
    upper95: exactUpper(count, n),
    limit,
    verdict,
    partsToSettle: partsToSettle({ count, n }, limit, verdict),
  }
}

const partsToSettle = ({ count, n }: Share, limit: number, verdict: Verdict): number =>
  verdict === 'not-demonstrated' ? Math.max(1, smallestSample(count, limit) - n) : 0

function judgeClass({ class: name, escape: { count: escapes, n }, sightings }: ClassCount): ClassJudgement {
  const curve = detectionCurve(sightings)
  const a90 = typeof curve === 'string' ? null : a90By95(sightings, curve)
  const noSize = 'there are too few parts for a size that can be promised'
  const reason = typeof curve === 'string' ? curve : a90 === null ? noSize : null
  return { class: name, n, escapes, upper95: exactUpper(escapes, n), a90_95: a90, reason }
}
