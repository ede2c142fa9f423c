import { rngFromSeed } from '../../datasets/rng.ts'
import { Assumptions } from '../../edge/contract/assumption.ts'
import { Claims } from '../../edge/contract/claim.ts'
import type { Curves, LineReport } from '../../edge/contract/report.ts'
import { cashSheet, labourOf } from '../../edge/core/quality/cash.ts'
import { reliabilityOf, riskCoverageOf } from '../../edge/core/quality/confidence.ts'
import { chosenStep, dialSteps } from '../../edge/core/quality/dial.ts'
import { createExamination, type Evidence } from '../../edge/core/quality/examination.ts'
import { judge } from '../../edge/core/quality/judgement.ts'
import { priceOf } from '../../edge/core/quality/labour.ts'
import { rocPoints } from '../../edge/core/quality/ranked-score.ts'
import { rankedOf } from '../../edge/core/quality/score-histogram.ts'
import { shippedOf } from '../../edge/core/quality/shipped.ts'
import type { LineInput, ReportInput, Upkeep } from '../../edge/report/input.ts'
import claims from '../../seeds/claims.json' with { type: 'json' }
import { sampleMiss } from './sample-picture.ts'
import { fairModel, fineModel, type Sharpness, sampleTrials, steelStrip } from './sample-trial.ts'

const limits = { claim: 0.998, maxEscapeRate: 0.02, maxFalseRejectRate: 0.05 }

const sampleUpkeep: Upkeep = {
  machine: 'stamping-press',
  policies: {
    ...{ command: 'npx jidoka prognose --machine stamping-press --lives 2000 --seed 1', lives: 2000 },
    bars: [
      { policy: 'runToFailure', cost: 4.1, downtimeH: 13.2 },
      { policy: 'calendar', cost: 2.2, downtimeH: 7.5 },
      { policy: 'predictive', cost: 1.4, downtimeH: 4.4 },
      { policy: 'perfect', cost: 1.3, downtimeH: 4.1 },
    ],
    ...{ saving: 0.36, saving95: [0.34, 0.38] },
  },
}

export interface SampleOrder {
  readonly parts: number
  readonly prevalence: number
  readonly model: Sharpness
  readonly pictures: number
}

/** A line's report from imagined trials through the real core: every figure in it fits every other. */
export async function sampleLine(order: SampleOrder): Promise<LineInput> {
  const { parts, prevalence, model, pictures } = order
  const examination = createExamination(steelStrip)
  for (const trial of sampleTrials(parts, prevalence, model)) examination.add(trial)
  const evidence = examination.evidence()
  const assumptions = Assumptions.parse({ reviewS: 15 })
  return {
    report: reportOf(order, evidence, assumptions),
    curves: curvesOf(evidence, model, assumptions),
    recipe: steelStrip,
    cash: cashSheet(evidence.counts, assumptions),
    upkeep: sampleUpkeep,
    worst: await Promise.all(examination.worst().slice(0, pictures).map(sampleMiss)),
  }
}

function curvesOf(evidence: Evidence, model: Sharpness, assumptions: Assumptions): Curves {
  const { histogram, detection, pareto } = evidence
  const dial = dialSteps(histogram, (counts) => priceOf(counts, assumptions), assumptions.prevalence)
  return {
    dial,
    chosenStep: chosenStep(dial, model),
    roc: rocPoints(rankedOf(histogram)),
    riskCoverage: riskCoverageOf(histogram),
    reliability: reliabilityOf(histogram),
    detection,
    pareto,
  }
}

function reportOf({ prevalence }: SampleOrder, evidence: Evidence, assumptions: Assumptions): LineReport {
  const { perClass, confusion, calibrationError, pointing } = evidence
  const rng = rngFromSeed(7).fork('desk')
  return {
    ...judge(evidence.counts, limits),
    ...{ perClass, confusion, calibrationError, prevalence },
    line: 'steel-strip',
    model: 'steel-strip',
    modelSha256: 'd3bcdb1964d4b81c259b880eb912438a9f288df779942df8d3a9b1da7ab869b4',
    seed: 20251105,
    dataset: null,
    isSimulated: true,
    foreign: null,
    disturbance: null,
    isPooled: false,
    sequential: null,
    monitor: 'on',
    explanation: { pointingGame: pointing.share, aupro: 0.8731 },
    agreement: {
      parts: 50,
      trials: 3,
      effectiveness: 0.94,
      missRate: 0.0133,
      falseAlarmRate: 0.02,
      kappa: 0.912,
      grade: 'acceptable',
    },
    labour: labourOf(evidence.counts, assumptions),
    shipped: shippedOf(evidence.counts, assumptions, rng),
    latencyMs: { p50: 6.21, p99: 8.94, p999: 11.7, n: 2000, p99Lower95: 8.7, p99Upper95: 9.31 },
    outsideLatencyMs: { decode: 3.4, record: 0.8 },
    weakInspectors: [
      { name: 'global-statistics', auroc: 0.571, balancedAccuracy: 0.548, isTooGood: false },
      { name: 'golden-template', auroc: 0.684, balancedAccuracy: 0.631, isTooGood: false },
      { name: 'largest-blob', auroc: 0.733, balancedAccuracy: 0.69, isTooGood: false },
      { name: 'coin-toss', auroc: 0.5, balancedAccuracy: 0.503, isTooGood: false },
      { name: 'pass-everything', auroc: 0.5, balancedAccuracy: 0.5, isTooGood: false },
    ],
    ...{ imageAuroc: null, ap: null, f1max: null, pixelAuroc: null, aupro: null, intervals95: {} },
  }
}

const [accuracyClaim] = Claims.parse(claims)

/** A whole report about these lines. */
export function sampleReport(lines: readonly LineInput[], verdict = lines[0]?.report.verdict): ReportInput {
  if (!accuracyClaim || !verdict) throw new Error('a report needs a claim and a line')
  return {
    lines,
    verdict,
    claim: accuracyClaim,
    provenance: {
      version: '0.1.0',
      commit: 'c86a4ffd9b1e2f0a3c4d5e6f708192a3b4c5d6e7',
      command:
        'jidoka verify --line steel-strip --parts 6000 --prevalence 0.02 --seed 20251105 --report report.html',
      madeAt: '2026-11-22T04:12:09.000Z',
      durationS: 148,
      node: '20.20.2',
      machine: '2 × Intel Xeon Platinum 8481C, 8 GiB, linux x64',
    },
    contentSha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  }
}

/** One line that stays open, with twelve misses: the usual report. */
export const usualReport = async (): Promise<ReportInput> =>
  sampleReport([await sampleLine({ parts: 6_000, prevalence: 0.02, model: fairModel, pictures: 12 })])

/** One line that is demonstrated. */
export const fineReport = async (): Promise<ReportInput> =>
  sampleReport([await sampleLine({ parts: 12_000, prevalence: 0.1, model: fineModel, pictures: 2 })])

/** A line of somebody's data set whose names try to be markup, with as little known of it as may be. */
export async function hostileLine(): Promise<LineInput> {
  const { report, curves, ...line } = await sampleLine({
    parts: 3000,
    prevalence: 0.1,
    model: fineModel,
    pictures: 1,
  })
  const name = '<script>alert(1)</script>'
  const quoted = `" onload="alert('x')`
  const isFirst = (index: number) => (index === 0 ? { class: name } : {})
  return {
    ...line,
    report: {
      ...report,
      line: name,
      model: quoted,
      dataset: `mvtec:'></style>${name}`,
      isSimulated: false,
      ...{ prevalence: null, seed: null, modelSha256: null, latencyMs: null, agreement: null },
      perClass: report.perClass.map((one, index) => ({ ...one, ...isFirst(index), reason: name })),
      confusion: report.confusion.map((one, index) => ({ ...one, ...isFirst(index) })),
      ...{ imageAuroc: 0.9912, ap: 0.98, intervals95: { imageAuroc: [0.9843, 0.9961] } },
    },
    curves: {
      ...curves,
      detection: curves.detection.map((one, index) => ({ ...one, ...isFirst(index) })),
      pareto: [{ class: quoted, count: 3 }],
    },
    recipe: null,
    worst: line.worst.map((miss) => ({
      ...miss,
      part: `../${quoted}.png`,
      picture: 'javascript:alert(1)',
      heat: `data:image/png;base64,AAAA${quoted}`,
      reportedMarks: [{ class: name, box: { x: 1, y: 1, width: 5, height: 5 }, sizeMm: 2, score: 0.5 }],
    })),
  }
}
