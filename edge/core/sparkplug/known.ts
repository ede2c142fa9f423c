import { type Catalogue, keyOf, type Reading, typeOf } from './catalogue.ts'
import type { MetricValue } from './message.ts'

/** The primary host, as far as it was heard of. */
export interface Host {
  readonly isOnline: boolean
  readonly timestampMs: number
}

export interface Session {
  readonly catalogues: readonly Catalogue[]
  /** Of the present connection, and before it of the next one. */
  readonly bdSeq: number
  /** Of the next message. */
  readonly seq: number
  readonly isConnected: boolean
  /** null: not born on this connection. */
  readonly bornAtMs: number | null
  /** null: none is waited for. */
  readonly host: Host | null
  readonly values: ReadonlyMap<string, { readonly value: MetricValue; readonly atMs: number }>
  /** What could not be said yet, the oldest first. */
  readonly held: readonly Reading[]
  /** Readings that no longer found a place in `held`. */
  readonly dropped: number
}

const mostHeld = 10_000
export const droppedMetric = 'Store And Forward/Dropped Readings'

/** What differs from before; all of it where it is older than what is known, and so was not yet told. */
export function changesOf(session: Session, { device, values, atMs }: Reading): Reading {
  const differs = ([name, value]: [string, MetricValue]): boolean => {
    typeOf(session.catalogues, device, name)
    const known = session.values.get(keyOf(device, name))
    return known === undefined || atMs < known.atMs || known.value !== value
  }
  return { device, atMs, values: Object.fromEntries(Object.entries(values).filter(differs)) }
}

export function newest(before: Session['values'], { device, values, atMs }: Reading): Session['values'] {
  const after = new Map(before)
  for (const [name, value] of Object.entries(values)) {
    const key = keyOf(device, name)
    if (atMs >= (after.get(key)?.atMs ?? 0)) after.set(key, { value, atMs })
  }
  return after
}

/** The oldest go first: the newest say how things stand. */
export function hold(session: Session, reading: Reading): Session {
  if (session.held.length < mostHeld) return { ...session, held: [...session.held, reading] }
  const dropped = session.dropped + 1
  const values = newest(session.values, {
    device: null,
    values: { [droppedMetric]: dropped },
    atMs: reading.atMs,
  })
  return { ...session, dropped, values, held: [...session.held.slice(1), reading] }
}
