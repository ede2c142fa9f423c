import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

/** What a client sent over one connection, read by hand from the bytes (MQTT 3.1.1). */
export interface Tapped {
  readonly connect: {
    readonly isClean: boolean
    readonly will: Published
  }
  readonly subscribed: readonly { readonly filter: string; readonly qos: number }[]
  readonly published: readonly Published[]
  readonly hasDisconnected: boolean
}

export interface Published {
  readonly topic: string
  readonly payload: Buffer
  readonly qos: number
  readonly isRetained: boolean
}

interface Packet {
  readonly type: number
  readonly flags: number
  readonly body: Buffer
}

function packetsOf(bytes: Buffer): Packet[] {
  const packets: Packet[] = []
  for (let at = 0; at < bytes.length; ) {
    const first = bytes[at++] ?? 0
    let [length, weight] = [0, 1]
    for (let more = true; more; weight *= 128) {
      const byte = bytes[at++] ?? 0
      length += (byte & 127) * weight
      more = byte >= 128
    }
    packets.push({ type: first >> 4, flags: first & 15, body: bytes.subarray(at, at + length) })
    at += length
  }
  return packets
}

/** Texts and payloads, each with its length before it. */
function fields(body: Buffer, start: number) {
  let at = start
  return () => {
    const from = at + 2
    at = from + body.readUInt16BE(from - 2)
    return body.subarray(from, at)
  }
}

function read(bytes: Buffer): Tapped {
  const packets = packetsOf(bytes)
  const hello = packets.find(({ type }) => type === 1)?.body ?? Buffer.alloc(12)
  const flags = hello[7] ?? 0
  const next = fields(hello, 10)
  next()
  const will = {
    topic: next().toString(),
    payload: next(),
    qos: (flags >> 3) & 3,
    isRetained: (flags & 32) !== 0,
  }
  return {
    connect: { isClean: (flags & 2) !== 0, will },
    subscribed: packets.flatMap(({ type, body }) => (type === 8 ? filtersOf(body) : [])),
    published: packets.flatMap((packet) => (packet.type === 3 ? [publishedOf(packet)] : [])),
    hasDisconnected: packets.at(-1)?.type === 14,
  }
}

function filtersOf(body: Buffer): Tapped['subscribed'][number][] {
  const filters = []
  for (let at = 2; at < body.length; ) {
    const length = body.readUInt16BE(at)
    filters.push({ filter: body.toString('utf8', at + 2, at + 2 + length), qos: body[at + 2 + length] ?? 0 })
    at += 3 + length
  }
  return filters
}

function publishedOf({ flags, body }: Packet): Published {
  const length = body.readUInt16BE()
  const qos = (flags >> 1) & 3
  const start = 2 + length + (qos > 0 ? 2 : 0)
  return {
    topic: body.toString('utf8', 2, 2 + length),
    payload: body.subarray(start),
    qos,
    isRetained: (flags & 1) === 1,
  }
}

/** A cable to a broker that keeps what the client says, and can be cut. */
export async function tapTo(port: number) {
  const said: Buffer[][] = []
  const open = new Set<Socket>()
  const server = createServer((near) => {
    const far = connect(port, '127.0.0.1')
    const bytes: Buffer[] = []
    said.push(bytes)
    near.on('data', (chunk) => bytes.push(chunk))
    near.pipe(far)
    far.pipe(near)
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(one)
      one.on('error', () => undefined)
      one.on('close', () => {
        open.delete(one)
        other.destroy()
      })
    }
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const cut = () => {
    for (const socket of open) socket.destroy()
  }
  return {
    url: `mqtt://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`,
    /** Connection by connection. */
    tapped: (): Tapped[] => said.map((bytes) => read(Buffer.concat(bytes))),
    openConnections: () => open.size / 2,
    cut,
    close() {
      server.close()
      cut()
    },
  }
}
