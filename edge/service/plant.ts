import path from 'node:path'
import { machines, sampleEveryH } from '../../datasets/machines/plant.ts'
import type { CauseTable } from '../contract/cause.ts'
import { JidokaError } from '../contract/error.ts'
import { type MachineKind, machineKinds } from '../contract/machine.ts'
import type { InterventionAction, MachineDetail, MachineState, PlantState } from '../contract/plant.ts'
import type { Log } from '../contract/port.ts'
import { nothingHolds } from '../core/health/machine-alarm.ts'
import { policyBars } from '../core/health/policy-bar.ts'
import { loadCauses } from '../io/cause-file.ts'
import { readFinding } from '../io/finding-file.ts'
import type { Observed, SampleOrder } from '../io/plant-worker.ts'
import { createWorkerPool } from '../io/worker-pool.ts'
import type { Closer } from './closer.ts'
import { startForecasts } from './forecasts.ts'
import { createMachinePlace, type MachinePlace, type PlaceTools } from './machine-place.ts'
import { createPace, type Pace } from './pace.ts'
import { placeOf, type RunTools } from './run-tools.ts'
import type { Station } from './station.ts'

/** The machines around a simulated line. */
export interface Plant {
  state(): PlantState
  /** @throws {JidokaError} NOT_FOUND for a machine that does not run */
  detail(machine: MachineKind): MachineDetail
  /** It is an event, with the user's name. @throws {JidokaError} as above, BOOK_UNUSABLE */
  intervene(machine: MachineKind, action: InterventionAction, by: string): Promise<MachineState>
  /** Rejects if the book fails; machines that run have no end of their own. */
  readonly done: Promise<void>
}

type PlantTools = RunTools & { readonly station: Pick<Station, 'wear' | 'keep'> }

/**
 * Starts all machines of the plant; the one of the running line spoils its parts, or dims its lamp. A run on photographs, or with `machineHoursPerSecond` 0, has none.
 *
 * @throws {JidokaError} YAML_INVALID or CONFIG_INVALID for the table of causes
 */
export async function startPlant(tools: PlantTools, closer: Closer): Promise<Plant> {
  const { settings, plan, alarms } = tools
  const hoursPerSecond = plan.isSimulated ? settings.machineHoursPerSecond : 0
  const causes = loadCauses(tools.shell.root)
  const { places, done } =
    hoursPerSecond > 0
      ? await startPlaces(tools, causes, hoursPerSecond, closer)
      : { places: new Map<MachineKind, MachinePlace>(), done: letGo(tools) }
  const find = (machine: MachineKind): MachinePlace => {
    const place = places.get(machine)
    if (!place) throw new JidokaError('NOT_FOUND', 'This machine does not run here.')
    return place
  }
  return {
    done,
    state: () => ({
      hoursPerSecond,
      machines: [...places.values()].map((place) => place.state()),
      alarms: alarms.list(),
    }),
    detail: (machine) => find(machine).detail(),
    intervene: async (machine, action, by) => await find(machine).intervene(action, by),
  }
}

async function startPlaces(tools: PlantTools, causes: CauseTable, hoursPerSecond: number, closer: Closer) {
  const { shell, log, clock } = tools
  const forecasts = closer.add(
    startForecasts({ ...shell, modelKey: tools.settings.modelKey, log }),
    (opened) => opened.close(),
  )
  const file = path.join(shell.edge, 'plant-worker.mjs')
  const lives = closer.add(
    createWorkerPool<SampleOrder, Observed | null>({ file, count: 1, workerData: null, log }),
    (opened) => opened.close(),
  )
  await lives.ready
  const abort = new AbortController()
  const everyMs = (1000 * sampleEveryH) / hoursPerSecond
  const places = new Map<MachineKind, MachinePlace>()
  for (const [index, kind] of machineKinds.entries()) {
    // Not all at the same time: four windows would be made in a row.
    const pace = createPace(everyMs, (index * everyMs) / machineKinds.length, clock, abort.signal)
    const forecast = await forecasts.open(kind)
    const finding = await readFinding(kind, shell.root)
    const ask = (order: SampleOrder) => lives.ask(order, [])
    places.set(
      kind,
      createMachinePlace({
        ...placeTools(kind, tools),
        causes,
        forecast,
        policies: finding && policyBars(finding),
        sample: sampler({ kind, ask, pace, tools }),
      }),
    )
  }
  const done = Promise.all([...places.values()].map((place) => place.run())).then(() => undefined)
  // Before its threads and the book: what was under way is recorded.
  void closer.add(done, (running) => {
    abort.abort()
    return running
  })
  return { places, done }
}

interface Sampling {
  readonly kind: MachineKind
  ask(order: SampleOrder): Promise<Observed | null>
  readonly pace: Pace
  readonly tools: { readonly plan: { readonly seed: number }; readonly log: Log }
}

/** Asks for samples in their time; an order that was lost with its thread is given again. */
const sampler =
  ({ kind, ask, pace, tools: { plan, log } }: Sampling): PlaceTools['sample'] =>
  async (life, sequence, done) => {
    while (await pace.next()) {
      try {
        return await ask({ kind, seed: plan.seed, life, sequence, done })
      } catch (error) {
        log.error('a sample of a machine was lost; it is asked for again', { kind, error })
      }
    }
    return undefined
  }

function placeTools(
  kind: MachineKind,
  tools: PlantTools,
): Omit<PlaceTools, 'causes' | 'forecast' | 'policies' | 'sample'> {
  const { plan, book, bus, clock, alarms, metrics, station } = tools
  const { sheet } = machines[kind]
  const place = placeOf(tools)
  const { runId } = plan
  return {
    sheet,
    everyH: sampleEveryH,
    alarms,
    record: (drafts) => book.record([], drafts, place),
    publish: () => bus.pump.nudge(),
    note: async (data) => {
      await book.record([], [{ topic: 'intervention', runId, timeMs: clock.nowMs(), data }], place)
      bus.pump.nudge()
    },
    draft: (data) => ({ topic: 'condition', runId, item: kind, timeMs: clock.nowMs(), data }),
    keep(condition) {
      bus.voice.keep('condition', kind, condition)
      if (sheet.line === plan.line) station.keep(condition)
      if (condition.healthIndex !== null) metrics.setMachineHealth(kind, condition.healthIndex)
    },
    ended: ({ ending }) => metrics.countLife(kind, ending),
    wears(damage) {
      if (sheet.line === plan.line) station.wear(sheet, damage)
    },
  }
}

/** Where no machine runs, no alarm of one can hold: those of the run before go as ISA-18.2 lets them. */
async function letGo(tools: RunTools): Promise<void> {
  const { alarms, book, bus } = tools
  const drafts = machineKinds.flatMap((kind) =>
    alarms.measure({ kind, line: machines[kind].sheet.line, isSimulated: true }, nothingHolds),
  )
  if (drafts.length > 0) await book.record([], drafts, placeOf(tools))
  bus.pump.nudge()
}
