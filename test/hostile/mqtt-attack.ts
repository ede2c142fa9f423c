import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { rngFromSeed } from '../../datasets/rng.ts'
import {
  connectPacket,
  header,
  pingPacket,
  publishPacket,
  signIn,
  subscribePacket,
  Wire,
} from '../broker/wire.ts'
import { mqttInput } from './mqtt-input.ts'
import type { Outcome } from './report.ts'
import { wait } from './valid-client.ts'

export interface MqttTarget {
  readonly port: number
  readonly viewer: { readonly user: string; readonly password: string }
  readonly admin: { readonly user: string; readonly password: string }
}

/** Linux has all of 127: many addresses, and no shortage of ports. */
const addressOf = (index: number, net: number): string =>
  process.platform === 'linux' ? `127.0.${net}.${1 + (index % 250)}` : '127.0.0.1'

const dial = (port: number, from: string): Socket =>
  connect({ port, host: '127.0.0.1', localAddress: from })
    .on('error', () => undefined)
    .resume()

/** How long the broker has to say something to what may be half a packet. */
const patienceMs = 40

/** Inputs of the packet grammar, each on a connection of its own, 48 at a time; every one must end. */
export async function fuzz(target: MqttTarget, seed: number, inputs: number): Promise<Outcome> {
  const rng = rngFromSeed(seed)
  const counts = { next: 0, signedIn: 0, closed: 0 }
  async function worker(): Promise<void> {
    while (counts.next < inputs) {
      const index = counts.next++
      const { login, pieces } = mqttInput(rng, index, [target.viewer, target.admin])
      // Who guesses wrong passwords does so from addresses of their own.
      const socket = dial(target.port, addressOf(index, login ? 1 : 2))
      const closed = new Promise((resolve) => socket.once('close', resolve))
      const heard = () => Promise.race([new Promise((resolve) => socket.once('data', resolve)), closed])
      if (login) {
        socket.write(login)
        await heard()
        if (!socket.closed) counts.signedIn++
      }
      for (const piece of [...pieces, pingPacket]) if (!socket.destroyed) socket.write(piece)
      await Promise.race([login ? heard() : closed, wait(patienceMs)])
      if (socket.closed) counts.closed++
      socket.end()
      await closed
    }
  }
  await Promise.all(Array.from({ length: 48 }, worker))
  const found = `${counts.signedIn} were signed in, ${counts.closed} were closed by the broker, all ended`
  return { name: `MQTT fuzz, ${inputs} inputs`, isHeld: counts.signedIn > inputs / 2, found }
}

/** Silent ones, half a CONNECT and wrong logins, in waves that stay until the next. */
export async function flood({ port }: MqttTarget, connections: number): Promise<Outcome> {
  const wave = 500
  const login = connectPacket({ clientId: 'flood', user: 'viewer', password: 'guess' })
  let turnedAway = 0
  for (let done = 0; done < connections; done += wave) {
    const sockets = Array.from({ length: Math.min(wave, connections - done) }, (_, index) => {
      const socket = dial(port, addressOf(index % 5 === 0 ? index : 0, 3))
      if (index % 3 === 1) socket.write(login.subarray(0, 9))
      if (index % 100 === 2) socket.write(login)
      return socket
    })
    await Promise.all(sockets.map((socket) => Promise.race([once(socket, 'connect'), once(socket, 'close')])))
    await wait(100)
    turnedAway += sockets.filter((socket) => socket.closed).length
    for (const socket of sockets) socket.resetAndDestroy()
  }
  const isHeld = connections < wave || turnedAway > 0
  return {
    name: `MQTT flood, ${connections} connections`,
    isHeld,
    found: `${turnedAway} turned away within 0.1 s`,
  }
}

/** Topics of thousands of levels, to subscribe to and to publish on: refused, and the broker stays. */
export async function deepTopics({ port, admin }: MqttTarget): Promise<Outcome> {
  const deep = ['/'.repeat(65_000), 'a/'.repeat(30_000), '+/'.repeat(30_000), `${'a/'.repeat(200)}#`]
  let granted = 0
  for (const [index, topic] of deep.entries()) {
    for (const bytes of [subscribePacket(topic), publishPacket(topic, 'x', { retain: true })]) {
      const wire = await signIn(port, { clientId: `deep-${index}`, ...admin })
      const answer = await wire.send(bytes).next()
      if (answer && (answer.type === 4 || answer.body[2] !== 0x80)) granted++
      wire.socket.destroy()
    }
  }
  return {
    name: 'MQTT deep topics',
    isHeld: granted === 0,
    found: `${granted} of ${2 * deep.length} were taken`,
  }
}

/** Packets that announce 60 MB, before and after a sign-in, with as much of it as the broker reads. */
export async function hugePackets({ port, admin }: MqttTarget): Promise<Outcome> {
  const piece = Buffer.alloc(64 * 1024)
  let mostBytes = 0
  for (const isSignedIn of [false, true, true]) {
    const wire = isSignedIn ? await signIn(port, { clientId: 'huge', ...admin }) : new Wire(port)
    wire.send(header(isSignedIn ? 3 : 1, 0, 60_000_000))
    while (!wire.socket.destroyed && wire.socket.bytesWritten < 61_000_000)
      if (!wire.socket.write(piece))
        await Promise.race([once(wire.socket, 'drain').catch(() => null), wire.closed])
    mostBytes = Math.max(mostBytes, wire.socket.bytesWritten)
    wire.socket.destroy()
  }
  const found = `closed after at most ${(mostBytes / 1e6).toFixed(1)} MB`
  return { name: 'MQTT packets of 60 MB', isHeld: mostBytes < 30_000_000, found }
}

/** A hundred retained messages of 1 MB: the broker keeps as much as it grants, and tells admins of the others. */
export async function hoard({ port, admin }: MqttTarget): Promise<Outcome> {
  const ear = await signIn(port, { clientId: 'ear', ...admin })
  await ear.send(subscribePacket('$SYS/jidoka/denied')).next()
  const wire = await signIn(port, { clientId: 'hoard', ...admin })
  const payload = 'x'.repeat(1_000_000)
  for (let id = 1; id <= 100; id++) {
    wire.send(publishPacket(`hoard/${id}`, payload, { id, retain: true }))
    if ((await wire.next())?.type !== 4) return { name: 'MQTT hoard', isHeld: false, found: `lost at ${id}` }
  }
  let refused = 0
  for (let pongs = 0; pongs < 3; ) {
    const packet = await ear.send(pingPacket).next()
    if (!packet) return { name: 'MQTT hoard', isHeld: false, found: 'the admin was dropped' }
    if (packet.type === 3) refused++
    else pongs++
  }
  for (const one of [wire, ear]) one.socket.destroy()
  return {
    name: 'MQTT hoard of 100 MB',
    isHeld: refused >= 60,
    found: `${100 - refused} of 100 messages were kept`,
  }
}
