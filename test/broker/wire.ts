import { connect, type Socket } from 'node:net'

/** A hand-written MQTT 3.1.1 client, independent of the libraries under test: bytes out, packets in. */

const text = (value: string) => {
  const bytes = Buffer.from(value)
  return Buffer.concat([number16(bytes.length), bytes])
}

function number16(value: number): Buffer {
  const bytes = Buffer.alloc(2)
  bytes.writeUInt16BE(value)
  return bytes
}

/** Fixed header with the length in base 128 (2.2.3). */
export function header(type: number, flags: number, length: number): Buffer {
  const bytes = [(type << 4) | flags]
  let left = length
  do {
    bytes.push((left % 128) + (left >= 128 ? 128 : 0))
    left = Math.floor(left / 128)
  } while (left > 0)
  return Buffer.from(bytes)
}

const packet = (type: number, flags: number, ...parts: Buffer[]) => {
  const body = Buffer.concat(parts)
  return Buffer.concat([header(type, flags, body.length), body])
}

export interface Login {
  readonly clientId: string
  readonly user?: string
  readonly password?: string
  readonly isClean?: boolean
  readonly will?: { topic: string; payload: string }
}

export function connectPacket({ clientId, user, password, isClean = true, will }: Login): Buffer {
  const flags =
    (user === undefined ? 0 : 0x80) |
    (password === undefined ? 0 : 0x40) |
    (will ? 0x0c : 0) |
    (isClean ? 2 : 0)
  const optional = [will?.topic, will?.payload, user, password].filter((value) => value !== undefined)
  return packet(1, 0, text('MQTT'), Buffer.from([4, flags, 0, 60]), text(clientId), ...optional.map(text))
}

export const publishPacket = (topic: string, payload: string, { id = 1, retain = false } = {}): Buffer =>
  packet(3, 2 | (retain ? 1 : 0), text(topic), number16(id), Buffer.from(payload))

export const subscribePacket = (filter: string, id = 1): Buffer =>
  packet(8, 2, number16(id), text(filter), Buffer.from([1]))

export const unsubscribePacket = (filter: string, id = 1): Buffer => packet(10, 2, number16(id), text(filter))
export const pingPacket = packet(12, 0)

export interface Packet {
  readonly type: number
  readonly flags: number
  readonly body: Buffer
}

export class Wire {
  readonly socket: Socket
  readonly closed: Promise<unknown>
  #buffer = Buffer.alloc(0)
  #isClosed = false

  /** @param from the address that it comes from; Linux has all of 127 */
  constructor(port: number, from = '127.0.0.1') {
    this.socket = connect({ port, host: '127.0.0.1', localAddress: from })
    this.closed = new Promise((resolve) => this.socket.once('close', resolve))
    this.socket.on('error', () => undefined)
    this.socket.on('close', () => {
      this.#isClosed = true
    })
    this.socket.on('data', (chunk) => {
      this.#buffer = Buffer.concat([this.#buffer, chunk])
    })
  }

  send(bytes: Buffer): this {
    this.socket.write(bytes)
    return this
  }

  /** The next packet, or null once the broker has closed the connection. */
  async next(): Promise<Packet | null> {
    for (;;) {
      const found = this.#take()
      if (found || this.#isClosed) return found
      await Promise.race([new Promise((resolve) => this.socket.once('data', resolve)), this.closed])
    }
  }

  /** The next PUBLISH; acknowledgements in between are passed over. */
  async message(): Promise<{ topic: string; payload: string; isRetained: boolean } | null> {
    const found = await this.next()
    if (!found) return null
    if (found.type !== 3) return this.message()
    const topicLength = found.body.readUInt16BE()
    const start = 2 + topicLength + (found.flags & 6 ? 2 : 0)
    return {
      topic: found.body.toString('utf8', 2, 2 + topicLength),
      payload: found.body.toString('utf8', start),
      isRetained: (found.flags & 1) === 1,
    }
  }

  #take(): Packet | null {
    let length = 0
    for (let at = 1; at < Math.min(this.#buffer.length, 5); at += 1) {
      const byte = this.#buffer[at] ?? 0
      length += (byte & 127) * 128 ** (at - 1)
      if (byte >= 128) continue
      const end = at + 1 + length
      if (this.#buffer.length < end) return null
      const first = this.#buffer[0] ?? 0
      const body = this.#buffer.subarray(at + 1, end)
      this.#buffer = this.#buffer.subarray(end)
      return { type: first >> 4, flags: first & 15, body }
    }
    return null
  }
}

/** Connects, signs in and passes over the CONNACK. */
export async function signIn(port: number, login: Login, wire = new Wire(port)): Promise<Wire> {
  wire.send(connectPacket(login))
  const connack = await wire.next()
  if (connack?.type !== 2 || connack.body[1] !== 0) throw new Error(`refused with ${connack?.body[1]}`)
  return wire
}
