import { batch, effect, signal } from '@preact/signals'
import type { ErrorBody } from '../edge/contract/api.ts'
import type { TraineeState } from '../edge/contract/group.ts'
import type { Clock } from '../edge/contract/port.ts'
import { fetchMe, joinGroup, leaveGroup } from './api.ts'
import { forgetAll } from './lesson.ts'
import { forgetSaid, sendSaid, startPage } from './outbox.ts'
import { storeChoice, storedText } from './preference.ts'
import { stream } from './store.ts'

/** Where a trainee stands: `form` asks for code and name, `in` the classroom. */
export const attendance = signal<'asking' | 'away' | 'form' | 'in' | 'closed'>('asking')
export const trainee = signal<TraineeState | null>(null)
/** Why the last wish to join did not come true; `away`: the service did not answer. */
export const joinProblem = signal<ErrorBody | 'away' | null>(null)
const againMs = 3000

/** Asks who this browser is, and again whenever the link to the service broke: the group may be closed or gone. */
export function attend(clock: Clock): void {
  const ask = async () => {
    const answer = await fetchMe()
    if (answer.kind === 'ok') return enter(answer.value, clock)
    if (answer.kind === 'signed-out') attendance.value = 'form'
    else {
      if (attendance.peek() === 'asking') attendance.value = 'away'
      clock.after(againMs, () => void ask())
    }
  }
  void ask()
  effect(() => {
    if (stream.value.state === 'lost') void ask()
  })
}

export async function join(code: string, nickname: string, clock: Clock): Promise<void> {
  const answer = await joinGroup({ code, nickname })
  if (answer.kind === 'ok') return enter(answer.value, clock)
  joinProblem.value = answer.kind === 'refused' ? answer.error : 'away'
}

export async function leave(): Promise<void> {
  const answer = await leaveGroup()
  if (answer.kind !== 'ok' && answer.kind !== 'signed-out') return
  forget()
  batch(() => {
    trainee.value = null
    attendance.value = 'form'
  })
}

function enter(state: TraineeState, clock: Clock): void {
  // Of another group nothing stays in this browser; one that stores nothing knows the group as long as the page is open.
  if ((trainee.peek()?.group ?? storedText('group')) !== state.group) forget()
  storeChoice('group', state.group)
  startPage(state.page)
  batch(() => {
    joinProblem.value = null
    trainee.value = state
    attendance.value = state.isOpen ? 'in' : 'closed'
  })
  void sendSaid(clock, () => {
    attendance.value = 'closed'
  })
}

function forget(): void {
  forgetAll()
  forgetSaid()
}
