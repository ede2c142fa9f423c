import type { Truth } from '../../edge/contract/part.ts'
import type { Scenario } from '../../edge/contract/scenario.ts'

export const sampleScenario: Scenario = {
  ...{ description: 'a day', line: 'pcb', seed: 5, partsPerSecond: 4, prevalence: 0.1, durationS: 30 },
  faults: [{ atS: 1, set: { lampLevel: 0.5, overS: 3 } }],
}

export const sampleTruth: Truth = {
  isDefective: true,
  marks: [
    {
      ...{ class: 'scratch', isLookAlike: false, sizeMm: 1.3, sizeOverLimit: 1.3, contrastToNoise: 3 },
      box: { x: 10, y: 20, width: 30, height: 4 },
    },
  ],
}
