import { describe, expect, it } from 'vitest'
import { Scenario } from '../../edge/contract/scenario.ts'
import { conditionAt } from '../../edge/core/fault-plan.ts'
import { createShow, mostPresses } from '../../edge/core/show.ts'

const scenario: Scenario = {
  ...{ description: 'a day', line: 'pcb', seed: 5, partsPerSecond: 4, prevalence: 0.1, durationS: 3600 },
  faults: [
    { atS: 1, set: { lampLevel: 0.5 } },
    { atS: 900, set: { lampLevel: 1 } },
  ],
}

describe('the script of a show', () => {
  it('puts each press at the part after the one under the camera, between what the plan did', () => {
    const named = { name: 'of a file', ...scenario }
    const show = createShow(named, 7)
    show.at(0)
    show.press({ defocusPx: 2 })
    for (let sequence = 1; sequence < 20; sequence++) show.at(sequence)
    show.press({ defocusPx: 0, overS: 3 })
    const script = show.script()
    expect(Scenario.parse(script)).toEqual(script)
    expect(script).toEqual({
      ...{ ...scenario, seed: 7, durationS: 5 },
      faults: [
        { atS: 0.25, set: { defocusPx: 2 } },
        { atS: 1, set: { lampLevel: 0.5 } },
        { atS: 5, set: { defocusPx: 0, overS: 3 } },
      ],
    })
    expect(conditionAt(script.faults, 4.75)).toMatchObject({ lampLevel: 0.5, defocusPx: 2 })
  })

  it('is a scenario from the start, and stays bounded whoever presses', () => {
    const show = createShow(scenario, 7)
    expect(Scenario.parse(show.script())).toMatchObject({ durationS: 1, faults: [] })
    show.press({})
    expect(show.script().faults).toEqual([])
    for (let press = 0; press < mostPresses + 9; press++) show.press({ lampLevel: (press % 10) / 10 })
    const { faults } = show.script()
    expect(faults).toHaveLength(mostPresses)
    expect(faults.at(-1)?.set).toEqual({ lampLevel: ((mostPresses + 8) % 10) / 10 })
  })
})
