import type { LineReport } from '../contract/report.ts'

type WeakName = LineReport['weakInspectors'][number]['name']
type Grade = NonNullable<LineReport['agreement']>['grade']

/** Words for how the model behaves: curves, thresholds, weak inspectors, agreement, speed. */
export const modelWordsEn = {
  curves: {
    heading: 'Curves',
    detection: (name: string) => `Probability of detection: ${name}`,
    detectionText:
      'Fitted curve with its 95\u202f% lower bound (dashed), and the shares that were found; larger dots, more marks.',
    noCurve: 'No curve could be fitted; the dots are what was found.',
    size: 'Size, mm',
    found: 'Reported',
    limit: 'limit',
    roc: 'Hits against false rejects (ROC)',
    rocText: 'Every threshold on the score; dotted, what is allowed: left of one line and above the other.',
    falseRejectRate: 'False reject rate',
    hitRate: 'Hit rate',
    risk: 'Risk and coverage',
    riskText: 'Errors among the most certain verdicts, by how many are decided; dotted, the claim.',
    coverage: 'Share of parts decided',
    errorShare: 'Errors',
    inUse: 'in use',
    claimed: 'claim',
    reliability: 'Reliability',
    reliabilityText: (error: string) =>
      `How often verdicts of a confidence are right; on the dashed line confidence is honest. Calibration error ${error}.`,
    confidence: 'Confidence claimed',
    right: 'Right',
    allowed: 'allowed',
  },
  dial: {
    heading: 'Other thresholds',
    text: 'What the stored scores of these same parts would have come to. Escapes are of all defective parts, false rejects of all good ones. Review share, hours and wages are at the prevalence of production. Choosing from this table needs new parts to verify the choice.',
    accept: 'OK below',
    reject: 'Not OK from',
    review: 'To review',
    hours: 'Hours saved',
    money: 'Wages saved',
    inUse: '≈ in use',
  },
  confusion: { heading: 'Truth against verdict', truth: 'Truth', sum: 'All' },
  pareto: {
    heading: 'What parts were refused for',
    count: 'Refused',
    share: 'Share',
    sum: 'Cumulative',
    bar: 'Pareto',
    empty: 'No part was refused.',
  },
  weak: {
    heading: 'How hard these parts are',
    text: 'Simple inspectors judged the same parts. Where one of them does well, the parts are too easy and no verdict on a claim can rest on them.',
    inspector: 'Inspector',
    auroc: 'AUROC',
    balanced: 'Balanced accuracy',
    bound: 'May reach',
    isTooGood: 'Too good',
    perhapsLuck: 'may be luck',
    proves: 'Why it is here',
    names: {
      'global-statistics': 'Global statistics',
      'golden-template': 'Golden template',
      'largest-blob': 'Largest blob',
      'coin-toss': 'Coin toss',
      'pass-everything': 'Pass everything',
    } satisfies Record<WeakName, string>,
    why: {
      'global-statistics': 'Brightness and texture of the whole picture must not give a defect away.',
      'golden-template': 'Comparing with a perfect part must not be enough.',
      'largest-blob': 'Measuring the largest dark or bright spot must not be enough.',
      'coin-toss': 'What chance alone reaches.',
      'pass-everything': 'Why accuracy alone proves nothing.',
    } satisfies Record<WeakName, string>,
    passAll: (accuracy: string) =>
      `Passing every part has an accuracy of ${accuracy} here, and every defective part escapes.`,
  },
  agreement: {
    heading: 'Agreement with the truth (AIAG)',
    text: (parts: string, trials: string) =>
      `The model as an appraiser: ${parts} parts, each photographed anew for each of ${trials} trials. The grade is a rule on the figures found; it knows no bounds.`,
    measure: 'Measure',
    found: 'Found',
    acceptable: 'Acceptable',
    marginal: 'Marginal',
    effectiveness: 'Effectiveness',
    missRate: 'Miss rate',
    falseAlarmRate: 'False alarm rate',
    grade: 'Grade',
    grades: { acceptable: 'acceptable', marginal: 'marginal', unacceptable: 'unacceptable' } satisfies Record<
      Grade,
      string
    >,
  },
  speed: {
    heading: 'Latency',
    text: 'From the frame in memory to the decision, one part in flight, nothing else running. The documents say “millisecond level”; it is read as p99 under 10\u202fms.',
    n: 'Parts timed',
    bounds: 'p99, 95\u202f% rank bounds',
    demonstrated: 'p99 under 10\u202fms is demonstrated: its upper bound is.',
    refuted: 'p99 under 10\u202fms is refuted: even its lower bound is not.',
    'not-demonstrated':
      'p99 under 10\u202fms is not demonstrated: its upper bound is not, or the parts are too few for one.',
    outside: (decode: string, record: string) =>
      `Left out, medians: decoding the picture ${decode}, recording the result ${record}.`,
    measured: 'Latency was not measured.',
  },
}

export type ModelWords = typeof modelWordsEn
