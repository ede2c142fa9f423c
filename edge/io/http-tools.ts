import type { IncomingMessage, ServerResponse } from 'node:http'
import type { FastifyBaseLogger, FastifyInstance, RawServerDefault } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { AlarmData } from '../contract/alarm.ts'
import type { BoardState, Readiness } from '../contract/api.ts'
import type { Json } from '../contract/async-api.ts'
import type { AuditData, AuditEntry } from '../contract/audit.ts'
import type { Claim } from '../contract/claim.ts'
import type { DisruptionChange, DisruptionState } from '../contract/disruption.ts'
import type { Drawing, DrawnPart } from '../contract/drawing.ts'
import type { StationData, TopicName } from '../contract/event.ts'
import type {
  AnswerRequest,
  GameRound,
  GroupExport,
  GroupView,
  HandRound,
  TraineeState,
} from '../contract/group.ts'
import type { ExportFormat, HistoryFilter, HistoryPage, HistoryQuery } from '../contract/history.ts'
import type { LessonPage } from '../contract/lesson.ts'
import type { MachineKind } from '../contract/machine.ts'
import type { Image } from '../contract/part.ts'
import type { InterventionAction, MachineDetail, MachineState, PlantState } from '../contract/plant.ts'
import type { Clock, Log, PictureStore } from '../contract/port.ts'
import type { DeskState, QualityState, ReviewData, ReviewDecision } from '../contract/review.ts'
import type { ConditionChange, Scenario } from '../contract/scenario.ts'
import type { ThresholdChange, ThresholdsData } from '../contract/threshold.ts'
import type { UpkeepGame } from '../contract/upkeep-game.ts'
import type { CollectSource, WorkbenchLook, WorkbenchState } from '../contract/workbench.ts'
import type { Book } from './book.ts'
import type { FrameShelf } from './frame-shelf.ts'
import type { SignIn } from './sign-in.ts'
import type { TlsFiles } from './tls-file.ts'

/** Our fastify: zod schemas give the types of every request and answer. */
export type HttpApp = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  ZodTypeProvider
>

/** What the board's ear hears on the bus: `data` is a CloudEvent, or for `link` a LinkData. */
export interface Feed {
  /** The returned function ends the subscription. */
  subscribe(listener: (topic: TopicName | 'link', data: unknown) => void): () => void
}

/** What people decide of the parts that the line could not. */
export interface ReviewDesk {
  state(): DeskState
  /** @throws JidokaError NOT_FOUND, REVIEW_TAKEN, BOOK_UNUSABLE */
  decide(partId: string, decision: ReviewDecision, reviewer: string): Promise<ReviewData>
}

/** The machines around the line. */
export interface PlantDoor {
  state(): PlantState
  /** @throws JidokaError NOT_FOUND */
  detail(machine: MachineKind): MachineDetail
  /** @throws JidokaError NOT_FOUND, BOOK_UNUSABLE */
  intervene(machine: MachineKind, action: InterventionAction, by: string): Promise<MachineState>
}

/** Deals the game of lesson 7. */
export interface UpkeepDoor {
  /** @throws {JidokaError} NOT_FOUND, MODEL_MISSING and its like */
  deal(machine: MachineKind, round: number): Promise<UpkeepGame>
}

/** What people say to alarms. */
export interface AlarmDoor {
  /** @throws JidokaError NOT_FOUND, BOOK_UNUSABLE */
  acknowledge(alarmId: string, by: string): Promise<AlarmData>
  /** @throws JidokaError as above */
  shelve(alarmId: string, minutes: number, by: string): Promise<AlarmData>
}

/** What a presenter does to the computer and its network. */
export interface DisruptionDoor {
  state(): DisruptionState
  /** @throws JidokaError REQUEST_INVALID for what is not of this service */
  change(change: DisruptionChange): Promise<DisruptionState>
}

/** What the book holds. */
export interface HistoryDoor {
  page(query: HistoryQuery): Promise<HistoryPage>
  /** Whole lines of a file, at most so many parts. @throws JidokaError TOO_MANY_REQUESTS */
  export(filter: HistoryFilter, most: number, format: ExportFormat): AsyncIterable<string>
}

/** By what the line decides. */
export interface ThresholdDoor {
  data(): ThresholdsData
  /** null: those of the card. @throws JidokaError REQUEST_INVALID */
  choose(borders: ThresholdChange | null, by: string): ThresholdsData
}

/** A trainee of the classroom's group, by the cookie. */
export interface TraineeSession {
  readonly trainee: number
  /** Whether the group still takes answers, and shows the line. */
  readonly isOpen: boolean
}

/** The group of the classroom: a trainer's side, and the trainees'. */
export interface GroupDoor {
  view(): Omit<GroupView, 'joinUrls'>
  exported(): GroupExport
  /** @throws JidokaError GROUP_EXISTS, BOOK_UNUSABLE */
  open(hours: number, by: string): Promise<void>
  /** Nobody joins or answers any more. @throws JidokaError NOT_FOUND, BOOK_UNUSABLE */
  end(by: string): Promise<void>
  /** Nothing is left of the group. */
  reset(by: string): Promise<void>
  /** @throws JidokaError TOO_MANY_REQUESTS, GROUP_CODE_WRONG, GROUP_FULL, BOOK_UNUSABLE */
  join(
    request: { readonly code: string; readonly nickname: string },
    address: string,
  ): Promise<{ readonly token: string; readonly trainee: number; readonly closesAt: string }>
  traineeOf(token: string): TraineeSession | null
  me(trainee: number): TraineeState
  /** @throws JidokaError NOT_SIGNED_IN, NOT_FOUND, GROUP_CLOSED, GROUP_FULL, BOOK_UNUSABLE */
  answer(trainee: number, request: AnswerRequest): Promise<{ readonly isRight: boolean }>
  /** @throws JidokaError as above */
  inspect(trainee: number, round: HandRound): Promise<{ readonly rounds: number }>
  /** @throws JidokaError as above */
  play(trainee: number, game: GameRound): Promise<{ readonly games: number }>
  leave(trainee: number): Promise<void>
}

/** Where a product is taught from images of good parts. */
export interface WorkbenchDoor {
  state(): WorkbenchState
  /**
   * One more image of a good part.
   * @throws {JidokaError} IMAGE_UNREADABLE, IMAGE_TOO_LARGE, REQUEST_INVALID where it is full, TOO_MANY_REQUESTS
   */
  add(bytes: Uint8Array): Promise<WorkbenchState>
  /** PNG. @throws {JidokaError} NOT_FOUND */
  image(id: number): Promise<Uint8Array>
  /** null: all of them. */
  remove(id: number | null): Promise<WorkbenchState>
  /** So many good parts, from now on. */
  collect(parts: number, from: CollectSource): WorkbenchState
  /** Begins to; `state` says what comes of it. @throws {JidokaError} TOO_MANY_REQUESTS */
  learn(name: string, by: string): WorkbenchState
  /** The line inspects by what was taught last, or by its own model again. @throws {JidokaError} NOT_FOUND, REQUEST_INVALID, TOO_MANY_REQUESTS */
  useOnLine(isTaught: boolean, by: string): Promise<WorkbenchState>
  /** A picture that is kept nowhere, by the model taught last. @throws {JidokaError} NOT_FOUND, TOO_MANY_REQUESTS, as above */
  look(bytes: Uint8Array): Promise<WorkbenchLook>
}

/** What the audit trail says. */
export interface AuditDoor {
  /** Newest last. */
  entries(limit: number): readonly AuditEntry[]
  head(): AuditData
}

/** All that HTTP serves from. */
export interface HttpTools {
  /** Loopback only, unless there is TLS. */
  readonly host: string
  readonly tls: TlsFiles | null
  /** 0 takes any free one. */
  readonly port: number
  /** The built board: index.html and what it loads. */
  readonly dashboardFolder: string
  readonly book: Pick<Book, 'results' | 'result' | 'review' | 'events'>
  state(): BoardState
  setCondition(change: ConditionChange, by: string): StationData
  readonly history: HistoryDoor
  /** The run so far, to be played again; null: photographs. */
  readonly script: (() => Scenario) | null
  /** @throws JidokaError TOO_MANY_REQUESTS, NOT_FOUND, REQUEST_INVALID */
  draw(partId: string, drawing: Drawing, by: string): Promise<DrawnPart>
  setDisruption(change: DisruptionChange, by: string): Promise<DisruptionState>
  disruption(): DisruptionState
  readonly thresholds: ThresholdDoor
  readonly pictures: PictureStore
  readonly shelf: Pick<FrameShelf, 'frame'>
  readonly quality: { state(): Promise<QualityState> }
  readonly desk: ReviewDesk
  readonly audit: AuditDoor
  readonly plant: PlantDoor
  readonly upkeep: UpkeepDoor
  readonly alarms: AlarmDoor
  readonly group: GroupDoor
  readonly workbench: WorkbenchDoor
  /** A PNG; heat maps too, grey: 255 is certain. */
  encodeImage(image: Image): Promise<Buffer>
  readonly feed: Feed
  /** What the station says over MQTT, as an AsyncAPI document. */
  readonly asyncApi: Json
  readonly claims: readonly Claim[]
  lessons(language: 'en' | 'zh'): Promise<LessonPage>
  /** The text that Prometheus reads. */
  metrics(): Promise<string>
  readiness(): Readiness
  readonly signIn: SignIn
  /** Secrets already taken out. */
  readonly settingsShown: Record<string, unknown>
  readonly clock: Clock
  readonly log: Log
  readonly version: string
}
