import type { Rng } from '../../edge/contract/port.ts'
import { connectPacket, header } from '../broker/wire.ts'

/** One hostile connection: a right login, after whose answer the rest comes, or null; and the rest, in pieces. */
export interface MqttInput {
  readonly login: Buffer | null
  readonly pieces: readonly Buffer[]
}

const whole = (rng: Rng, below: number): number => Math.floor(rng.next() * below)
const pick = <T>(rng: Rng, from: readonly T[]): T => from[whole(rng, from.length)] as T
const chance = (rng: Rng, share: number): boolean => rng.next() < share
const bytes = (rng: Rng, length: number): Buffer => Buffer.from(Array.from({ length }, () => whole(rng, 256)))
const number16 = (value: number): Buffer => Buffer.from([(value >> 8) & 255, value & 255])

const texts = [
  ...['', '/', '#', '+', '+/+', 'a/b', '$SYS/#', '$share/g/#', '$', '#/a', 'a/+b', '\0', '\ufeff', '\ud800'],
  ...['__proto__', 'constructor', '__proto__/polluted', '../../etc/passwd', 'x/_inspect/v1/result', '%c/%u'],
  ...['/'.repeat(200), '+/'.repeat(100), 'a'.repeat(3000), '质检/'.repeat(30)],
]

/** A length-prefixed text (1.5.3), whose length may lie and whose bytes may be no UTF-8. */
function field(rng: Rng): Buffer {
  const body = chance(rng, 0.1) ? bytes(rng, whole(rng, 40)) : Buffer.from(pick(rng, texts))
  const length = chance(rng, 0.1) ? pick(rng, [0, 1, body.length + 1, 0xffff]) : body.length
  return Buffer.concat([number16(length), body])
}

const id = (rng: Rng): Buffer => number16(pick(rng, [0, 1, 2, 0xffff, whole(rng, 0x10000)]))
const some = (rng: Rng, most: number, one: () => Buffer): Buffer[] =>
  Array.from({ length: whole(rng, most + 1) }, one)

/** What follows the fixed header, by the type of packet (3.1 to 3.14); types 0 and 15 are kept by the standard. */
const bodies: readonly ((rng: Rng) => Buffer[])[] = [
  (rng) => [bytes(rng, whole(rng, 20))],
  (rng) => [
    ...[pick(rng, [Buffer.from('\0\x04MQTT'), Buffer.from('\0\x06MQIsdp'), field(rng)])],
    ...[Buffer.from([pick(rng, [3, 4, 5, 131, 0, 255]), whole(rng, 256)]), id(rng)],
    ...some(rng, 5, () => field(rng)),
  ],
  (rng) => [bytes(rng, 2)],
  (rng) => [field(rng), ...(chance(rng, 0.7) ? [id(rng)] : []), bytes(rng, whole(rng, 60))],
  ...Array.from({ length: 4 }, () => (rng: Rng) => [id(rng)]),
  (rng) => [id(rng), ...some(rng, 6, () => Buffer.concat([field(rng), Buffer.from([whole(rng, 4)])]))],
  (rng) => [id(rng), bytes(rng, whole(rng, 4))],
  (rng) => [id(rng), ...some(rng, 6, () => field(rng))],
  (rng) => [id(rng)],
  ...Array.from({ length: 4 }, () => (rng: Rng) => (chance(rng, 0.8) ? [] : [bytes(rng, whole(rng, 9))])),
]

/** A packet of any type, with its own flags or any, whose length may lie or never end. */
function packet(rng: Rng): Buffer {
  const type = whole(rng, 16)
  const body = Buffer.concat(bodies[type]?.(rng) ?? [])
  const flags = chance(rng, 0.6) ? (type === 6 || type === 8 || type === 10 ? 2 : 0) : whole(rng, 16)
  const length = chance(rng, 0.08) ? pick(rng, [0, body.length + 1, 2_000_000, 268_435_455]) : body.length
  if (chance(rng, 0.02)) return Buffer.from([(type << 4) | flags, 0xff, 0xff, 0xff, 0xff, 0xff, 1])
  return Buffer.concat([header(type, flags, length), body])
}

function mutated(rng: Rng, packet: Buffer): Buffer {
  if (packet.length === 0 || chance(rng, 0.7)) return packet
  const at = whole(rng, packet.length)
  const change = whole(rng, 4)
  if (change === 0) return packet.subarray(0, at)
  if (change === 1)
    return Buffer.concat([packet.subarray(0, at), bytes(rng, 1 + whole(rng, 5)), packet.subarray(at)])
  if (change === 2) return Buffer.concat([packet, packet])
  return Buffer.from(packet.map((byte, index) => (index === at ? byte ^ (1 << whole(rng, 8)) : byte)))
}

/** Input `index` of a seed is always the same. Most begin with a right login, so that the rest is heard. */
export function mqttInput(
  seed: Rng,
  index: number,
  logins: readonly { readonly user: string; readonly password: string }[],
): MqttInput {
  const rng = seed.fork(`input/${index}`)
  const login = connectPacket({
    clientId: pick(rng, ['', 'a', `fuzz-${index}`, '__proto__']),
    ...pick(rng, logins),
  })
  const packets = Array.from({ length: 1 + whole(rng, 5) }, () => mutated(rng, packet(rng)))
  const isSignedIn = chance(rng, 0.6)
  const all = Buffer.concat([...(!isSignedIn && chance(rng, 0.3) ? [mutated(rng, login)] : []), ...packets])
  const cut = chance(rng, 0.3) ? whole(rng, all.length + 1) : all.length
  const pieces = [all.subarray(0, cut), all.subarray(cut)].filter((piece) => piece.length > 0)
  return { login: isSignedIn ? login : null, pieces }
}
