import type { StationData } from '../contract/event.ts'
import { changed } from '../core/fault-plan.ts'
import type { AlarmDoor, HttpTools, PlantDoor, ThresholdDoor, WorkbenchDoor } from '../io/http-tools.ts'
import type { Audit } from './audit.ts'
import { placeOf, type RunTools } from './run-tools.ts'

export type Doors = Pick<
  HttpTools,
  'plant' | 'alarms' | 'group' | 'setCondition' | 'setDisruption' | 'draw' | 'thresholds' | 'workbench'
>

/** The same doors for people, with an entry for whatever they changed. */
export function audited(
  { plant, alarms, group, workbench, setCondition, setDisruption, draw, thresholds }: Doors,
  { note }: Pick<Audit, 'note'>,
): Doors {
  return {
    plant: {
      ...plant,
      async intervene(machine, action, by): ReturnType<PlantDoor['intervene']> {
        const state = await plant.intervene(machine, action, by)
        note('intervention', by, { machine, action })
        return state
      },
    },
    alarms: {
      async acknowledge(alarmId, by): ReturnType<AlarmDoor['acknowledge']> {
        const alarm = await alarms.acknowledge(alarmId, by)
        note('alarm', by, { alarmId, act: 'acknowledge' })
        return alarm
      },
      async shelve(alarmId, minutes, by): ReturnType<AlarmDoor['shelve']> {
        const alarm = await alarms.shelve(alarmId, minutes, by)
        note('alarm', by, { alarmId, act: 'shelve', minutes })
        return alarm
      },
    },
    thresholds: {
      ...thresholds,
      choose(borders, by): ReturnType<ThresholdDoor['choose']> {
        const before = thresholds.data()
        const { acceptBelow, rejectAtLeast } = thresholds.choose(borders, by)
        const was = { acceptBelowBefore: before.acceptBelow, rejectAtLeastBefore: before.rejectAtLeast }
        note('thresholds', by, { acceptBelow, rejectAtLeast, ...was })
        return thresholds.data()
      },
    },
    group: auditedGroup(group, note),
    ...auditedShow({ setDisruption, draw, workbench }, note),
    setCondition(change, by): StationData {
      const data = setCondition(change, by)
      // Of a drift, where it goes.
      const { lampLevel, lensSmear, defocusPx, vibrationPx } = changed(data, data.drift ?? {})
      const rest = { hasNovelDefects: Number(data.hasNovelDefects), driftS: data.drift?.overS ?? 0 }
      note('station', by, { lampLevel, lensSmear, defocusPx, vibrationPx, ...rest })
      return data
    },
  }
}

function auditedGroup(group: Doors['group'], note: Audit['note']): Doors['group'] {
  return {
    ...group,
    async open(hours, by) {
      await group.open(hours, by)
      note('group', by, { act: 'open', hours })
    },
    async end(by) {
      await group.end(by)
      note('group', by, { act: 'close' })
    },
    async reset(by) {
      await group.reset(by)
      note('group', by, { act: 'reset' })
    },
  }
}

/** What a presenter does beside the line. */
function auditedShow(
  { setDisruption, draw, workbench }: Pick<Doors, 'setDisruption' | 'draw' | 'workbench'>,
  note: Audit['note'],
): Pick<Doors, 'setDisruption' | 'draw' | 'workbench'> {
  return {
    workbench: {
      ...workbench,
      learn(name, by): ReturnType<WorkbenchDoor['learn']> {
        const state = workbench.learn(name, by)
        note('teaching', by, { name, images: state.images.length })
        return state
      },
      async useOnLine(isTaught, by): ReturnType<WorkbenchDoor['useOnLine']> {
        const before = workbench.state().onLine
        const state = await workbench.useOnLine(isTaught, by)
        note('model', by, { onLine: state.onLine, before })
        return state
      },
    },
    async draw(partId, drawing, by): ReturnType<HttpTools['draw']> {
      const drawn = await draw(partId, drawing, by)
      const { result, marks } = drawn
      const sizeMm = Math.max(0, ...marks.map((mark) => mark.sizeMm))
      note('drawing', by, { partId, class: drawing.class, sizeMm, evaluation: result.evaluation })
      return drawn
    },
    async setDisruption(change, by): ReturnType<HttpTools['setDisruption']> {
      const state = await setDisruption(change, by)
      const said = Object.entries(change).map(([name, value]) => [name, String(value)])
      note('disruption', by, Object.fromEntries(said))
      return state
    },
  }
}

/** Says every head: into the book, which keeps it, and on the bus, where it stays. */
export function sayHeads(
  { book, bus, plan, clock, log, prefix }: RunTools,
  audit: Pick<Audit, 'onHead'>,
): void {
  audit.onHead((data) => {
    const draft = { topic: 'audit', runId: plan.runId, timeMs: clock.nowMs(), data } as const
    book.record([], [draft], placeOf({ book, prefix })).then(
      () => bus.pump.nudge(),
      (error: unknown) => log.error('the head of the audit trail could not be recorded', { error }),
    )
    bus.voice.say('audit', data)
  })
}
