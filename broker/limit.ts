/** What the broker grants, so that no client can take all of it. */
export interface Limits {
  /** Signed in; the service itself comes on top. */
  readonly clients: number
  readonly clientsPerAddress: number
  /** Connected and not signed in yet. */
  readonly strangers: number
  /** Filters of one client. */
  readonly filters: number
  readonly retainedTopics: number
  readonly retainedBytes: number
  /** Of one client that is not the service; more wait. */
  readonly publishesPerS: number
  /** Publishes of one client that may wait for their turn; more end the connection. */
  readonly publishesWaiting: number
  /** Body of the first packet, which comes before any login. */
  readonly firstBytes: number
  readonly laterBytes: number
}

export const usualLimits: Limits = {
  clients: 256,
  clientsPerAddress: 100,
  strangers: 256,
  filters: 100,
  retainedTopics: 1_000,
  retainedBytes: 32 * 1024 * 1024,
  publishesPerS: 100,
  publishesWaiting: 1_000,
  firstBytes: 64 * 1024,
  laterBytes: 1024 * 1024,
}

/**
 * A pace of `perS` in a second, after a first burst of as many.
 *
 * Returns how long the next one has to wait, in ms.
 */
export function createPace(perS: number): (nowMs: number) => number {
  const gapMs = 1000 / perS
  let freeMs = Number.NEGATIVE_INFINITY
  return (nowMs) => {
    freeMs = Math.max(freeMs, nowMs - 1000) + gapMs
    return Math.max(0, freeMs - nowMs)
  }
}

/** What is retained, and whether one more message may be. An empty message gives its topic back. */
export function createRetained({ retainedTopics, retainedBytes }: Limits) {
  const kept = new Map<string, number>()
  let bytes = 0
  return (topic: string, size: number): string | null => {
    const before = kept.get(topic) ?? 0
    if (size === 0) kept.delete(topic)
    else if (!kept.has(topic) && kept.size >= retainedTopics) return 'too many topics are retained'
    else if (bytes - before + size > retainedBytes) return 'too much is retained'
    else kept.set(topic, size)
    bytes += size - before
    return null
  }
}
