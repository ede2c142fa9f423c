import type { Scenario } from '../../edge/contract/scenario.ts'

export const sampleScenario: Scenario = {
  ...{ description: 'a day', line: 'pcb', seed: 5, partsPerSecond: 4, prevalence: 0.1, durationS: 30 },
  faults: [{ atS: 1, set: { lampLevel: 0.5, overS: 3 } }],
}
