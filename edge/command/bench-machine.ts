import type { Observation } from '../../datasets/machines/life.ts'
import { lifeOf, machines } from '../../datasets/machines/plant.ts'
import { type MachineKind, machineKinds } from '../contract/machine.ts'
import { loadCauses } from '../io/cause-file.ts'
import { wallClock } from '../io/clock.ts'
import { openForecaster } from '../io/forecaster.ts'
import { runMachine } from '../machine.ts'

/** Cost of one sample, all six blocks of ISO 13374 on one thread; milliseconds. */
export interface SampleCost {
  readonly samples: number
  readonly cpuMeanMs: number
  readonly p50Ms: number
  readonly p99Ms: number
}

/** Samples that nobody measures: until code and baselines are warm. */
const warmingSamples = 300
const leastSamples = 600

/** The story of a sample without book and bus, over one simulated life of each kind that is made beforehand. */
export async function machineSampleCosts(root: string): Promise<Record<MachineKind, SampleCost>> {
  const costs: [MachineKind, SampleCost][] = []
  for (const kind of machineKinds) costs.push([kind, await sampleCost(kind, root)])
  return Object.fromEntries(costs) as Record<MachineKind, SampleCost>
}

async function sampleCost(kind: MachineKind, root: string): Promise<SampleCost> {
  const observations = longLife(kind)
  const forecaster = await openForecaster(kind, root)
  const times: number[] = []
  let before = process.cpuUsage()
  let lastMs = 0
  async function* paced() {
    for (const [index, observation] of observations.entries()) {
      if (index === warmingSamples) before = process.cpuUsage()
      if (index > warmingSamples) times.push(wallClock.monotonicMs() - lastMs)
      lastMs = wallClock.monotonicMs()
      yield observation
    }
  }
  try {
    await runMachine(paced(), {
      ...{ sheet: machines[kind].sheet, limits: forecaster.card, causes: loadCauses(root) },
      ...{ forecast: forecaster.forecast, record: async () => undefined, publish() {}, score() {} },
    })
  } finally {
    await forecaster.close()
  }
  const { user, system } = process.cpuUsage(before)
  const sorted = times.sort((a, b) => a - b)
  const at = (share: number) => Math.round(1000 * (sorted[Math.floor(share * sorted.length)] ?? 0)) / 1000
  const cpuMeanMs = Math.round((user + system) / times.length) / 1000
  return { samples: times.length, cpuMeanMs, p50Ms: at(0.5), p99Ms: at(0.99) }
}

/** The first life of enough samples for a p99. */
function longLife(kind: MachineKind): Observation[] {
  for (let life = 0; ; life++) {
    const observations = [...lifeOf({ kind, seed: 5, life })]
    if (observations.length > warmingSamples + leastSamples) return observations
  }
}
