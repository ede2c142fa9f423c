import { rngFromSeed } from '../../datasets/rng.ts'
import type { Assumptions } from '../contract/assumption.ts'
import type { Verdict } from '../contract/claim.ts'
import type { Judgement } from '../contract/judgement.ts'
import type { LineReport } from '../contract/report.ts'
import { bootstrapIntervals } from '../core/quality/bootstrap.ts'
import { labourOf } from '../core/quality/cash.ts'
import { judge, type Limits } from '../core/quality/judgement.ts'
import { aurocOf, averagePrecisionOf, f1MaxOf, type Ranked } from '../core/quality/ranked-score.ts'
import { jointVerdict } from '../core/quality/rate-verdict.ts'
import { rankedOf } from '../core/quality/score-histogram.ts'
import { many } from '../core/quality/sentence.ts'
import { shippedOf } from '../core/quality/shipped.ts'
import { addOverlaps, auproOf, pixelAurocOf } from '../core/vision/overlap.ts'
import { tooEasy } from '../core/vision/weak-inspector.ts'
import type { Examiner } from './examiner.ts'
import type { Findings, ScoredOverlap } from './examining.ts'
import type { Population } from './population.ts'

/** What is measured beside the parts themselves. */
export type Aside = Pick<LineReport, 'agreement' | 'latencyMs' | 'outsideLatencyMs' | 'sequential'>
export const nothingAside: Aside = {
  agreement: null,
  latencyMs: null,
  outsideLatencyMs: null,
  sequential: null,
}

export interface ReportOrder extends Limits {
  readonly population: Population
  readonly examiner: Examiner
  readonly monitor: 'on' | 'off'
  readonly assumptions: Assumptions
  readonly findings: Findings
  readonly aside: Aside
}

/** All that `verify` says of one population; a world that a simple inspector masters says nothing of the claim. */
export function lineReport(order: ReportOrder): LineReport {
  const { population, examiner, findings, assumptions, aside } = order
  const { evidence, aupro, pixelAuroc, weak } = findings
  const judgement = sequentially(judge(evidence.counts, order), aside.sequential)
  const easy = tooEasy(weak)
  const ranked = rankedOf(evidence.histogram)
  const { line, seed, prevalence, dataset, foreign, isSimulated, disturbance } = population
  return {
    line,
    model: examiner.model,
    modelSha256: examiner.modelSha256,
    seed,
    prevalence,
    dataset,
    isSimulated,
    foreign,
    disturbance,
    isPooled: false,
    monitor: order.monitor,
    ...judgement,
    ...(easy && { verdict: 'not-testable-here', sentence: `Not testable here: ${easy}` }),
    perClass: evidence.perClass,
    confusion: evidence.confusion,
    calibrationError: evidence.calibrationError,
    explanation: { pointingGame: evidence.pointing.share, aupro },
    ...aside,
    labour: labourOf(evidence.counts, assumptions),
    shipped: shippedOf(evidence.counts, assumptions, rngFromSeed(0)),
    weakInspectors: [...weak],
    imageAuroc: aurocOf(ranked),
    ap: averagePrecisionOf(ranked),
    f1max: f1MaxOf(ranked),
    pixelAuroc,
    aupro,
    intervals95: intervalsOf(findings.scored),
  }
}

/** A sequential test has its own end; bounds at a number of parts that it chose would promise too much. */
function sequentially(fixed: Judgement, ends: Aside['sequential']): Judgement {
  if (!ends) return fixed
  const verdictOf = (end: 'accepted' | 'rejected' | 'open'): Verdict =>
    end === 'accepted' ? 'demonstrated' : 'not-demonstrated'
  const { accuracy, escape: passed, falseReject } = ends
  const verdict = jointVerdict([accuracy, passed, falseReject].map(verdictOf))
  const said = `sequential tests ended after ${many(fixed.parts, 'part')}: accuracy ${accuracy}, escapes ${passed}, false rejects ${falseReject}`
  return {
    ...fixed,
    verdict,
    accuracy: { ...fixed.accuracy, verdict: verdictOf(accuracy), partsToSettle: 0 },
    escape: { ...fixed.escape, verdict: verdictOf(passed), partsToSettle: 0 },
    falseReject: { ...fixed.falseReject, verdict: verdictOf(falseReject), partsToSettle: 0 },
    partsToSettle: 0,
    sentence: `${verdict === 'demonstrated' ? 'Demonstrated' : 'Not demonstrated'}: ${said}.`,
  }
}

/** Rounds of the bootstrap: fewer where every round costs more. */
const mostRounds = 1000
const partsInAll = 2_000_000

/** Bootstrap intervals of the five figures of a data set; a figure that cannot be had is left out. */
function intervalsOf(scored: readonly ScoredOverlap[]): LineReport['intervals95'] {
  if (scored.length === 0) return {}
  const rounds = Math.max(100, Math.min(mostRounds, Math.round(partsInAll / scored.length)))
  const found = bootstrapIntervals(scored, statisticsOf, rngFromSeed(0), rounds)
  return Object.fromEntries(
    Object.entries(found).flatMap(([name, interval]) => (interval ? [[name, interval]] : [])),
  )
}

function statisticsOf(sample: readonly ScoredOverlap[]) {
  const ranked = rankOf(sample)
  const overlap = addOverlaps(sample.flatMap(({ overlap: own }) => (own ? [own] : [])))
  return {
    imageAuroc: aurocOf(ranked),
    ap: averagePrecisionOf(ranked),
    f1max: f1MaxOf(ranked),
    pixelAuroc: pixelAurocOf(overlap),
    aupro: auproOf(overlap),
  }
}

function rankOf(sample: readonly ScoredOverlap[]): Ranked {
  const good = new Float64Array(1001)
  const defective = new Float64Array(1001)
  for (const { score, isDefective } of sample) {
    if (score === null) continue
    const bins = isDefective ? defective : good
    const bin = Math.round(score * 1000)
    bins[bin] = (bins[bin] ?? 0) + 1
  }
  return { good, defective }
}
