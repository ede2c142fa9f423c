import fc from 'fast-check'
import sparkplug from 'sparkplug-payload'
import proto from 'sparkplug-payload/lib/sparkplugPayloadProto.js'
import { describe, expect, it } from 'vitest'
import type { Metric, Payload } from '../../edge/core/sparkplug/message.ts'
import { decodeCommand, decodeState, encodePayload } from '../../edge/io/sparkplug-codec.ts'
import { births, data, said, will } from '../core/sparkplug/story.ts'

/** The library of the specification's authors (Cirrus Link, Eclipse Tahu). */
const theirs = sparkplug.get('spBv1.0')
if (!theirs) throw new Error('sparkplug-payload speaks no spBv1.0')
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')

/** The same payload in their words. They write a data type with every metric; where we do not, their inner encoder serves. */
function theirBytes({ timestampMs, seq, metrics }: Payload): Uint8Array {
  const own = metrics.map(({ timestampMs: timestamp, ...metric }) => ({ ...metric, timestamp }))
  const head = { timestamp: timestampMs, ...(seq !== undefined && { seq }) }
  if (metrics.every(({ name }) => name !== undefined))
    return theirs?.encodePayload({ ...head, metrics: own }) ?? new Uint8Array()
  const { Payload: Inner } = proto.org.eclipse.tahu.protobuf
  const bare = own.map(({ type, value, ...metric }) => {
    const field = {
      Int64: 'longValue',
      Double: 'doubleValue',
      Boolean: 'booleanValue',
      String: 'stringValue',
    }[type]
    return Inner.Metric.create({ ...metric, ...(value === null ? { isNull: true } : { [field]: value }) })
  })
  return Inner.encode(Inner.create({ ...head, metrics: bare })).finish()
}

const value: fc.Arbitrary<Pick<Metric, 'type' | 'value'>> = fc.oneof(
  fc.record({ type: fc.constant('Int64' as const), value: fc.integer({ min: 0, max: 2 ** 31 }) }),
  fc.record({ type: fc.constant('Double' as const), value: fc.double({ noNaN: true }) }),
  fc.record({ type: fc.constant('Boolean' as const), value: fc.boolean() }),
  fc.record({ type: fc.constant('String' as const), value: fc.string({ unit: 'grapheme' }) }),
  fc.record({ type: fc.constantFrom('Int64' as const, 'String' as const), value: fc.constant(null) }),
)
const label = fc.oneof(
  fc.record({ name: fc.string({ unit: 'grapheme' }) }),
  fc.record({ name: fc.string(), alias: fc.nat(1000) }),
)
const timestampMs = fc.integer({ min: 0, max: 2 ** 41 })
const metricOf = (labels: fc.Arbitrary<Pick<Metric, 'name' | 'alias'>>) =>
  fc
    .tuple(labels, value, timestampMs, fc.boolean())
    .map(([a, b, at, isOld]) => ({ ...a, ...b, timestampMs: at, ...(isOld && { isHistorical: true }) }))
const payloadOf = (labels: fc.Arbitrary<Pick<Metric, 'name' | 'alias'>>): fc.Arbitrary<Payload> =>
  fc.record(
    { timestampMs, seq: fc.nat(255), metrics: fc.array(metricOf(labels), { maxLength: 8 }) },
    { requiredKeys: ['timestampMs', 'metrics'] },
  )

describe('the bytes are those of sparkplug-payload', () => {
  it.each([...said, will].map((message, index) => [index, message.verb, message] as const))(
    '%i: %s',
    (_index, _verb, { payload }) => {
      expect(hex(encodePayload(payload))).toBe(hex(theirBytes(payload)))
    },
  )

  it('for any births, deaths and data', () => {
    const aliases = fc.record({ alias: fc.nat(1000) })
    fc.assert(
      fc.property(
        fc.oneof(payloadOf(label), payloadOf(aliases)),
        (payload) => hex(encodePayload(payload)) === hex(theirBytes(payload)),
      ),
      { seed: 20_251_122, numRuns: 300 },
    )
  })
})

/** Chapter 6.4.16: the codes that their decoder names. */
describe('what the bytes say of data types', () => {
  const decoded = (payload: Payload) => theirs.decodePayload(encodePayload(payload)).metrics ?? []
  const inner = (payload: Payload) =>
    proto.org.eclipse.tahu.protobuf.Payload.decode(encodePayload(payload)).metrics
  const typed = () => {
    for (const { payload } of births)
      expect(decoded(payload).map(({ type }) => type)).toEqual(payload.metrics.map(({ type }) => type))
  }
  it('tck-id-payloads-metric-datatype-req', typed)
  it('tck-id-payloads-metric-datatype-value', typed)
  it('tck-id-payloads-metric-datatype-value-type', () => {
    for (const { payload } of births)
      for (const { datatype } of inner(payload)) expect(datatype).toBeTypeOf('number')
  })
  it('tck-id-payloads-metric-datatype-not-req', () => {
    for (const { payload } of data)
      for (const metric of inner(payload)) expect(Object.hasOwn(metric, 'datatype')).toBe(false)
  })
})

describe('what comes in', () => {
  it('is a command with its names and values', () => {
    const metrics = [{ name: 'Node Control/Rebirth', type: 'Boolean' as const, value: true }]
    expect(decodeCommand(theirs.encodePayload({ timestamp: 1, metrics }))).toEqual([
      { name: 'Node Control/Rebirth', value: true },
    ])
  })

  it('or nothing, whatever the bytes are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const command = decodeCommand(bytes)
        expect(command === null || Array.isArray(command)).toBe(true)
      }),
      { seed: 20_251_122 },
    )
    expect(decodeCommand(new Uint8Array([0x12, 0xff]))).toBeNull()
  })

  it('says whether a host is there', () => {
    expect(decodeState('{"online":true,"timestamp":5}')).toEqual({ isOnline: true, timestampMs: 5 })
    for (const text of ['ONLINE', '', '{}', '{"online":"true","timestamp":5}', '{"online":true}'])
      expect(decodeState(text)).toBeNull()
  })
})
