import {
  CloudEvent,
  type DataOf,
  type TopicName,
  topicFilters,
  topicName,
  topics,
} from '../contract/event.ts'
import type { Log } from '../contract/port.ts'
import type { Bus } from '../io/bus.ts'

export type FeedListener = (topic: TopicName | 'link', data: unknown) => void

/** The board's ear: one more subscriber on the bus, which knows only what anybody could hear. */
export interface Feed {
  subscribe(listener: FeedListener): () => void
  /** The newest data of a topic, or null before there was any. */
  latest<Name extends TopicName>(topic: Name): DataOf<Name> | null
}

export function createFeed(bus: Bus, prefix: string, log: Log): Feed {
  const listeners = new Set<FeedListener>()
  const latest = new Map<TopicName, unknown>()
  let invalid = 0
  const tell: FeedListener = (topic, data) => {
    for (const listener of listeners) listener(topic, data)
  }
  bus.onLink((isConnected) => tell('link', { isConnected }))
  bus.onMessage((topic, payload) => {
    const name = topicName(topic)
    // A retained topic is cleared; its last event said so.
    if (name && payload === '') return
    const event = name ? parse(payload, name) : null
    if (!name || !event) {
      // Counted, logged at powers of two, and dropped: a stranger's message must not fill the log.
      invalid++
      if ((invalid & (invalid - 1)) === 0)
        log.warn('messages on the bus that are none of ours', { topic, invalid })
      return
    }
    latest.set(name, event.data)
    tell(name, event)
  })
  bus.subscribe(topicFilters(prefix))
  return {
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    latest: <Name extends TopicName>(topic: Name) => (latest.get(topic) as DataOf<Name> | undefined) ?? null,
  }
}

/** The event if envelope and data fit their schemas. */
function parse(payload: string, name: TopicName): CloudEvent | null {
  try {
    const event = CloudEvent.safeParse(JSON.parse(payload))
    return event.success && topics[name].data.safeParse(event.data.data).success ? event.data : null
  } catch {
    return null
  }
}
