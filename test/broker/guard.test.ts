import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { packetMeter } from '../../broker/guard.ts'
import { header } from './wire.ts'

const limits = { firstBytes: 100, laterBytes: 20_000 }
const bytesOf = (lengths: readonly number[]) =>
  Buffer.concat(lengths.flatMap((length) => [header(3, 0, length), Buffer.alloc(length, 0xff)]))

describe('the packet meter', () => {
  it('names the first packet over its limit, however the bytes are cut into chunks', () => {
    const lengths = fc.array(
      fc.oneof(fc.constantFrom(0, 100, 101, 127, 128, 16_383, 16_384, 20_001), fc.nat(300)),
    )
    fc.assert(
      fc.property(lengths, fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1 }), (packets, cuts) => {
        const meter = packetMeter(limits)
        const bytes = bytesOf(packets)
        let found: number | null = null
        for (let at = 0, turn = 0; at < bytes.length && found === null; turn += 1) {
          const step = cuts[turn % cuts.length] ?? 1
          found = meter(bytes.subarray(at, at + step))
          at += step
        }
        const expected = packets.find(
          (length, index) => length > (index === 0 ? limits.firstBytes : limits.laterBytes),
        )
        expect(found).toBe(expected ?? null)
      }),
    )
  })

  it('speaks at the header, before the body comes', () => {
    const meter = packetMeter(limits)
    expect(meter(header(1, 0, 0))).toBeNull()
    expect(meter(header(3, 0, 60_000_000))).toBeGreaterThan(limits.laterBytes)
  })
})
