import type { ServerResponse } from 'node:http'
import type { Clock } from '../contract/port.ts'
import type { Feed } from './http-tools.ts'

const heartbeatMs = 15_000
/** Of one topic in one batch; 3,000 parts a second would fill it. */
const maxEventsPerBatch = 300

/** How often and what a kind of client hears. */
interface Pace {
  readonly batchMs: number
  readonly maxClients: number
  /** Unsent bytes after which a client is too slow to keep; it reconnects by itself. */
  readonly maxUnsentBytes: number
  /** null: all. */
  readonly topics: ReadonlySet<string> | null
}
const boardPace: Pace = { batchMs: 100, maxClients: 64, maxUnsentBytes: 1024 * 1024, topics: null }
const lessonTopics = [
  'result',
  'verification',
  'kpi',
  'station',
  'condition',
  'alarm',
  'status',
  'info',
  'link',
]
/** A class of phones: each second, and what the lessons ask for. */
export const classroomPace: Pace = {
  ...{ batchMs: 1000, maxClients: 256, maxUnsentBytes: 256 * 1024, topics: new Set(lessonTopics) },
}

/** One ear on the feed, shared by every browser that watches: events are put into text once. */
export interface LiveHub {
  /**
   * Sends the stream to a response whose head is already written.
   *
   * @param isAllowed asked at every heartbeat; the stream ends when it says no
   */
  add(response: ServerResponse, isAllowed: () => boolean): void
  isFull(): boolean
  close(): void
}

export function createLiveHub(feed: Feed, clock: Clock, pace = boardPace): LiveHub {
  const { batchMs, maxClients, topics } = pace
  const clients = liveClients(pace)
  const batch = new Map<string, unknown[]>()
  let cancelFlush: (() => void) | null = null
  let cancelHeartbeat = clock.after(heartbeatMs, beat)

  const unsubscribe = feed.subscribe((topic, data) => {
    if (clients.count() === 0 || topics?.has(topic) === false) return
    const events = batch.get(topic) ?? []
    // The board asks the book for what it missed; memory stays bounded whatever the feed does.
    if (events.length === maxEventsPerBatch) events.shift()
    events.push(data)
    batch.set(topic, events)
    cancelFlush ??= clock.after(batchMs, flush)
  })

  function flush(): void {
    cancelFlush = null
    const text = [...batch].map(([topic, events]) => `event: ${topic}\ndata: ${JSON.stringify(events)}\n\n`)
    batch.clear()
    clients.send(text.join(''))
  }

  function beat(): void {
    cancelHeartbeat = clock.after(heartbeatMs, beat)
    clients.endWhere((isAllowed) => !isAllowed())
    clients.send(': still here\n\n')
  }

  return {
    add: clients.add,
    isFull: () => clients.count() >= maxClients,
    close() {
      unsubscribe()
      cancelFlush?.()
      cancelHeartbeat()
      clients.endWhere(() => true)
    },
  }
}

/** The open responses. One leaves when its browser does, when it is too slow, or when it is told to. */
function liveClients({ maxUnsentBytes }: Pace) {
  const clients = new Map<ServerResponse, () => boolean>()
  function remove(client: ServerResponse): ServerResponse {
    clients.delete(client)
    return client
  }
  return {
    count: () => clients.size,
    add(client: ServerResponse, isAllowed: () => boolean): void {
      clients.set(client, isAllowed)
      client.on('close', () => remove(client))
      // A browser that leaves in mid-write is no error of ours.
      client.on('error', () => remove(client))
      client.write('retry: 2000\n\n')
    },
    send(text: string): void {
      for (const client of clients.keys()) {
        if (client.destroyed || client.writableLength > maxUnsentBytes) remove(client).destroy()
        else client.write(text)
      }
    },
    endWhere(shouldEnd: (isAllowed: () => boolean) => boolean): void {
      for (const [client, isAllowed] of clients) if (shouldEnd(isAllowed)) remove(client).end()
    },
  }
}
