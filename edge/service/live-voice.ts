import type { DataOf, TopicName } from '../contract/event.ts'
import type { Clock, Log, OutboxRow } from '../contract/port.ts'
import { type EventDraft, eventOf } from '../core/event.ts'
import type { Bus } from '../io/bus.ts'

/** Topics that tell how things stand now: worth nothing later, so they never go through the book. */
type LiveTopic = Extract<
  TopicName,
  'status' | 'info' | 'verification' | 'station' | 'thresholds' | 'audit' | 'kpi'
>
/** Topics of several things, whose events come from the book and whose states are only said again from here. */
type KeptTopic = Extract<TopicName, 'condition' | 'alarm'>

export interface LiveVoice {
  /** Says a state now, if there is a link, and again after every reconnect (a broker may forget what it retained). */
  say<Name extends LiveTopic>(topic: Name, data: DataOf<Name>): void
  /** How one thing stands, to be said after every reconnect; null: no more. */
  keep<Name extends KeptTopic>(topic: Name, item: string, data: DataOf<Name> | null): void
  /** The message alone, for the last will, the last word and an answer. */
  message<Name extends LiveTopic | 'reply'>(topic: Name, data: DataOf<Name>): OutboxRow
  connect(bus: Bus): void
}

/** A stream of its own beside the book's, with its own gap-free sequence. */
export function createLiveVoice(runId: string, prefix: string, clock: Clock, log: Log): LiveVoice {
  const streamId = `${runId}.live`
  const place = { prefix, streamId }
  const states = new Map<string, EventDraft>()
  let sequence = 0
  let bus: Bus | null = null

  const publish = (draft: EventDraft) => {
    if (!bus?.isConnected()) return
    const row = eventOf(draft, place, ++sequence)
    bus
      .publish(row)
      .catch((error: Error) => log.debug('a state was not heard', { topic: row.topic, cause: error.message }))
  }
  const draftOf = <Name extends LiveTopic | KeptTopic | 'reply'>(topic: Name, data: DataOf<Name>) =>
    ({ topic, runId: streamId, timeMs: clock.nowMs(), data }) as EventDraft

  return {
    say(topic, data) {
      const draft = draftOf(topic, data)
      states.set(topic, draft)
      publish(draft)
    },
    keep(topic, item, data) {
      const key = `${topic}/${item}`
      if (data === null) states.delete(key)
      else states.set(key, { ...draftOf(topic, data), item })
    },
    message: (topic, data) => eventOf(draftOf(topic, data), place, ++sequence),
    connect(link) {
      bus = link
      link.onConnect(() => {
        for (const draft of states.values()) publish(draft)
      })
    },
  }
}
