import { effect, signal } from '@preact/signals'
import type { Readiness } from '../edge/contract/api.ts'
import type { Clock } from '../edge/contract/port.ts'
import { fetchReadiness, fetchSettings } from './api.ts'
import { poll } from './poll.ts'
import { kpi, phase } from './store.ts'
import { extendTrend, type KpiPoint } from './system-fold.ts'

const everyMs = 2000

/** What the service said of itself since this board was opened, a point a second. */
export const kpiPath = signal<readonly KpiPoint[]>([])
/** null: not asked yet, or out of reach. */
export const readiness = signal<Readiness | null>(null)
export const settings = signal<Record<string, unknown> | null>(null)

/** Another run begins with an empty path. */
export function followKpi(clock: Clock): void {
  effect(() => {
    const said = kpi.value
    kpiPath.value = said ? extendTrend(kpiPath.peek(), { atMs: clock.nowMs(), kpi: said }) : []
  })
}

/** Asks how the service is, again and again until the returned function is called; its settings once. */
export function pollSystem(clock: Clock): () => void {
  void readSettings()
  return poll(clock, everyMs, async () => {
    readiness.value = await fetchReadiness()
  })
}

async function readSettings(): Promise<void> {
  const answer = await fetchSettings()
  if (answer.kind === 'signed-out') phase.value = 'signed-out'
  if (answer.kind === 'ok') settings.value = answer.value
}
