import { wornStation } from '../../datasets/spoilage.ts'
import type { MachineCondition } from '../contract/condition.ts'
import type { StationData } from '../contract/event.ts'
import type { MachineSheet } from '../contract/machine.ts'
import { healthyStation, type StationCondition } from '../contract/part.ts'
import type { ConditionChange } from '../contract/scenario.ts'
import { changed } from '../core/fault-plan.ts'

/** Lamp and lens of the running line: the scenario's plan and the operator's buttons act on the same state. */
export interface Station {
  condition(): StationCondition
  /** The machine of this line, so worn. */
  wear(sheet: MachineSheet, damage: number): void
  /** What is known of that machine, as it was told last; null: nothing was. */
  machine(): MachineCondition | null
  keep(condition: MachineCondition): void
  data(): StationData
  /** `by`: the user, if it was one. */
  change(change: ConditionChange, cause: StationData['cause'], by?: string): StationData
}

/** Every change is told to `onChange`, which writes it into the book. */
export function createStation(line: string, onChange: (data: StationData) => void): Station {
  let condition = healthyStation
  let worn: { readonly sheet: MachineSheet; readonly damage: number } | null = null
  let machine: MachineCondition | null = null
  let data: StationData = { line, ...condition, cause: 'start', by: null }
  return {
    condition: () => (worn ? wornStation(condition, worn.sheet, worn.damage) : condition),
    wear(sheet, damage) {
      worn = { sheet, damage }
    },
    machine: () => machine,
    keep(condition) {
      machine = condition
    },
    data: () => data,
    change(change, cause, by) {
      condition = changed(condition, change)
      data = { line, ...condition, cause, by: by ?? null }
      onChange(data)
      return data
    },
  }
}
