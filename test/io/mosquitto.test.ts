import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { type Bus, connectBus } from '../../edge/io/bus.ts'
import { wallClock } from '../../edge/io/clock.ts'
import { startPump } from '../../edge/io/pump.ts'
import { keptLog } from '../broker/local-broker.ts'
import { freePort, mosquitto } from '../broker/mosquitto.ts'
import { signIn, subscribePacket, type Wire } from '../broker/wire.ts'
import { MemoryOutbox } from './memory-outbox.ts'

const passwd = ['mosquitto_passwd', '/usr/bin/mosquitto_passwd'].find((name) => !spawnSync(name).error)
if (!mosquitto || !passwd) {
  console.warn(
    'NOT TESTED against a real Mosquitto: `mosquitto` and `mosquitto_passwd` are not installed here.',
  )
}

const prefix = 'jidoka/demo/plant/hall/steel-strip/cell/_inspect/v1'
let folder = ''
let port = 0
let broker: ChildProcess | null = null

function start(): void {
  broker = spawn(mosquitto ?? '', ['-c', join(folder, 'mosquitto.conf')], { stdio: 'ignore' })
}

async function stop(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  if (!broker || broker.exitCode !== null || broker.signalCode !== null) return
  const ended = once(broker, 'exit')
  broker.kill(signal)
  await ended
}

function busAs(password: string): Bus {
  const bus = connectBus({
    url: `mqtt://127.0.0.1:${port}`,
    clientId: 'edge',
    user: 'edge',
    password,
    will: { topic: `${prefix}/status`, payload: 'offline', qos: 1, retain: true },
    clock: wallClock,
    log: keptLog,
  })
  onTestFinished(() => bus.close())
  return bus
}

const connected = (bus: Bus) => new Promise<void>((resolve) => bus.onConnect(resolve))

async function ear(): Promise<Wire> {
  const wire = await signIn(port, { clientId: 'ear', user: 'edge', password: 'right' })
  await wire.send(subscribePacket(`${prefix}/#`)).next()
  return wire
}

describe.skipIf(!mosquitto || !passwd)('a real Mosquitto', () => {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'jidoka-mosquitto-'))
    port = await freePort()
    const users = join(folder, 'users')
    spawnSync(passwd ?? '', ['-b', '-c', users, 'edge', 'right'])
    await writeFile(
      join(folder, 'mosquitto.conf'),
      [
        `listener ${port} 127.0.0.1`,
        'allow_anonymous false',
        `password_file ${users}`,
        // Without `user` it would become another user, who may not read the folder.
        'user root',
        'max_queued_messages 100000',
        'max_inflight_messages 200',
        'set_tcp_nodelay true',
        '',
      ].join('\n'),
    )
    start()
  })
  afterAll(async () => {
    await stop('SIGTERM')
    await rm(folder, { recursive: true })
  })

  it('takes every row in order, and the rest after it was killed and started again', async () => {
    const outbox = new MemoryOutbox(`${prefix}/result`)
    const bus = busAs('right')
    await connected(bus)
    const first = await ear()
    const pump = startPump({ outbox, bus, log: keptLog })
    outbox.add(200)
    pump.nudge()
    const heard: number[] = []
    while (heard.length < 200) heard.push(Number((await first.message())?.payload))
    expect(heard).toEqual(Array.from({ length: 200 }, (_, index) => index + 1))
    await outbox.whenEmpty()
    await stop('SIGKILL')
    outbox.add(200)
    const back = connected(bus)
    start()
    await back
    await outbox.whenEmpty()
    expect(outbox.acknowledged).toEqual(Array.from({ length: 400 }, (_, index) => index + 1))
  })

  it('says the will of a bus that vanishes, and none for one that leaves', async () => {
    const bus = busAs('right')
    await connected(bus)
    const wire = await ear()
    // The same client id ends the first connection without a DISCONNECT (MQTT 3.1.1, 3.1.4).
    const back = connected(bus)
    await signIn(port, { clientId: 'edge', user: 'edge', password: 'right' })
    expect((await wire.message())?.payload).toBe('offline')
    await back
    await bus.close([{ topic: `${prefix}/status`, payload: 'goodbye', qos: 1, retain: true }])
    expect((await wire.message())?.payload).toBe('goodbye')
    const late = await ear()
    expect(await late.message()).toMatchObject({ payload: 'goodbye', isRetained: true })
  })

  it('refuses a wrong login, and the bus says so', async () => {
    await expect(busAs('wrong').whenConnected()).rejects.toMatchObject({ code: 'NOT_SIGNED_IN' })
  })
})
