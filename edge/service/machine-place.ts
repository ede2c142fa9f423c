import type { CauseTable } from '../contract/cause.ts'
import type { MachineCondition } from '../contract/condition.ts'
import type { MachineSheet, Sample } from '../contract/machine.ts'
import type {
  Intervention,
  InterventionAction,
  InterventionData,
  LifeOutcome,
  MachineDetail,
  MachineState,
  PolicyBars,
} from '../contract/plant.ts'
import type { EventDraft } from '../core/event.ts'
import { isWorthTelling } from '../core/health/condition-change.ts'
import { envelopeOfSample } from '../core/health/envelope.ts'
import { type Holding, holdingOf, nothingHolds } from '../core/health/machine-alarm.ts'
import { zoneLimits } from '../core/health/zone.ts'
import type { Observed } from '../io/plant-worker.ts'
import { runMachine } from '../machine.ts'
import type { AlarmDesk } from './alarm-desk.ts'
import type { KindForecast } from './forecasts.ts'
import { createLifeMemory, type LifeMemory } from './life-memory.ts'

/** A place in the plant where one unit after another lives. */
export interface MachinePlace {
  state(): MachineState
  detail(): MachineDetail
  /** From the next sample on. */
  intervene(action: InterventionAction, by: string): Promise<MachineState>
  /** Life after life until samples stop coming. */
  run(): Promise<void>
}

export interface PlaceTools {
  readonly sheet: MachineSheet
  /** Running hours between two samples. */
  readonly everyH: number
  readonly causes: CauseTable
  readonly forecast: KindForecast | null
  readonly policies: PolicyBars | null
  readonly alarms: Pick<AlarmDesk, 'measure'>
  /** The next sample in its time; null: the life is over; undefined: the plant stops. */
  sample(life: number, sequence: number, done: readonly Intervention[]): Promise<Observed | null | undefined>
  /** On disk when it resolves. */
  record(drafts: readonly EventDraft[]): Promise<void>
  publish(): void
  draft(condition: MachineCondition): EventDraft
  /** Tells what a person did. On disk when it resolves. */
  note(done: InterventionData): Promise<void>
  /** What was told of the machine last, for whoever comes later. */
  keep(condition: MachineCondition): void
  ended(outcome: LifeOutcome): void
  /** What the wear does to the line beside it: 0 new, 1 failed. */
  wears(damage: number): void
}

const keptOutcomes = 12

/** What changes from sample to sample. */
interface Present {
  life: number
  /** Of the sample that comes next. */
  sequence: number
  readonly done: Intervention[]
  isReplaced: boolean
  starvedAtH: number | null
  sample: Sample | null
  condition: MachineCondition | null
  told: MachineCondition | null
  holding: Holding
  memory: LifeMemory
}

export function createMachinePlace(tools: PlaceTools): MachinePlace {
  const { sheet, everyH } = tools
  const outcomes: LifeOutcome[] = []
  let last: LifeMemory | null = null
  let now = begin(sheet, 0)

  function end(): void {
    const outcome = now.memory.end(now.isReplaced, now.done.length)
    if (!outcome) return
    outcomes.push(outcome)
    if (outcomes.length > keptOutcomes) outcomes.shift()
    last = now.memory
    tools.ended(outcome)
  }

  const state = () => stateOf(now, outcomes, tools)
  return {
    state,
    detail: () => ({
      machine: sheet.kind,
      present: now.memory.course(),
      last: last?.course() ?? null,
      envelope: now.sample && envelopeOfSample(now.sample, sheet),
    }),
    async intervene(action, by) {
      const atH = now.sequence * everyH
      if (action === 'replace') now.isReplaced = true
      else now.done.push({ atH, action })
      if (action === 'starve') now.starvedAtH = atH
      if (action === 'serve') now.starvedAtH = null
      const { kind: machine, line } = sheet
      await tools.note({ machine, unit: unitOf(sheet, now.life), line, action, atH, by, isSimulated: true })
      return state()
    },
    async run() {
      for (;;) {
        const life = samplesOf(now, tools)
        await live(life, now, tools)
        if (life.hasStopped()) return
        end()
        now = begin(sheet, now.life + 1)
      }
    },
  }
}

const unitOf = ({ kind }: MachineSheet, life: number): string => `${kind}-${life}`

const begin = (sheet: MachineSheet, life: number): Present => ({
  ...{ life, sequence: 0, done: [], isReplaced: false, starvedAtH: null, sample: null },
  ...{ condition: null, told: null, holding: nothingHolds, memory: createLifeMemory(unitOf(sheet, life)) },
})

const stateOf = (
  now: Present,
  outcomes: readonly LifeOutcome[],
  { sheet, forecast, policies }: PlaceTools,
): MachineState => ({
  ...{ machine: sheet.kind, line: sheet.line, unit: unitOf(sheet, now.life), condition: now.condition },
  forecastModel: forecast?.card.sha256 ?? null,
  limits: forecast && limitsOf(forecast),
  zoneLimits: zoneLimitsOf(sheet),
  isStarved: now.starvedAtH !== null,
  hasStuckSensor: isStuck(now.done),
  isOverloaded: now.done.some(({ action }) => action === 'wear'),
  policies,
  outcomes: [...outcomes],
})

const limitsOf = ({ card: { planUnderH, actUnderH } }: KindForecast) => ({ planUnderH, actUnderH })

function zoneLimitsOf({ vibrationGroup }: MachineSheet): MachineState['zoneLimits'] {
  if (!vibrationGroup) return null
  const { limitsMmPerS, source } = zoneLimits[vibrationGroup].rigid
  return { mmPerS: [...limitsMmPerS], source }
}

const isStuck = (done: readonly Intervention[]): boolean =>
  done.findLast(({ action }) => action === 'stick' || action === 'free')?.action === 'stick'

/** The samples of one life, until it ends, is replaced, or the plant stops. */
function samplesOf(now: Present, { sample, everyH }: PlaceTools) {
  let hasStopped = false
  async function* samples(): AsyncGenerator<Observed> {
    while (!now.isReplaced) {
      const observed = await sample(now.life, now.sequence++, [...now.done])
      if (observed === undefined) hasStopped = true
      if (!observed) return
      now.sample = observed.sample
      const isServed = observed.sample.entries.some(({ code }) => code === 'SERVICE')
      if (isServed && observed.sample.sequence * everyH > (now.starvedAtH ?? 0)) now.starvedAtH = null
      yield observed
    }
  }
  return { [Symbol.asyncIterator]: samples, hasStopped: () => hasStopped }
}

const noForecast = async () => ({ kind: 'no-trend' }) as const

/** Tells what is new of one life, sample by sample: condition and alarms in one transaction. */
function live(observations: AsyncIterable<Observed>, now: Present, tools: PlaceTools): Promise<void> {
  const { sheet, causes, forecast, alarms } = tools
  return runMachine(observations, {
    ...{ sheet, causes, publish: tools.publish },
    limits: forecast ? limitsOf(forecast) : { planUnderH: 0, actUnderH: 0 },
    forecast: forecast?.forecast ?? noForecast,
    async record(condition) {
      now.condition = condition
      now.holding = holdingOf(now.holding, condition, sheet)
      const isNews = isWorthTelling(now.told, condition)
      const drafts = [...(isNews ? [tools.draft(condition)] : []), ...alarms.measure(condition, now.holding)]
      if (drafts.length === 0) return
      await tools.record(drafts)
      if (!isNews) return
      now.told = condition
      tools.keep(condition)
    },
    score(condition, truth) {
      now.memory.add(condition, truth)
      tools.wears(truth.damage)
    },
  })
}
