import { signal } from '@preact/signals'
import type { AnswerRequest, GameRound, HandRound } from '../edge/contract/group.ts'
import type { Clock } from '../edge/contract/port.ts'
import { type Answer, sendAnswer, sendGame, sendHand } from './api.ts'
import { isTraineePage } from './page.ts'
import { storeChoice, storedText } from './preference.ts'

type Said =
  | { readonly kind: 'answer'; readonly body: AnswerRequest }
  | { readonly kind: 'hand'; readonly body: HandRound }
  | { readonly kind: 'game'; readonly body: GameRound }

const send = (said: Said): Promise<Answer<unknown>> =>
  said.kind === 'answer'
    ? sendAnswer(said.body)
    : said.kind === 'hand'
      ? sendHand(said.body)
      : sendGame(said.body)

/** What a trainee has said and the service has not yet confirmed. It stays in this browser until then. */
const waiting = signal<readonly Said[]>(readStored())
export const waitingCount = (): number => waiting.value.length
const againMs = 2000
let page = ''
let count = 0
let wake = () => {}

function readStored(): readonly Said[] {
  try {
    const stored: unknown = JSON.parse(storedText('said') || '[]')
    return Array.isArray(stored) ? (stored as Said[]) : []
  } catch {
    return []
  }
}

function keep(next: readonly Said[]): void {
  waiting.value = next
  storeChoice('said', JSON.stringify(next))
}

/** @param name begins the ids of this page: no other page has it */
export function startPage(name: string): void {
  if (page === '') page = name
}

export const forgetSaid = (): void => keep([])

/** For a lesson on a trainee's page; elsewhere answers stay in the browser. @param name of the block */
export function sayAnswer(name: string, given: number, wanted: number | null): void {
  const [lesson = '', step, block] = name.split('/')
  say({
    kind: 'answer',
    body: { id: nextId(), lesson, step: Number(step), block: Number(block), given, wanted },
  })
}

export const sayRound = (round: Omit<HandRound, 'id'>): void =>
  say({ kind: 'hand', body: { ...round, id: nextId() } })

export const sayGame = (game: Omit<GameRound, 'id'>): void =>
  say({ kind: 'game', body: { ...game, id: nextId() } })

const nextId = (): string => `${page}-${++count}`

function say(said: Said): void {
  if (!isTraineePage || page === '') return
  keep([...waiting.peek(), said])
  wake()
}

let isSending = false

/** Sends one after the other, and what found no answer again, with the same id: the service counts it once. */
export async function sendSaid(clock: Clock, onClosed: () => void): Promise<void> {
  wake = () => void sendSaid(clock, onClosed)
  if (isSending) return
  isSending = true
  for (let said = waiting.peek()[0]; said; said = waiting.peek()[0]) {
    const sent = said
    const answer = await send(sent)
    const code = answer.kind === 'refused' ? answer.error.code : null
    if (code === 'GROUP_CLOSED') {
      onClosed()
      break
    }
    if (answer.kind === 'signed-out') break
    const isLater = answer.kind === 'unreachable' || code === 'TOO_MANY_REQUESTS' || code === 'BOOK_UNUSABLE'
    if (isLater) await new Promise<void>((resolve) => void clock.after(againMs, resolve))
    // What the service will never take is no reason to keep back the rest.
    else keep(waiting.peek().filter((each) => each !== sent))
  }
  isSending = false
}
