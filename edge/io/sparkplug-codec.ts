import { create, fromBinary, toBinary } from '@bufbuild/protobuf'
import { z } from 'zod'
import type { Metric, MetricType, MetricValue, Payload } from '../core/sparkplug/message.ts'
import { MetricSchema, PayloadSchema, type Metric as Wire } from './generated/sparkplug_pb.ts'

/** Codes of the data types (Sparkplug B 3.0, 6.4.16). */
const typeCodes: Readonly<Record<MetricType, number>> = { Int64: 4, Double: 10, Boolean: 11, String: 12 }

/** The bytes of a message. The data type goes with the name: data says neither. */
export function encodePayload({ timestampMs, seq, metrics }: Payload): Uint8Array {
  return toBinary(
    PayloadSchema,
    create(PayloadSchema, {
      timestamp: BigInt(Math.round(timestampMs)),
      metrics: metrics.map(wireOf),
      ...(seq !== undefined && { seq: BigInt(seq) }),
    }),
  )
}

function wireOf({ name, alias, timestampMs, type, value, isHistorical }: Metric): Wire {
  return create(MetricSchema, {
    timestamp: BigInt(Math.round(timestampMs)),
    ...(name !== undefined && { name, datatype: typeCodes[type] }),
    ...(alias !== undefined && { alias: BigInt(alias) }),
    ...(isHistorical && { isHistorical }),
    ...(value === null ? { isNull: true } : { value: wireValue(type, value) }),
  })
}

function wireValue(type: MetricType, value: Exclude<MetricValue, null>): Wire['value'] {
  if (type === 'Int64')
    return { case: 'longValue', value: BigInt.asUintN(64, BigInt(Math.round(Number(value)))) }
  if (type === 'Double') return { case: 'doubleValue', value: Number(value) }
  if (type === 'Boolean') return { case: 'booleanValue', value: value === true }
  return { case: 'stringValue', value: String(value) }
}

/** The metrics of a command, names and values as they came; null for what is no payload. */
export function decodeCommand(
  bytes: Uint8Array,
): { readonly name: string; readonly value: MetricValue }[] | null {
  try {
    return fromBinary(PayloadSchema, bytes).metrics.map(({ name = '', value }) => ({
      name,
      value: typeof value.value === 'bigint' ? Number(value.value) : (value.value ?? null),
    }))
  } catch {
    return null
  }
}

const StatePayload = z.object({ online: z.boolean(), timestamp: z.number() })

/** What a host application says of itself: plain JSON; null for what is none. */
export function decodeState(
  text: string,
): { readonly isOnline: boolean; readonly timestampMs: number } | null {
  try {
    const { online, timestamp } = StatePayload.parse(JSON.parse(text))
    return { isOnline: online, timestampMs: timestamp }
  } catch {
    return null
  }
}
