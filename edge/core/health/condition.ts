import type { Advice, Forecast, MachineCondition } from '../../contract/condition.ts'
import type { MachineSheet, Sample } from '../../contract/machine.ts'
import type { Symptoms } from './cause.ts'
import { hasLearnt } from './line-memory.ts'
import { biasedOf, suspectsOf } from './sensor-watch.ts'
import { contributorsOf } from './state.ts'
import type { Watch } from './watch.ts'
import { zoneLimits, zoneOf } from './zone.ts'

/** Entries of the log weigh as much as so many standard deviations each. */
const perEntry = 1.5

/** What a cause has to explain: indicators away from healthy, and a log that fills. */
export function symptomsOf(watch: Watch): Symptoms {
  const seen = contributorsOf(watch).map(({ indicator, sigmas }) => [indicator, Math.abs(sigmas)] as const)
  const { trips, notes } = watch.log
  return Object.fromEntries([...seen, ['log:TRIP', perEntry * trips], ['log:NOTE', perEntry * notes]])
}

/** Remaining life of which a machine counts as healthy, hours. */
const healthyH = 1000

/** All that is known of a machine after one sample. */
export function conditionOf(
  watch: Watch,
  sample: Sample,
  sheet: MachineSheet,
  forecast: Forecast,
  advice: Advice,
): MachineCondition {
  const { machine, kind, sequence, clockH, isSimulated } = sample
  const contributors = contributorsOf(watch)
  const isKnown = watch.baselines !== null
  return {
    machine,
    kind,
    line: sheet.line,
    sequence,
    clockH,
    stage: advice.level === 'none' ? (forecast.kind === 'interval' ? 'PA' : isKnown ? 'SD' : 'DM') : 'AG',
    healthIndex: isKnown ? healthOf(forecast) : null,
    zone: zoneNow(watch, sheet),
    velocityMmPerS: sheet.vibrationGroup && watch.velocityMmPerS,
    contributors,
    suspects: [...new Set([...suspectsOf(watch.sensors), ...biasedOf(watch.trends)])],
    lineDefects: lineDefectsOf(watch, sheet),
    forecast,
    advice,
    isSimulated,
  }
}

const lineDefectsOf = ({ line }: Watch, { spoils }: MachineSheet): MachineCondition['lineDefects'] =>
  spoils !== null && line && hasLearnt(line) ? { class: spoils, ratio: line.spoilt.slow } : null

/** ISO 13374 health assessment: what is left of a life in which nothing shows; 1 while nothing does. */
const healthOf = (forecast: Forecast): number =>
  forecast.kind === 'no-trend' ? 1 : Math.min(1, forecast.medianH / healthyH)

function zoneNow({ velocityMmPerS }: Watch, { vibrationGroup }: MachineSheet): MachineCondition['zone'] {
  if (!vibrationGroup || velocityMmPerS === null) return null
  return zoneOf(velocityMmPerS, zoneLimits[vibrationGroup].rigid)
}
