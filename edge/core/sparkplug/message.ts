/** Sparkplug B 3.0 as an edge node speaks it; the bytes are made in io/sparkplug-codec.ts. */

/** Those of the data types (chapter 6.4.16) that are used here. */
export type MetricType = 'Int64' | 'Double' | 'Boolean' | 'String'
export type MetricValue = number | boolean | string | null

export interface Metric {
  /** In births, in the death and in commands; data says the alias only. */
  readonly name?: string
  readonly alias?: number
  /** Milliseconds since 1970 UTC: when the value was so. */
  readonly timestampMs: number
  /** How the value is written. */
  readonly type: MetricType
  readonly value: MetricValue
  readonly isHistorical?: boolean
}

export interface Payload {
  /** When it was said. */
  readonly timestampMs: number
  /** 0 to 255; only the node's death has none. */
  readonly seq?: number
  readonly metrics: readonly Metric[]
}

export type Verb = 'NBIRTH' | 'NDATA' | 'NDEATH' | 'DBIRTH' | 'DDATA' | 'DDEATH'

export interface Message {
  readonly verb: Verb
  /** null: the node itself. */
  readonly device: string | null
  readonly payload: Payload
}

export interface NodeName {
  readonly group: string
  readonly node: string
}

const namespace = 'spBv1.0'

export const topicOf = (
  { group, node }: NodeName,
  { verb, device }: Pick<Message, 'verb' | 'device'>,
): string => [namespace, group, verb, node, ...(device === null ? [] : [device])].join('/')

export const commandTopic = ({ group, node }: NodeName): string => `${namespace}/${group}/NCMD/${node}`
export const stateTopic = (hostId: string): string => `${namespace}/STATE/${hostId}`

/** Births and data are QoS 0 and never retained (4.2); the death is a Will of QoS 1. */
export const qosOf = (verb: Verb): 0 | 1 => (verb === 'NDEATH' ? 1 : 0)

export const rebirthMetric = 'Node Control/Rebirth'
