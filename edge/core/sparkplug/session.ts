import { type Catalogue, keyOf, type Reading } from './catalogue.ts'
import { changesOf, droppedMetric, type Host, hold, newest, type Session } from './known.ts'
import { type Message, type MetricValue, rebirthMetric } from './message.ts'
import { bdSeqMetric, birthOf, dataOf } from './speech.ts'

/** What comes of an event; `mustLeave`: say this, disconnect, connect anew. */
export interface Step {
  readonly session: Session
  readonly messages: readonly Message[]
  readonly mustLeave?: true
}

const counted = 256

/** The node's own metrics come first, with a count of what was dropped. */
export function newSession(catalogues: readonly Catalogue[], hasHost: boolean): Session {
  const ofNode = catalogues.find(({ device }) => device === null)
  const node: Catalogue = {
    device: null,
    metrics: [{ name: droppedMetric, type: 'Int64' }, ...(ofNode?.metrics ?? [])],
  }
  return {
    catalogues: [node, ...catalogues.filter(({ device }) => device !== null)],
    ...{ bdSeq: 0, seq: 0, isConnected: false, bornAtMs: null, held: [], dropped: 0 },
    host: hasHost ? { isOnline: false, timestampMs: Number.NEGATIVE_INFINITY } : null,
    values: new Map([[keyOf(null, droppedMetric), { value: 0, atMs: 0 }]]),
  }
}

/** The death that the next CONNECT carries as its Will; said by ourselves before we leave. No sequence number. */
export const death = ({ bdSeq }: Session, nowMs: number): Message => ({
  verb: 'NDEATH',
  device: null,
  payload: { timestampMs: nowMs, metrics: [bdSeqMetric(bdSeq, nowMs)] },
})

export function afterConnect(session: Session, nowMs: number): Step {
  const connected = { ...session, isConnected: true }
  return session.host && !session.host.isOnline ? quiet(connected) : bear(connected, nowMs)
}

/** The next connection has another death, and hears anew whether the host is there. */
export const afterLoss = (session: Session): Session => ({
  ...session,
  ...{ bdSeq: (session.bdSeq + 1) % counted, isConnected: false, bornAtMs: null },
  host: session.host && { ...session.host, isOnline: false },
})

/** A STATE message; one that is older than the last is passed over. */
export function afterState(session: Session, state: Host, nowMs: number): Step {
  const { host, isConnected, bornAtMs } = session
  if (!host || state.timestampMs < host.timestampMs) return quiet(session)
  const heard = { ...session, host: state }
  if (state.isOnline) return isConnected && bornAtMs === null ? bear(heard, nowMs) : quiet(heard)
  return bornAtMs === null
    ? quiet(heard)
    : {
        session: { ...heard, isConnected: false, bornAtMs: null },
        messages: [death(heard, nowMs)],
        mustLeave: true,
      }
}

/** `Node Control/Rebirth` asks for all births again; nothing else can be written here. */
export function afterCommand(
  session: Session,
  metrics: readonly { readonly name?: string; readonly value: MetricValue }[],
  nowMs: number,
): Step {
  const isAsked = metrics.some(({ name, value }) => name === rebirthMetric && value === true)
  return isAsked && session.bornAtMs !== null ? bear(session, nowMs) : quiet(session)
}

/** Says what has changed, or holds it until somebody listens. What is older than the births is historical. */
export function afterReading(session: Session, reading: Reading, nowMs: number): Step {
  const changed = changesOf(session, reading)
  if (Object.keys(changed.values).length === 0) return quiet(session)
  const after = { ...session, values: newest(session.values, changed) }
  return session.bornAtMs === null
    ? quiet(hold(after, changed))
    : number(after, [dataOf(session, changed, nowMs)])
}

/** A device cannot be read any more. */
export function afterDeviceLoss(session: Session, device: string, nowMs: number): Step {
  if (session.bornAtMs === null) return quiet(session)
  return number(session, [{ verb: 'DDEATH', device, payload: { timestampMs: nowMs, metrics: [] } }])
}

/** All births, then what was held meanwhile, as history. */
function bear(session: Session, nowMs: number): Step {
  const births = session.catalogues.map((catalogue) => birthOf(session, catalogue, nowMs))
  const born = number({ ...session, seq: 0, bornAtMs: nowMs, held: [] }, births)
  const told = number(
    born.session,
    session.held.map((reading) => dataOf(born.session, reading, nowMs)),
  )
  return { session: told.session, messages: [...born.messages, ...told.messages] }
}

/** Gives messages their place in the node's one sequence. */
function number(session: Session, messages: readonly Message[]): Step {
  let { seq } = session
  const numbered = messages.map((message): Message => {
    const payload = { ...message.payload, seq }
    seq = (seq + 1) % counted
    return { ...message, payload }
  })
  return { session: { ...session, seq }, messages: numbered }
}

const quiet = (session: Session): Step => ({ session, messages: [] })
