import type { MachineSheet, Sample } from '../../contract/machine.ts'
import { type Baseline, type BaselineRow, learnBaseline, residualOf } from './baseline.ts'
import { type Indicators, indicatorsOf } from './indicator.ts'
import { followLine, type LineMemory } from './line-memory.ts'
import { type SensorWatch, watchSensors } from './sensor-watch.ts'
import { follow, newTrend, type Trend } from './trend.ts'

/** What is remembered of one machine between two samples. */
export interface Watch {
  readonly count: number
  /** Settled samples of the healthy machine, until the baselines are learnt from them. */
  readonly young: readonly { readonly sample: Sample; readonly indicators: Indicators }[]
  readonly baselines: Readonly<Record<string, Baseline>> | null
  readonly trends: Readonly<Record<string, Trend>>
  readonly log: LogMemory
  /** null: the line has said nothing yet. */
  readonly line: LineMemory | null
  /** What each sensor last said, and how often it said the same. */
  readonly sensors: SensorWatch
  /** Sum of load³, of samples: what fatigue counts. */
  readonly dose: number
  readonly load: number | null
  /** Samples since load last changed. */
  readonly settled: number
  /** Last measured; null: never. */
  readonly velocityMmPerS: number | null
}

/** How often something stood in the log lately: exponentially forgotten counts. */
export interface LogMemory {
  readonly trips: number
  readonly notes: number
  /** Samples since the last service. */
  readonly sinceService: number
}

export const newWatch: Watch = {
  count: 0,
  young: [],
  baselines: null,
  trends: {},
  log: { trips: 0, notes: 0, sinceService: 0 },
  line: null,
  sensors: {},
  dose: 0,
  load: null,
  settled: 0,
  velocityMmPerS: null,
}

/** Settled samples from which the healthy state is learnt. */
export const baselineSamples = 60
const loadStep = 0.12
const settling = 4
/** A count falls to a third in so many samples. */
const memory = 150

/** ISO 13374, first three blocks: acquires one sample, makes indicators of it, and sees how far they lie from healthy. */
export function observe(watch: Watch, sample: Sample, sheet: MachineSheet): Watch {
  const isSame = watch.load !== null && Math.abs(sample.load - watch.load) < loadStep
  const settled = isSame ? watch.settled + 1 : 0
  const kept = {
    ...watch,
    count: watch.count + 1,
    log: remember(watch.log, sample),
    line: followLine(watch.line, sample.inspected),
    sensors: watchSensors(watch.sensors, sample, sheet.bearing !== null),
    dose: watch.dose + sample.load ** 3,
    load: sample.load,
    settled,
  }
  if (settled < settling) return kept
  const indicators = indicatorsOf(sample, sheet)
  const { velocity } = indicators
  const velocityMmPerS = velocity == null ? kept.velocityMmPerS : Math.exp(velocity) * sample.speed
  const now = { ...kept, velocityMmPerS }
  return now.baselines ? compare(now, now.baselines, sample, indicators) : gather(now, sample, indicators)
}

function remember({ trips, notes, sinceService }: LogMemory, { entries }: Sample): LogMemory {
  const count = (code: string) => entries.filter((entry) => entry.code === code).length
  const fade = 1 - 1 / memory
  return {
    trips: fade * trips + count('TRIP'),
    notes: fade * notes + count('NOTE'),
    sinceService: count('SERVICE') > 0 ? 0 : sinceService + 1,
  }
}

function gather(watch: Watch, sample: Sample, indicators: Indicators): Watch {
  const light = { ...sample, vibration: null }
  const young = [...watch.young, { sample: light, indicators }]
  if (young.length < baselineSamples) return { ...watch, young }
  const names = Object.keys(indicators)
  // A sensor that was silent meanwhile is not watched.
  const known = names
    .map((name) => ({ name, rows: rowsOf(young, name) }))
    .filter(({ rows }) => rows.length > 0)
  const baselines = Object.fromEntries(known.map(({ name, rows }) => [name, learnBaseline(rows)]))
  return { ...watch, young: [], baselines, trends: Object.fromEntries(names.map((name) => [name, newTrend])) }
}

const rowsOf = (young: Watch['young'], name: string): BaselineRow[] =>
  young.flatMap(({ sample: { load, speed }, indicators }) => {
    const value = indicators[name]
    return value == null ? [] : [{ load, speed, value }]
  })

function compare(
  watch: Watch,
  baselines: Readonly<Record<string, Baseline>>,
  { load, speed }: Sample,
  indicators: Indicators,
): Watch {
  const trends = Object.entries(watch.trends).map(([name, trend]) => {
    const [raw = null, baseline] = [indicators[name], baselines[name]]
    const residual = raw === null || !baseline ? null : residualOf(baseline, { load, speed, value: raw })
    return [name, follow(trend, raw, residual, baseline?.sigma ?? 0)]
  })
  return { ...watch, trends: Object.fromEntries(trends) }
}
