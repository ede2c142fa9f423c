import { computed, effect, signal } from '@preact/signals'
import type { AlarmData } from '../edge/contract/alarm.ts'
import type { MachineKind } from '../edge/contract/machine.ts'
import type { InterventionAction, MachineDetail, PlantState } from '../edge/contract/plant.ts'
import type { Clock } from '../edge/contract/port.ts'
import { type Answer, acknowledge, fetchMachine, fetchPlant, intervene, shelve } from './api.ts'
import { isTraineePage } from './page.ts'
import { poll } from './poll.ts'
import { machineNews, phase, run } from './store.ts'
import { throttled } from './throttle.ts'

/** A class of phones asks less often. */
const newsEveryMs = isTraineePage ? 5000 : 1000

export const plant = signal<PlantState | null>(null)
export const isPlantAway = signal(false)
/** The machine that the viewer looks at; null: the first. */
export const chosenMachine = signal<MachineKind | null>(null)
export const present = computed(() => {
  const machines = plant.value?.machines ?? []
  return machines.find(({ machine }) => machine === chosenMachine.value) ?? machines[0] ?? null
})
const told = signal<MachineDetail | null>(null)
/** Of the present machine; of another one it means nothing. */
export const detail = computed(() => (told.value?.machine === present.value?.machine ? told.value : null))

/** Alarms that nobody has acknowledged, for the tab. */
export const callingAlarms = computed(
  () =>
    (plant.value?.alarms ?? []).filter(({ state }) => state !== 'Acknowledged' && state !== 'Shelved').length,
)

/** Why the last wish did not come true; null: it did. `away`: the service did not answer. */
export const refused = signal<string | 'away' | null>(null)

/** Keeps machines and alarms up to date, whatever view is open. */
export function followMachines(clock: Clock): void {
  const readSoon = throttled(clock, newsEveryMs, () => void readPlant())
  const runId = computed(() => run.value?.runId)
  effect(() => {
    plant.value = null
    told.value = null
    if (runId.value !== undefined) readSoon()
  })
  effect(() => {
    if (machineNews.value > 0) readSoon()
  })
}

/** While the view is open: every second, changed or not, until the returned function is called. */
export const pollMachines = (clock: Clock): (() => void) =>
  poll(clock, newsEveryMs, () => Promise.all([readPlant(), readDetail()]))

export function choose(machine: MachineKind): void {
  chosenMachine.value = machine
  void readDetail()
}

async function readPlant(): Promise<void> {
  const runId = run.peek()?.runId
  const answer = await fetchPlant()
  if (runId !== run.peek()?.runId) return
  if (answer.kind === 'signed-out') phase.value = 'signed-out'
  else isPlantAway.value = answer.kind !== 'ok'
  if (answer.kind === 'ok') plant.value = answer.value
}

async function readDetail(): Promise<void> {
  const machine = present.peek()?.machine
  const answer = machine && (await fetchMachine(machine))
  if (answer?.kind === 'ok') told.value = answer.value
}

/** Sends a wish and reads what came of it. */
async function wish(ask: () => Promise<Answer<unknown>>): Promise<void> {
  const answer = await ask()
  if (answer.kind === 'signed-out') phase.value = 'signed-out'
  if (answer.kind === 'refused') refused.value = `${answer.error.message} ${answer.error.remedy}`
  else refused.value = answer.kind === 'ok' ? null : 'away'
  await readPlant()
}

export const press = (machine: MachineKind, action: InterventionAction) =>
  wish(() => intervene(machine, action))
export const acknowledgeAlarm = ({ alarmId }: AlarmData) => wish(() => acknowledge(alarmId))
export const shelveAlarm = ({ alarmId }: AlarmData, minutes: number) => wish(() => shelve(alarmId, minutes))
