import type { ConditionChange, Scenario } from '../contract/scenario.ts'

/** More presses than anybody makes; of a program that presses on and on the oldest go. */
export const mostPresses = 5000

/** What people did to the station of a run, by the parts that were under the camera. */
export interface Show {
  /** Part `sequence` goes under the camera now. */
  at(sequence: number): void
  press(change: ConditionChange): void
  /** The run so far as a scenario: with its seed the same parts under the same light. */
  script(): Scenario
}

export function createShow(scenario: Scenario, seed: number): Show {
  const { description, line, partsPerSecond, prevalence, faults } = scenario
  let presses: Scenario['faults'] = []
  let next = 0
  return {
    at(sequence) {
      next = sequence + 1
    },
    press(set) {
      if (Object.keys(set).length > 0)
        presses = [...presses.slice(1 - mostPresses), { atS: next / partsPerSecond, set }]
    },
    script() {
      const nowS = next / partsPerSecond
      const happened = faults.filter(({ atS }) => atS <= nowS)
      return {
        ...{ description, line, seed, partsPerSecond, prevalence, durationS: Math.max(1, nowS) },
        faults: [...happened, ...presses].toSorted((a, b) => a.atS - b.atS),
      }
    },
  }
}
