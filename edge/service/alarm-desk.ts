import { type AlarmData, type AlarmKind, alarmKinds } from '../contract/alarm.ts'
import type { MachineCondition } from '../contract/condition.ts'
import { JidokaError } from '../contract/error.ts'
import type { Clock } from '../contract/port.ts'
import type { EventDraft, EventPlace } from '../core/event.ts'
import { type Alarm, type AlarmEvent, afterEvent, quiet } from '../core/health/alarm.ts'
import { byGravity, type Holding, priorities } from '../core/health/machine-alarm.ts'
import type { Metrics } from '../io/metrics.ts'
import type { SharedBook } from '../io/shared-book.ts'
import type { LiveVoice } from './live-voice.ts'

/** The alarms of the machines (ISA-18.2). They outlive the service: what came and nobody saw still calls. */
export interface AlarmDesk {
  /** Takes in which alarms of a machine hold now; returns what is new of them, to be recorded with its cause. */
  measure(of: Measured, holding: Holding): EventDraft[]
  /** Those that are not Normal, the gravest first. */
  list(): AlarmData[]
  /** @throws {JidokaError} NOT_FOUND, BOOK_UNUSABLE; then nothing has changed */
  acknowledge(alarmId: string, by: string): Promise<AlarmData>
  /** Out of sight for so many minutes; 0: in sight again. @throws {JidokaError} as above */
  shelve(alarmId: string, minutes: number, by: string): Promise<AlarmData>
}

type Measured = Pick<MachineCondition, 'kind' | 'line' | 'isSimulated'>

export interface AlarmDeskTools {
  readonly runId: string
  readonly place: EventPlace
  readonly book: Pick<SharedBook, 'record' | 'alarms'>
  readonly voice: Pick<LiveVoice, 'keep'>
  /** There is something new in the outbox. */
  publish(): void
  readonly clock: Clock
  readonly metrics: Pick<Metrics, 'setAlarms'>
}

export function createAlarmDesk({ runId, place, book, clock, publish, ...tools }: AlarmDeskTools): AlarmDesk {
  const standing = standingAlarms(tools)
  for (const data of book.alarms()) standing.put(data)

  const draftOf = (data: AlarmData): EventDraft => ({
    ...{ topic: 'alarm', runId, item: data.alarmId, timeMs: clock.nowMs(), data },
    isLast: data.state === 'Normal',
  })

  async function decide(alarmId: string, event: AlarmEvent, by: string): Promise<AlarmData> {
    const before = standing.find(alarmId)
    if (!before) throw new JidokaError('NOT_FOUND', 'This alarm does not stand any more.')
    const data = { ...told(before, afterEvent(alarmOf(before), event)), by }
    standing.put(data)
    try {
      await book.record([], [draftOf(data)], place)
    } catch (error) {
      if ((standing.find(alarmId) ?? data) === data) standing.put(before)
      throw error
    }
    publish()
    return data
  }

  return {
    measure: (of, holding) =>
      alarmKinds.flatMap((kind) => {
        const before = standing.find(idOf(of, kind)) ?? newAlarm(of, kind, clock.nowMs())
        const data = measured(before, holding[kind], clock.nowMs())
        if (isSame(before, data)) return []
        standing.put(data)
        return [draftOf(data)]
      }),
    list: standing.list,
    acknowledge: (alarmId, by) => decide(alarmId, { kind: 'acknowledge' }, by),
    shelve: (alarmId, minutes, by) => {
      const untilMs = clock.nowMs() + 60_000 * minutes
      return decide(alarmId, minutes > 0 ? { kind: 'shelve', untilMs } : { kind: 'unshelve' }, by)
    },
  }
}

/** The alarms that are not Normal, here and for whoever links to the broker later. */
function standingAlarms({ voice, metrics }: Pick<AlarmDeskTools, 'voice' | 'metrics'>) {
  const standing = new Map<string, AlarmData>()
  return {
    find: (alarmId: string) => standing.get(alarmId),
    list: () => [...standing.values()].sort(byGravity),
    put(data: AlarmData): void {
      const isOver = data.state === 'Normal'
      if (isOver) standing.delete(data.alarmId)
      else standing.set(data.alarmId, data)
      voice.keep('alarm', data.alarmId, isOver ? null : data)
      metrics.setAlarms(standing.size)
    },
  }
}

/** The alarm after a sample; one that comes anew has its time, and is nobody's yet. */
function measured(before: AlarmData, isActive: boolean, nowMs: number): AlarmData {
  const after = told(before, afterEvent(alarmOf(before), { kind: 'measured', isActive, nowMs }))
  const isNew = isActive && !before.isActive
  return isNew ? { ...after, since: new Date(nowMs).toISOString(), by: null } : after
}

const idOf = ({ kind }: Measured, alarm: AlarmKind): string => `${kind}.${alarm}`

const newAlarm = (of: Measured, kind: AlarmKind, nowMs: number): AlarmData => ({
  ...{ alarmId: idOf(of, kind), machine: of.kind, line: of.line, kind, priority: priorities[kind] },
  ...{ state: 'Normal', isActive: false, isAcknowledged: true, since: new Date(nowMs).toISOString() },
  ...{ by: null, shelvedUntil: null, isSimulated: of.isSimulated },
})

const alarmOf = ({ state, isActive, isAcknowledged, shelvedUntil }: AlarmData): Alarm => ({
  ...quiet,
  ...{ state, isActive, isAcknowledged },
  shelvedUntilMs: shelvedUntil === null ? null : Date.parse(shelvedUntil),
})

const told = (data: AlarmData, { state, isActive, isAcknowledged, shelvedUntilMs }: Alarm): AlarmData => ({
  ...data,
  ...{ state, isActive, isAcknowledged },
  shelvedUntil: shelvedUntilMs === null ? null : new Date(shelvedUntilMs).toISOString(),
})

const isSame = (a: AlarmData, b: AlarmData): boolean => a.state === b.state && a.isActive === b.isActive
