import type { Outcome, Verdict } from '../../edge/contract/claim.ts'
import type { StationData } from '../../edge/contract/event.ts'
import type { Evaluation, Reason, Stage } from '../../edge/contract/inspection.ts'
import { lineWordsEn } from '../../edge/contract/line-word.ts'
import { machineWordsEn } from '../../edge/contract/machine-word.ts'
import { classroomEn, stageEn } from './en-classroom.ts'
import { groupEn } from './en-group.ts'
import { historyEn } from './en-history.ts'
import { machineEn } from './en-machine.ts'
import { partEn } from './en-part.ts'
import { qualityEn } from './en-quality.ts'
import { reportEn } from './en-report.ts'
import { serviceEn } from './en-service.ts'
import { teachEn } from './en-teach.ts'
import { upkeepEn } from './en-upkeep.ts'

const parts = (n: string) => `${n} ${n === '1' ? 'part' : 'parts'}`

/** Every word of the board in English; its type is what another language must fill. */
export const en = {
  /** What the service names by itself; an unknown name is shown as it came. */
  names: { ...lineWordsEn, ...machineWordsEn } as Readonly<Record<string, string>>,
  title: 'Jidoka andon board',
  skip: 'Skip to the content',
  otherLanguage: '中文',
  otherLanguageHint: '切换到简体中文',
  toDark: 'Dark',
  toLight: 'Light',
  projector: 'Projector',
  projectorHint: 'Strong contrast, and larger on a wide screen',
  saveChart: (chart: string) => `Save as PNG: ${chart}`,
  simulated: 'Simulated',
  simulatedHint: 'Parts and truth come from a simulator: evidence of the pipeline, not of a factory.',
  photographs: 'Photographs',
  seed: 'Seed',
  model: 'Model',
  scenario: 'Scenario',

  link: {
    board: 'Board',
    broker: 'Broker',
    station: 'Station',
    up: 'linked',
    down: 'lost',
    opening: 'linking',
  },
  notice: {
    opening: 'Linking to the inspection service …',
    unreachable: 'The inspection service does not answer.',
    unreachableRemedy:
      'Start it with npm start, or look at the terminal where it ran. This page tries again by itself.',
    lost: (time: string) => `Link to the service lost at ${time}. What you see is from then; linking again …`,
    brokerLost: 'The broker is silent. Verdicts are kept in the book and follow when it is back.',
    stationOffline: (reason: string) => `The station is offline: ${reason}`,
    unreadable:
      'The service answers, but not in words that this board knows. Reload the page; if that does not help, build again.',
    noParts: 'Waiting for the first part',
    noPicture: 'The service no longer keeps this picture',
    busy: 'Sending …',
  },
  signIn: {
    title: 'Sign in',
    hint: 'Open the one-time link that the service printed, or sign in here.',
    user: 'User',
    password: 'Password',
    submit: 'Sign in',
    usedLink: 'This link was used already or is too old.',
    wrong: 'User or password is wrong.',
    failed: 'Signing in did not work. Is the service running?',
  },

  picture: {
    title: 'Live picture',
    heat: 'Heat map',
    boxes: 'Boxes',
    held: 'Held',
    goLive: 'Go live (Esc)',
    really: (mark: string) => `true: ${mark}`,
    describe: (part: string, evaluation: string, marks: number) =>
      `Picture of part ${part}: ${evaluation}, ${marks === 1 ? '1 mark' : `${marks} marks`}`,
  },
  verdict: {
    title: 'Verdict',
    part: 'Part',
    latency: 'Latency',
    score: 'Score',
    noScore: 'not looked at',
    acceptBelow: 'accept below',
    rejectAtLeast: 'reject from',
    marks: 'Marks',
    noMarks: 'No mark found.',
    class: 'Class',
    size: 'Size',
    limit: 'Limit',
    chance: 'Over limit',
    suspected: 'Suspect',
    truth: 'Truth',
  },
  evaluation: { OK: 'OK', NotOK: 'Not OK', NotDecidable: 'Not decidable' } satisfies Record<
    Evaluation,
    string
  >,
  reason: {
    'below-accept-threshold': 'Score under the accept threshold',
    'above-reject-threshold': 'Score at or over the reject threshold',
    'between-thresholds': 'Score between the thresholds',
    'outside-envelope': 'Picture unlike this product',
    late: 'No verdict before the deadline',
    'inspector-failed': 'The inspector failed',
    'no-card': 'The model has no card',
  } satisfies Record<Reason, string>,
  outcome: {
    correct: 'verdict correct',
    escape: 'escape: a defective part passed',
    'false-reject': 'false reject: a good part refused',
    undecided: 'undecided',
    unknown: 'unknown',
  } satisfies Record<Outcome, string>,
  outcomePending: 'not yet verified',

  strip: {
    title: 'Last verdicts',
    hint: 'Arrow keys or a click hold a part; Esc goes live.',
    still: 'Standing still while you choose',
    escape: 'escape',
    falseReject: 'false reject',
    tile: (part: string, evaluation: string, outcome: string) => `Part ${part}: ${evaluation}, ${outcome}`,
  },
  count: {
    title: 'Verdicts against truth',
    parts: 'Parts',
    sinceOpened: 'Truth unknown: verdicts counted since this board was opened.',
    unknownTruth: 'truth unknown',
    escapes: 'Escapes',
    escapesHint: 'defective parts passed',
    falseRejects: 'False rejects',
    falseRejectsHint: 'good parts refused',
    ofDefective: (n: string) => `of ${n} defective`,
    ofGood: (n: string) => `of ${n} good`,
    rate: 'rate',
    atMost: 'at most',
    bound: '95 % upper bounds, valid at any moment. Undecided parts are in neither rate.',
    scale: 'rate from 0.01 % to 100 %, logarithmic; line to the upper bound',
  },
  claim: {
    title: 'The claim',
    text: (accuracy: string) => `Inspection accuracy above ${accuracy}`,
    verdict: {
      demonstrated: 'Demonstrated',
      'not-demonstrated': 'Not demonstrated',
      refuted: 'Refuted',
    } satisfies Record<Verdict, string>,
    left: (n: string, time: string | null) =>
      `Demonstrated after ${n} more ${n === '1' ? 'part' : 'parts'} without an error${time === null ? '' : `: about ${time}`}.`,
    settledDemonstrated:
      'The evidence for it reached 20: the error rate is under the claim, at 95 % confidence.',
    settledRefuted:
      'The evidence against it reached 20: the error rate is over the claim, at 95 % confidence.',
    unknownTruth: 'The truth of these parts is unknown: nothing can be demonstrated on them.',
    errors: (k: string, n: string) => `${k} ${k === '1' ? 'error' : 'errors'} in ${n} decided parts`,
    evidenceFor: 'Evidence for the claim',
    evidenceAgainst: 'Evidence against it',
    meter: (value: string) => `${value}; 20 settles it`,
    chart: 'E over decided parts',
    chartFor: 'for',
    chartAgainst: 'against',
    chartAhead: 'if no more errors',
    anytime: 'An e-process: it may be read at any moment.',
    waiting: 'Verification has not spoken yet.',
  },
  load: {
    title: 'Speed',
    stage: 'Stage',
    total: 'Capture to verdict',
    goal: 'The claim is read as p99 under 10 ms.',
    stages: {
      queue: 'queue',
      preprocess: 'preprocess',
      infer: 'infer',
      decide: 'decide',
      record: 'record',
    } satisfies Record<Stage, string> as Record<string, string>,
    partsPerSecond: 'Parts per second',
    lateParts: 'Late parts',
    eventLoop: 'Event loop p99',
    memory: 'Memory',
    outbox: 'Outbox depth',
    oee: (share: string) => `OEE ${share}`,
    factors: (availability: string, performance: string, quality: string) =>
      `= availability ${availability} × performance ${performance} × quality ${quality} (ISO 22400; undecided parts are not good ones)`,
    waiting: 'No measurement yet.',
  },
  station: {
    title: 'Station',
    lamp: 'Lamp',
    lampLevel: 'light output',
    dimLamp: 'Dim the lamp',
    lens: 'Lens',
    lensSmear: 'smeared',
    smearLens: 'Smear the lens',
    cause: {
      start: 'as at the start',
      operator: 'set by hand',
      scenario: 'set by the scenario',
    } satisfies Record<StationData['cause'], string>,
    undo: 'The same button undoes it.',
    photographs: 'Photographs cannot be dimmed or smeared.',
    failed: 'The service did not answer; nothing was changed.',
  },
  ...partEn,
  ...qualityEn,
  ...reportEn,
  ...serviceEn,
  ...machineEn,
  ...upkeepEn,
  ...historyEn,
  ...teachEn,
  classroom: classroomEn,
  group: groupEn,
  stage: stageEn,
  system: {
    run: 'Run',
    replay: 'Replay',
    show: 'What was done to lamp and lens, as a scenario',
    broker: 'Broker',
    invalid: (n: string) => `${n} ${n === '1' ? 'message' : 'messages'} not understood and left out`,
  },
  announce: {
    summary: (n: string, refused: string, undecided: string) =>
      `${parts(n)} in the last ten seconds: ${refused} not OK, ${undecided} not decidable.`,
    live: 'Live again.',
  },
}

export type Words = typeof en
