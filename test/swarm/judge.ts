import type { GapData } from '../../edge/contract/event.ts'
import type { OutboxRow } from '../../edge/contract/port.ts'
import type { Ear } from './ear.ts'

/** What is left when everything has healed. */
export interface Evidence {
  /** Ids of transactions that have returned. */
  readonly promised: ReadonlySet<string>
  /** Promised, and in a book that a fault made unfit: nobody could keep them. */
  readonly aside: ReadonlySet<string>
  readonly ear: Pick<Ear, 'heard' | 'contradictions' | 'duplicates'>
  /** All that the book gives when asked for everything. */
  readonly replayed: readonly OutboxRow[]
  /** Events that wait for the broker although all has healed. */
  readonly waiting: number
  /** Replayed, but nobody may have heard them: refused by the broker, or recorded on the way out. */
  readonly excused: ReadonlySet<string>
  readonly deadLetters: number
  /** The broker never died and the ear was there first: it must have heard all. */
  readonly mustHear: boolean
}

export interface Judgement {
  readonly promised: number
  readonly heard: number
  readonly duplicates: number
  readonly onlyReplayed: number
  readonly dropped: number
  readonly deadLetters: number
  readonly aside: number
  /** What there must be none of, by name: ids or sequences. */
  readonly faults: Readonly<Record<string, readonly (string | number)[]>>
}

export function judge({ promised, aside, ear, replayed, ...rest }: Evidence): Judgement {
  const replay = new Map(replayed.map(({ id, payload }) => [id, payload]))
  const gaps = replayed.filter(({ topic }) => topic.endsWith('/gap')).map(gapIn)
  const absent = [...promised].filter((id) => !ear.heard.has(id) && !replay.has(id))
  const unkept = absent.filter((id) => !aside.has(id))
  // Only results may be dropped, and only those of good parts: the other kind has a `defect` beside it.
  const isDroppable = (id: string) =>
    id.includes('.result.') && !promised.has(id.replace('.result.', '.defect.'))
  const lost = unkept.filter((id) => gaps.length === 0 || !isDroppable(id))
  const contradictory = [...ear.heard].flatMap(([id, payload]) =>
    (replay.get(id) ?? payload) === payload ? [] : [id],
  )
  const onlyReplayed = [...promised].filter((id) => !ear.heard.has(id) && replay.has(id))
  const unheard = rest.mustHear ? onlyReplayed.filter((id) => !rest.excused.has(id)) : []
  return {
    promised: promised.size,
    heard: ear.heard.size,
    duplicates: ear.duplicates,
    onlyReplayed: onlyReplayed.length,
    dropped: unkept.length - lost.length,
    deadLetters: rest.deadLetters,
    aside: absent.length - unkept.length,
    faults: {
      lost,
      contradictory: [...contradictory, ...ear.contradictions],
      undelivered: [...unheard, ...(rest.waiting === 0 ? [] : [rest.waiting])],
      untold: untold(replayed, gaps),
    },
  }
}

const gapIn = ({ payload }: OutboxRow): GapData => (JSON.parse(payload) as { data: GapData }).data

/** Sequences that are missing, beyond those that the gap events tell of. */
function untold(replayed: readonly OutboxRow[], gaps: readonly GapData[]): number[] {
  const present = new Set(replayed.map(({ sequence }) => sequence))
  const last = replayed.at(-1)?.sequence ?? 0
  const missing = Array.from({ length: last }, (_, index) => index + 1).filter(
    (sequence) => !present.has(sequence),
  )
  const outside = missing.filter(
    (sequence) =>
      !gaps.some(({ firstSequence, lastSequence }) => sequence >= firstSequence && sequence <= lastSequence),
  )
  const told = gaps.reduce((sum, { count }) => sum + count, 0)
  return missing.length === told ? outside : missing
}
