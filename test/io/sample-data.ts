import type { AlarmData } from '../../edge/contract/alarm.ts'
import type { BoardState } from '../../edge/contract/api.ts'
import type { Verification } from '../../edge/contract/claim.ts'
import type { MachineCondition } from '../../edge/contract/condition.ts'
import type { DataOf, ResultData, TopicName } from '../../edge/contract/event.ts'
import type { MachineDetail, PlantState } from '../../edge/contract/plant.ts'
import type { QualityState, ReviewData } from '../../edge/contract/review.ts'

/** 2026-03-01T08:00:00Z. */
export const startMs = Date.UTC(2026, 2, 1, 8)
export const place = { prefix: 'jidoka/demo/plant/hall/steel-strip/cell/_inspect/v1', streamId: 'book-1' }

/** Takes from a book what version 4 added. */
export const backToVersion3 = `DROP TABLE stream; DROP TABLE dead_letter; DROP INDEX event_droppable;
  ALTER TABLE event DROP COLUMN drop_order; PRAGMA user_version = 3;`

export const sampleResult = (sequence: number, jobId = 'run-1'): ResultData => ({
  line: 'steel-strip',
  partId: `strip-${sequence}`,
  sequence,
  evaluation: 'NotOK',
  score: 0.913,
  reason: 'above-reject-threshold',
  detail: 'A scratch of 1.2 mm.',
  defects: [
    {
      class: 'scratch',
      box: { x: 10, y: 20, width: 30, height: 4 },
      sizeMm: 1.2,
      score: 0.913,
      reason: '1.2 mm long; the limit is 1 mm.',
    },
  ],
  isSimulated: true,
  resultId: `${jobId}.${sequence}`,
  jobId,
  resultState: 1,
  isPartial: false,
  internalRecipeId: 'steel-strip@0123456789ab',
  creationTime: new Date(startMs + sequence * 80).toISOString(),
  latencyMs: 7.5,
  stagesMs: { queue: 0.5, preprocess: 1, infer: 5.5, decide: 0.5 },
  suspectedMachine: null,
  incidentId: `${jobId}.incident.1`,
  imageUrl: `http://127.0.0.1:8080/api/v1/parts/strip-${sequence}/image`,
})

export const sampleReview = (sequence: number, jobId = 'run-1'): ReviewData => ({
  line: 'steel-strip',
  jobId,
  partId: `strip-${sequence}`,
  decision: 'NotOK',
  reviewer: 'viewer',
  waitedS: 12.5,
  decidedAt: new Date(startMs + 12_500).toISOString(),
  isSimulated: true,
})

const verification: Verification = {
  runId: 'run-1',
  line: 'steel-strip',
  isSimulated: true,
  tally: {
    defectiveRefused: 3,
    escapes: 1,
    goodPassed: 90,
    falseRejects: 2,
    undecidedDefective: 0,
    undecidedGood: 1,
    unknownTruth: 0,
  },
  escape: { count: 1, n: 4, upper95: 0.8 },
  falseReject: { count: 2, n: 92, upper95: 0.09 },
  evidence: {
    claimedErrorRate: 0.002,
    errors: 3,
    decided: 96,
    eDemonstrate: 0.01,
    eRefute: 4,
    verdict: 'not-demonstrated',
    partsLeft: 4000,
    secondsLeft: 333,
  },
  recent: [{ partId: 'strip-1', outcome: 'escape', isDefective: true }],
}

export const sampleCondition: MachineCondition = {
  ...{ machine: 'mill-spindle-0', kind: 'mill-spindle', line: 'machined-disc', sequence: 400, clockH: 800 },
  ...{ stage: 'AG', healthIndex: 0.21, zone: 'B', velocityMmPerS: 1.9, suspects: [], isSimulated: true },
  contributors: [
    { indicator: 'knock', sigmas: 9.5 },
    { indicator: 'velocity', sigmas: -0.4 },
  ],
  lineDefects: { class: 'burr', ratio: 1.8 },
  forecast: { kind: 'interval', lowH: 90, medianH: 210, highH: 420 },
  advice: {
    ...{ level: 'plan', withinH: 90 },
    cause: { cause: 'spall on a bearing ring', action: 'replace the front bearing' },
  },
}

export const sampleAlarm: AlarmData = {
  ...{ alarmId: 'mill-spindle.act', machine: 'mill-spindle', line: 'machined-disc', kind: 'act' },
  ...{ priority: 'high', state: 'Unacknowledged', isActive: true, isAcknowledged: false },
  ...{ since: new Date(startMs).toISOString(), by: null, shelvedUntil: null, isSimulated: true },
}

/** One valid payload for every topic. */
export const sampleData: { readonly [Name in TopicName]: DataOf<Name> } = {
  status: { state: 'online', since: new Date(startMs).toISOString(), reason: 'started' },
  info: {
    software: 'jidoka 0.1.0',
    runId: 'run-1',
    seed: 7,
    line: 'steel-strip',
    ...{ model: 'steel-strip', modelSha256: 'a'.repeat(64), isSimulated: true },
    retainedTopics: ['status', 'info'],
  },
  result: sampleResult(1),
  defect: sampleResult(1),
  incident: {
    ...{ incidentId: 'run-1.incident.1', jobId: 'run-1', line: 'steel-strip', phase: 'updated' },
    ...{ evaluation: 'NotOK', defect: 'scratch', parts: 2, firstPartId: 'strip-1', lastPartId: 'strip-2' },
    ...{ worstPartId: 'strip-1', worstScore: 0.913, isSimulated: true },
    ...{ since: new Date(startMs).toISOString(), until: new Date(startMs + 80).toISOString() },
  },
  verification,
  station: {
    ...{ line: 'steel-strip', lampLevel: 0.8, lensSmear: 0.1, defocusPx: 0, vibrationPx: 0 },
    ...{ hasNovelDefects: false, drift: null, cause: 'operator', by: 'viewer' },
  },
  thresholds: {
    ...{ line: 'steel-strip', acceptBelow: 0.2, rejectAtLeast: 0.8 },
    ...{ isOfCard: false, fromSequence: 42, by: 'engineer' },
  },
  condition: sampleCondition,
  intervention: {
    ...{ machine: 'mill-spindle', unit: 'mill-spindle-0', line: 'machined-disc', action: 'starve', atH: 802 },
    ...{ by: 'viewer', isSimulated: true },
  },
  alarm: sampleAlarm,
  review: sampleReview(1),
  reply: {
    ...{ command: 'acknowledge/alarm', correlationId: 'a-1', user: 'operator', isDone: false },
    ...{ code: 'NOT_FOUND', message: 'This alarm does not stand any more.' },
  },
  gap: { firstSequence: 3, lastSequence: 900, count: 412, topics: { result: 400, condition: 12 } },
  audit: { entries: 7, hash: 'ab'.repeat(32) },
  kpi: {
    partsPerSecond: 12,
    lateParts: 0,
    latencyMs: { p50: 6, p99: 9, p999: 11 },
    stagesMs: { infer: { p50: 5, p99: 8 } },
    eventLoopDelayMs: { p50: 1, p99: 4 },
    ...{ residentMb: 180, outboxDepth: 3 },
    oee: { availability: 1, performance: 0.9, quality: 0.8, oee: 0.72 },
    secondLooks: { answered: 2, missing: 0 },
  },
}

export const sampleState: BoardState = {
  run: {
    runId: 'run-1',
    line: 'steel-strip',
    scenario: 'steel-strip',
    seed: 7,
    source: 'simulated',
    isSimulated: true,
    replayCommand: 'jidoka start --scenario steel-strip --seed 7',
    startedAt: new Date(startMs).toISOString(),
    partsPerSecond: 12,
    frame: { widthPx: 512, heightPx: 512, pxPerMm: 8 },
    limitsMm: { scratch: 1 },
    model: { name: 'steel-strip', sha256: 'a'.repeat(64), acceptBelow: 0.3, rejectAtLeast: 0.7 },
  },
  condition: sampleData.station,
  thresholds: sampleData.thresholds,
  broker: { url: 'mqtt://127.0.0.1:1883', isConnected: true },
  info: sampleData.info,
  kpi: sampleData.kpi,
  verification,
  recent: [sampleResult(1)],
}

export const sampleQuality: QualityState = {
  parts: 1,
  curves: {
    dial: [
      {
        ...{ acceptBelow: 0.3, rejectAtLeast: 0.7, escapeRate: 1, falseRejectRate: null },
        ...{ reviewRate: 0, hoursReduction: null, costReduction: null },
      },
    ],
    chosenStep: 0,
    roc: [{ falseRejectRate: 0, hitRate: 0 }],
    riskCoverage: [{ coverage: 1, risk: 1 }],
    reliability: [{ confidence: 0.9, rightShare: 0, n: 1 }],
    detection: [
      {
        ...{ class: 'scratch', limitMm: 1, points: [{ sizeMm: 1, pod: 0.9, lower95: null }] },
        bins: [{ sizeMm: 1.2, n: 1, hits: 0 }],
      },
    ],
    pareto: [{ class: 'scratch', count: 0 }],
  },
  shipped: {
    ...{ escapeRate: 1, upper95: 1, falseReject: null, escapesPerMillionShipped: null },
    ...{ deskWaitP95S: null, deskOverflow: null },
  },
  worst: [{ partId: 'strip-1', outcome: 'escape', evaluation: 'OK', score: 0.1, detail: 'No mark found.' }],
}

export const samplePlant: PlantState = {
  hoursPerSecond: 4,
  machines: [
    {
      ...{
        machine: 'mill-spindle',
        line: 'machined-disc',
        unit: 'mill-spindle-0',
        condition: sampleCondition,
      },
      ...{ forecastModel: 'b'.repeat(64), limits: { planUnderH: 240, actUnderH: 72 } },
      zoneLimits: { mmPerS: [1.4, 2.8, 4.5], source: 'ISO 20816-3' },
      ...{ isStarved: false, hasStuckSensor: false, isOverloaded: false, policies: null, outcomes: [] },
    },
  ],
  alarms: [sampleAlarm],
}

export const sampleDetail: MachineDetail = {
  machine: 'mill-spindle',
  present: {
    unit: 'mill-spindle-0',
    ageH: [0, 2],
    lowH: [null, 80],
    medianH: [null, 200],
    highH: [null, 400],
    truth: null,
  },
  last: null,
  envelope: {
    stepHz: 3.125,
    floors: [0, 0, 1.2],
    turnsPerS: 30,
    ordersHz: { bpfo: 107, bpfi: 162, bsf2: 141, ftf: 12 },
  },
}
