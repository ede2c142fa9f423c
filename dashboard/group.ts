import { signal } from '@preact/signals'
import type { ErrorBody } from '../edge/contract/api.ts'
import type { GroupView } from '../edge/contract/group.ts'
import type { Clock } from '../edge/contract/port.ts'
import { type Answer, closeGroup, fetchGroup, openGroup, resetGroup } from './api.ts'
import { poll } from './poll.ts'
import { phase } from './store.ts'

const everyMs = 2000

/** The group as the trainer sees it; null: not asked yet, or this viewer may not see it. */
export const group = signal<GroupView | null>(null)
/** Why the last wish did not come true; `away`: the service did not answer. */
export const groupProblem = signal<ErrorBody | 'away' | null>(null)
/** Names are for the trainer's eyes; on a projector they may be hidden. */
export const hidesNames = signal(false)

/** While the trainer looks: every two seconds, until the returned function is called. */
export const pollGroup = (clock: Clock): (() => void) => poll(clock, everyMs, readGroup)

async function readGroup(): Promise<void> {
  const answer = await fetchGroup()
  if (answer.kind === 'signed-out') phase.value = 'signed-out'
  if (answer.kind === 'ok') group.value = answer.value
}

async function wish(ask: () => Promise<Answer<unknown>>): Promise<void> {
  const answer = await ask()
  if (answer.kind === 'refused') groupProblem.value = answer.error
  else groupProblem.value = answer.kind === 'ok' ? null : 'away'
  await readGroup()
}

export const open = () => wish(openGroup)
export const close = () => wish(closeGroup)
export const reset = () => wish(resetGroup)
