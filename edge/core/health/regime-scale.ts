import type { EngineCycle } from '../../contract/prognosis.ts'
import { learnRegimes } from './regime.ts'

/** What the sensors that move say in one cycle, each as deviations from its mean in that operating regime, in spreads. */
export type RegimeScale = (row: EngineCycle) => Float64Array

/** A sensor that moves less, as a share of its mean, is constant but for the rounding of sums. */
const leastSpreadShare = 1e-9

/** Learns the mean and the standard deviation of every sensor in every regime; constant sensors are left out. */
export function learnRegimeScale(rows: readonly EngineCycle[]): RegimeScale {
  const regimeOf = learnRegimes(rows.map(({ settings }) => settings))
  const groups: (readonly number[])[][] = []
  for (const { settings, sensors } of rows) {
    const regime = regimeOf(settings)
    const group = groups[regime] ?? []
    group.push(sensors)
    groups[regime] = group
  }
  const scales = groups.map(scalesOf)
  const moving = [...(rows[0]?.sensors ?? []).keys()].filter((sensor) =>
    scales.some((scale) => (scale[sensor]?.spread ?? 0) > 0),
  )
  return ({ settings, sensors }) => {
    const scale = scales[regimeOf(settings)] ?? []
    return Float64Array.from(moving, (sensor) => {
      const { mean, spread } = scale[sensor] ?? { mean: 0, spread: 0 }
      return spread > 0 ? ((sensors[sensor] ?? 0) - mean) / spread : 0
    })
  }
}

/** Mean and standard deviation of every sensor; the latter is 0 for one that is constant. */
function scalesOf(rows: readonly (readonly number[])[]) {
  const meanOf = (figure: (row: readonly number[]) => number) =>
    rows.reduce((sum, row) => sum + figure(row), 0) / rows.length
  return (rows[0] ?? []).map((_, sensor) => {
    const mean = meanOf((row) => row[sensor] ?? 0)
    const spread = Math.sqrt(meanOf((row) => ((row[sensor] ?? 0) - mean) ** 2))
    return { mean, spread: spread > leastSpreadShare * Math.abs(mean) ? spread : 0 }
  })
}
