import { aliasOf, type Catalogue, keyOf, type Reading, typeOf } from './catalogue.ts'
import type { Session } from './known.ts'
import { type Message, type Metric, rebirthMetric } from './message.ts'

/** Everything that will ever be reported of a device, as it is now, the oldest first. */
export function birthOf(session: Session, { device, metrics }: Catalogue, nowMs: number): Message {
  const known = metrics.map(({ name, type }): Metric => {
    const { value, atMs } = session.values.get(keyOf(device, name)) ?? { value: null, atMs: nowMs }
    return { name, alias: aliasOf(session.catalogues, device, name), timestampMs: atMs || nowMs, type, value }
  })
  const byTime = known.toSorted((a, b) => a.timestampMs - b.timestampMs)
  if (device !== null) return { verb: 'DBIRTH', device, payload: { timestampMs: nowMs, metrics: byTime } }
  // Last, since they are of now; the rebirth metric alone must have no alias.
  const own: Metric[] = [
    { ...bdSeqMetric(session.bdSeq, nowMs), alias: 0 },
    { name: rebirthMetric, timestampMs: nowMs, type: 'Boolean', value: false },
  ]
  return { verb: 'NBIRTH', device, payload: { timestampMs: nowMs, metrics: [...byTime, ...own] } }
}

export const bdSeqMetric = (bdSeq: number, nowMs: number): Metric => ({
  ...{ name: 'bdSeq', timestampMs: nowMs, type: 'Int64', value: bdSeq },
})

/**
 * What was read, by alias alone. Historical where a value was known already and this one is older than it, or than the
 * births: nobody is to take it for what is now.
 */
export function dataOf(before: Session, { device, values, atMs }: Reading, nowMs: number): Message {
  const { catalogues, bornAtMs } = before
  const metrics = Object.entries(values).map(([name, value]): Metric => {
    const known = before.values.get(keyOf(device, name))
    const alias = aliasOf(catalogues, device, name)
    const metric = { alias, timestampMs: atMs, type: typeOf(catalogues, device, name), value }
    return known && atMs < Math.max(bornAtMs ?? 0, known.atMs) ? { ...metric, isHistorical: true } : metric
  })
  return { verb: device === null ? 'NDATA' : 'DDATA', device, payload: { timestampMs: nowMs, metrics } }
}
