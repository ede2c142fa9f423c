import { JidokaError } from '../contract/error.ts'
import { type CloudEvent, type DataOf, type TopicName, topics } from '../contract/event.ts'
import type { OutboxRow } from '../contract/port.ts'

/** Something worth telling, before it has its place in the stream. */
export type EventDraft = {
  [Name in TopicName]: {
    readonly topic: Name
    readonly runId: string
    /** The part, where the event is about one. */
    readonly subject?: string
    /** Which of the topic's things it is about, where each has a topic of its own. */
    readonly item?: string
    /** The thing is over: nothing of it stays retained. */
    readonly isLast?: boolean
    /** When it happened, milliseconds since 1970 UTC. */
    readonly timeMs: number
    readonly data: DataOf<Name>
  }
}[TopicName]

/** Where the events of a station go: its topic prefix, and the name of its gap-free stream. */
export interface EventPlace {
  readonly prefix: string
  readonly streamId: string
}

/** So that sequences sort as text; 300 events a second fill it in a century. */
const sequenceDigits = 12

/**
 * The row of the outbox that tells `draft`: a CloudEvent (1.0, structured mode) addressed as its topic asks.
 * Fields that the topic's schema does not know are left out, so that no truth can ride along with a verdict.
 *
 * @throws JidokaError INTERNAL if the data does not fit its topic: nothing false is ever said (law 9).
 */
export function eventOf(draft: EventDraft, place: EventPlace, sequence: number): OutboxRow {
  const { qos, retain } = topics[draft.topic]
  const data = dataText(draft)
  const { item, subject = item } = draft
  const one = item === undefined ? (subject ?? sequence) : `${item}.${sequence}`
  const id = `${draft.runId}.${draft.topic}.${one}`
  const event: Omit<CloudEvent, 'data'> = {
    specversion: '1.0',
    id,
    source: place.prefix,
    type: `org.jidoka.${draft.topic}.v1`,
    ...(subject === undefined ? {} : { subject }),
    time: new Date(draft.timeMs).toISOString(),
    datacontenttype: 'application/json',
    sequence: String(sequence).padStart(sequenceDigits, '0'),
    streamid: place.streamId,
  }
  return {
    sequence,
    id,
    topic: `${place.prefix}/${draft.topic}${item === undefined ? '' : `/${item}`}`,
    qos,
    retain: retain && !draft.isLast,
    payload: `${JSON.stringify(event).slice(0, -1)},"data":${data}}`,
  }
}

const texts = new WeakMap<object, { readonly schema: unknown; readonly text: string }>()

/**
 * The data as JSON, of the fields that its topic knows. A result stands in its row and in up to two events: it is checked
 * and written out once.
 *
 * @throws {JidokaError} INTERNAL if it does not fit
 */
export function dataText({ topic, data }: Pick<EventDraft, 'topic' | 'data'>): string {
  const { data: schema } = topics[topic]
  const known = texts.get(data)
  if (known?.schema === schema) return known.text
  const parsed = schema.safeParse(data)
  if (!parsed.success) {
    const field = parsed.error.issues[0]?.path.join('.')
    throw new JidokaError('INTERNAL', `The data of a ${topic} event does not fit its schema at '${field}'.`)
  }
  const text = JSON.stringify(parsed.data)
  texts.set(data, { schema, text })
  return text
}
