import {
  type GameRound,
  type GroupAnswer,
  type GroupEvent,
  type HandRound,
  mostNickname,
} from '../../contract/group.ts'

export interface Trainee {
  readonly trainee: number
  readonly nickname: string
  /** The hash of the cookie that is theirs. */
  readonly secret: string
  readonly hasLeft: boolean
  /** In the order in which they came. */
  readonly answers: readonly GroupAnswer[]
  readonly rounds: readonly HandRound[]
  readonly games: readonly GameRound[]
}

/** A group as it stands. `trainees` by their numbers. */
export interface Group {
  readonly code: string
  readonly openedAt: string
  readonly closesAt: string
  readonly isClosed: boolean
  readonly trainees: ReadonlyMap<number, Trainee>
}

/** What the group is after one more event; null before it was opened. What makes no sense changes nothing. */
export function foldGroup(group: Group | null, event: GroupEvent): Group | null {
  if (event.kind === 'opened') {
    const { code, openedAt, closesAt } = event
    return { code, openedAt, closesAt, isClosed: false, trainees: new Map() }
  }
  if (group === null) return null
  if (event.kind === 'closed') return { ...group, isClosed: true }
  const known = group.trainees.get(event.trainee)
  if (event.kind === 'joined') {
    const { trainee, nickname, secret } = event
    const joined = { trainee, nickname, secret, hasLeft: false, answers: [], rounds: [], games: [] }
    return known ? group : withTrainee(group, joined)
  }
  const changed = known && changedBy(known, event)
  return changed && changed !== known ? withTrainee(group, changed) : group
}

type Said = Extract<GroupEvent, { kind: 'left' | 'answered' | 'inspected' | 'played' }>

function changedBy(trainee: Trainee, event: Said): Trainee {
  const { answers, rounds, games } = trainee
  if (event.kind === 'left') return { ...trainee, hasLeft: true }
  if (event.kind === 'answered')
    return hasId(answers, event.answer.id) ? trainee : { ...trainee, answers: [...answers, event.answer] }
  if (event.kind === 'played')
    return hasId(games, event.game.id) ? trainee : { ...trainee, games: [...games, event.game] }
  return hasId(rounds, event.round.id) ? trainee : { ...trainee, rounds: [...rounds, event.round] }
}

const hasId = (said: readonly { readonly id: string }[], id: string): boolean =>
  said.some((each) => each.id === id)

const withTrainee = (group: Group, trainee: Trainee): Group => ({
  ...group,
  trainees: new Map(group.trainees).set(trainee.trainee, trainee),
})

/** Whether it takes trainees and answers. */
export const isOpen = (group: Group | null, nowMs: number): group is Group =>
  group !== null && !group.isClosed && nowMs < Date.parse(group.closesAt)

/** The wish, or where somebody has this name already, the wish with a number. */
export function freeNickname(wish: string, group: Group): string {
  const taken = new Set([...group.trainees.values()].map(({ nickname }) => nickname.toLowerCase()))
  for (let number = 1; ; number++) {
    const mark = number === 1 ? '' : ` ${number}`
    const name = `${cut(wish, mostNickname - mark.length)}${mark}`
    if (!taken.has(name.toLowerCase())) return name
  }
}

/** At most so many units long, and no sign cut in two. */
function cut(text: string, length: number): string {
  let kept = ''
  for (const sign of text) {
    if (kept.length + sign.length > length) break
    kept += sign
  }
  return kept.trimEnd()
}
