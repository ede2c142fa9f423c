import type { ConditionData } from '../contract/event.ts'
import { healthyStation, type StationCondition } from '../contract/part.ts'
import type { ConditionChange } from '../contract/scenario.ts'
import { changed } from '../core/fault-plan.ts'

/** Lamp and lens of the running line: the scenario's plan and the operator's buttons act on the same state. */
export interface Station {
  condition(): StationCondition
  data(): ConditionData
  change(change: ConditionChange, cause: ConditionData['cause']): ConditionData
}

/** Every change is told to `onChange`, which writes it into the book. */
export function createStation(line: string, onChange: (data: ConditionData) => void): Station {
  let condition = healthyStation
  let data: ConditionData = { line, ...condition, cause: 'start' }
  return {
    condition: () => condition,
    data: () => data,
    change(change, cause) {
      condition = changed(condition, change)
      data = { line, ...condition, cause }
      onChange(data)
      return data
    },
  }
}
