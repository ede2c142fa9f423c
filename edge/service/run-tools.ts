import type { Claim } from '../contract/claim.ts'
import type { Clock, Log } from '../contract/port.ts'
import type { Settings } from '../contract/setting.ts'
import type { FrameShelf } from '../io/frame-shelf.ts'
import type { Metrics } from '../io/metrics.ts'
import type { SharedBook } from '../io/shared-book.ts'
import type { Shell } from '../io/shell.ts'
import type { AlarmDesk } from './alarm-desk.ts'
import type { Decider } from './decider.ts'
import type { Desk } from './desk.ts'
import type { OnBus } from './on-bus.ts'
import type { Pictures } from './pictures.ts'
import type { Quality } from './quality.ts'
import type { RunPlan } from './run-plan.ts'

/** What a running line works with. */
export interface RunTools {
  readonly settings: Settings
  readonly shell: Shell
  readonly plan: RunPlan
  readonly prefix: string
  readonly book: SharedBook
  readonly bus: OnBus
  readonly pictures: Pictures
  /** Frames that other hosts look at. */
  readonly shelf: FrameShelf
  readonly quality: Quality
  readonly decider: Decider
  readonly desk: Desk
  readonly alarms: AlarmDesk
  readonly metrics: Metrics
  readonly claims: readonly Claim[]
  readonly clock: Clock
  readonly log: Log
}

/** The book's own gap-free stream: it goes on from run to run. */
export const placeOf = ({ prefix, book }: Pick<RunTools, 'prefix' | 'book'>) => ({
  prefix,
  streamId: book.streamId,
})
