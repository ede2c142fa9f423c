import { type GapData, topicName } from '../contract/event.ts'

/** What waits in the outbox. */
export interface Load {
  readonly rows: number
  readonly bytes: number
}

export interface OutboxLimits extends Load {
  /** Sequences up to this one have waited too long. */
  readonly tooOldUpTo: number
}

export interface Droppable {
  readonly sequence: number
  readonly topic: string
  readonly bytes: number
}

/** A full outbox is emptied a little further than it must be, so that not every event drops another. */
const roomShare = 0.05

export const isOver = (load: Load, limits: Load): boolean =>
  load.rows > limits.rows || load.bytes > limits.bytes

/** Those of `droppable`, which stand in the order of dropping, that must go. */
export function overflowOf(
  droppable: readonly Droppable[],
  load: Load,
  limits: OutboxLimits,
): readonly Droppable[] {
  const share = isOver(load, limits) ? 1 - roomShare : 1
  const target = { rows: share * limits.rows, bytes: share * limits.bytes }
  let { rows, bytes } = load
  return droppable.filter((row) => {
    if (!isOver({ rows, bytes }, target) && row.sequence > limits.tooOldUpTo) return false
    rows -= 1
    bytes -= row.bytes
    return true
  })
}

/** What a consumer must know of the dropped, of which there is at least one. */
export function gapOf(dropped: readonly Droppable[]): GapData {
  const sequences = dropped.map(({ sequence }) => sequence).sort((a, b) => a - b)
  const topics: Record<string, number> = {}
  for (const { topic } of dropped) {
    const name = topicName(topic) ?? topic
    topics[name] = (topics[name] ?? 0) + 1
  }
  return {
    firstSequence: sequences[0] ?? 0,
    lastSequence: sequences.at(-1) ?? 0,
    count: dropped.length,
    topics,
  }
}
