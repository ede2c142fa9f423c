import { computed, signal } from '@preact/signals'
import type { Clock } from '../edge/contract/port.ts'
import type { QualityState } from '../edge/contract/review.ts'
import { fetchQuality } from './api.ts'
import { isTraineePage } from './page.ts'
import { poll } from './poll.ts'
import { phase, run } from './store.ts'

/** A class of phones asks less often. */
const everyMs = isTraineePage ? 5000 : 2000

interface Told {
  readonly runId: string | undefined
  readonly quality: QualityState
  readonly atMs: number
}

const told = signal<Told | null>(null)
/** What the service last said of this run; of another run it means nothing. */
export const quality = computed(() => (told.value?.runId === run.value?.runId ? told.value : null))
/** Whether the last question found no answer: what is shown is from `atMs`. */
export const isQualityAway = signal(false)

/** Asks again and again until the returned function is called. A hidden page asks nothing. */
export const pollQuality = (clock: Clock): (() => void) => poll(clock, everyMs, () => readQuality(clock))

async function readQuality(clock: Clock): Promise<void> {
  const runId = run.peek()?.runId
  const answer = await fetchQuality()
  if (answer.kind === 'signed-out') phase.value = 'signed-out'
  else isQualityAway.value = answer.kind !== 'ok'
  if (answer.kind === 'ok') told.value = { runId, quality: answer.value, atMs: clock.nowMs() }
}
