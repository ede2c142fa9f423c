import { wornStation } from '../../datasets/spoilage.ts'
import type { MachineCondition } from '../contract/condition.ts'
import type { StationData } from '../contract/event.ts'
import type { MachineSheet } from '../contract/machine.ts'
import type { StationCondition } from '../contract/part.ts'
import type { Clock } from '../contract/port.ts'
import type { ConditionChange } from '../contract/scenario.ts'
import { afterChange, conditionOf, driftOf, healthyCourse } from '../core/fault-plan.ts'

/** Lamp and lens of the running line: the scenario's plan and the operator's buttons act on the same state. */
export interface Station {
  condition(): StationCondition
  /** The machine of this line, so worn. */
  wear(sheet: MachineSheet, damage: number): void
  /** What is known of that machine, as it was told last; null: nothing was. */
  machine(): MachineCondition | null
  keep(condition: MachineCondition): void
  /** As it is now; a drift that is over is none. */
  data(): StationData
  /** `by`: the user, if it was one. */
  change(change: ConditionChange, cause: StationData['cause'], by?: string): StationData
}

/** Every change is told to `onChange`, which writes it into the book; a drift once, with its law. */
export function createStation(
  line: string,
  clock: Pick<Clock, 'monotonicMs'>,
  onChange: (data: StationData, change: ConditionChange) => void,
): Station {
  let course = healthyCourse
  let worn: { readonly sheet: MachineSheet; readonly damage: number } | null = null
  let machine: MachineCondition | null = null
  let told: Pick<StationData, 'cause' | 'by'> = { cause: 'start', by: null }
  const nowS = () => clock.monotonicMs() / 1000
  const now = () => conditionOf(course, nowS())
  const data = (): StationData => ({ line, ...now(), drift: driftOf(course, nowS()), ...told })
  return {
    condition: () => (worn ? wornStation(now(), worn.sheet, worn.damage) : now()),
    wear(sheet, damage) {
      worn = { sheet, damage }
    },
    machine: () => machine,
    keep(condition) {
      machine = condition
    },
    data,
    change(change, cause, by) {
      course = afterChange(course, change, nowS())
      told = { cause, by: by ?? null }
      const said = data()
      onChange(said, change)
      return said
    },
  }
}
