import type { BoardState } from '../../edge/contract/api.ts'
import { Verification } from '../../edge/contract/claim.ts'
import { ResultData } from '../../edge/contract/event.ts'

/** A result as the service sends it, parsed by its own schema. */
export const aResult = (sequence: number, change: Partial<ResultData> = {}): ResultData =>
  ResultData.parse({
    line: 'steel-strip',
    partId: `part-${sequence}`,
    sequence,
    evaluation: 'OK',
    score: 0.01,
    reason: 'below-accept-threshold',
    detail: 'No mark found.',
    defects: [],
    isSimulated: true,
    resultId: `result-${sequence}`,
    jobId: 'run-1',
    resultState: 1,
    isPartial: false,
    internalRecipeId: 'steel-strip',
    creationTime: '2026-01-01T00:00:00.000Z',
    latencyMs: 3,
    stagesMs: { queue: 0, preprocess: 1, infer: 2, decide: 0 },
    imageUrl: '/image',
    ...change,
  })

export const results = (from: number, count: number): ResultData[] =>
  Array.from({ length: count }, (_, index) => aResult(from + index))

export const aVerification = (decided: number, change: Partial<Verification> = {}): Verification =>
  Verification.parse({
    runId: 'run-1',
    line: 'steel-strip',
    isSimulated: true,
    tally: {
      defectiveRefused: 3,
      escapes: 1,
      goodPassed: decided - 6,
      falseRejects: 2,
      undecidedDefective: 4,
      undecidedGood: 5,
      unknownTruth: 0,
    },
    escape: { count: 1, n: 4, upper95: 0.9 },
    falseReject: { count: 2, n: decided - 4, upper95: 0.1 },
    evidence: {
      claimedErrorRate: 0.002,
      errors: 3,
      decided,
      eDemonstrate: 0.5,
      eRefute: 2,
      verdict: 'not-demonstrated',
      partsLeft: 4000,
      secondsLeft: 333,
    },
    recent: [{ partId: 'part-1', outcome: 'escape', isDefective: true }],
    ...change,
  })

export const aState = (runId: string, recent: ResultData[]): BoardState => ({
  run: {
    runId,
    line: 'steel-strip',
    scenario: 'steel-strip',
    seed: 42,
    source: 'simulated',
    isSimulated: true,
    replayCommand: 'npx jidoka start --seed 42',
    startedAt: '2026-01-01T00:00:00.000Z',
    partsPerSecond: 12,
    frame: { widthPx: 512, heightPx: 512, pxPerMm: 4 },
    limitsMm: { pit: 2 },
    model: { name: 'steel-strip', sha256: 'ab'.repeat(32), acceptBelow: 0.4, rejectAtLeast: 0.6 },
  },
  condition: {
    line: 'steel-strip',
    lampLevel: 1,
    lensSmear: 0,
    defocusPx: 0,
    vibrationPx: 0,
    hasNovelDefects: false,
    drift: null,
    cause: 'start',
    by: null,
  },
  thresholds: {
    ...{ line: 'steel-strip', acceptBelow: 0.4, rejectAtLeast: 0.6 },
    ...{ isOfCard: true, fromSequence: 0, by: null },
  },
  broker: { url: 'mqtt://127.0.0.1:1883', isConnected: true },
  info: null,
  kpi: null,
  verification: null,
  recent,
})
