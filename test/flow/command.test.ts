import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { AuditPage } from '../../edge/contract/audit.ts'
import { ReplyData } from '../../edge/contract/command.ts'
import { StationData } from '../../edge/contract/event.ts'
import { mosquitto, type RealBroker, startMosquitto } from '../broker/mosquitto.ts'
import { publishPacket, signIn, subscribePacket, type Wire } from '../broker/wire.ts'
import { runJidoka } from '../edge/process.ts'
import { type Running, removeFolder, startJidoka, temporaryFolder } from './running.ts'

const prefix = 'jidoka/demo/plant/hall/steel-strip/cell/_inspect/v1'
let data = ''
let service: Running
beforeAll(async () => {
  data = await temporaryFolder('command')
  service = await startJidoka({ data, args: ['--machine-hours-per-second', '0'] })
})
afterAll(async () => {
  await service?.kill()
  await removeFolder(data)
})

const passwordOf = (user: string) => new RegExp(`${user} (\\S{16})`).exec(service.greeting)?.[1] ?? ''
const wireAs = (user: string, clientId: string): Promise<Wire> =>
  signIn(Number(new URL(service.mqttUrl).port), { clientId, user, password: passwordOf(user) })

/** Subscribed to the answers. */
async function heard(wire: Wire): Promise<Wire> {
  await wire.send(subscribePacket(`${prefix}/reply`)).next()
  return wire
}

/** Publishes a command, and waits for the next answer. */
async function command(wire: Wire, name: string, payload: unknown): Promise<ReplyData> {
  const text = typeof payload === 'string' ? payload : JSON.stringify(payload)
  wire.send(publishPacket(`${prefix}/cmd/${name}`, text))
  return ReplyData.parse(JSON.parse((await wire.message())?.payload ?? '').data)
}

const condition = async () => StationData.parse(await (await service.get('/api/v1/condition')).json())
const metric = async (name: string) => {
  const text = await (await service.get('/metrics')).text()
  return Number(
    text
      .split('\n')
      .find((line) => line.startsWith(`${name} `))
      ?.split(' ')
      .at(-1) ?? 0,
  )
}

describe('a command over MQTT', () => {
  it('of an operator is carried out once, answered each time, and noted with the name', async () => {
    const wire = await heard(await wireAs('operator', 'panel'))
    const asked = { correlationId: 'dim-1', lampLevel: 0.7 }
    const done = { command: 'simulate/condition', correlationId: 'dim-1', user: 'operator', isDone: true }
    expect(await command(wire, 'simulate/condition', asked)).toMatchObject(done)
    expect(await condition()).toMatchObject({ lampLevel: 0.7, cause: 'operator', by: 'operator' })
    // A repeat, as QoS 1 may bring it, after somebody else has changed the same.
    await service.put('/api/v1/condition', { lampLevel: 0.9 })
    expect(await command(wire, 'simulate/condition', asked)).toMatchObject(done)
    expect((await condition()).lampLevel).toBe(0.9)
    const login = Buffer.from(`engineer:${passwordOf('engineer')}`).toString('base64')
    const headers = { authorization: `Basic ${login}` }
    const page = AuditPage.parse(await (await fetch(`${service.url}/api/v1/audit`, { headers })).json())
    const changes = page.entries.filter(({ kind }) => kind === 'station')
    expect(changes.map(({ user, about }) => [user, about.lampLevel])).toEqual([
      ['operator', 0.7],
      ['viewer', 0.9],
    ])
    expect(await metric('jidoka_commands_total{command="simulate/condition",outcome="done"}')).toBe(1)
  })

  it('that does not fit is refused as over HTTP', async () => {
    const wire = await heard(await wireAs('operator', 'clumsy'))
    const codeOf = async (name: string, payload: unknown) => (await command(wire, name, payload)).code
    expect(await codeOf('simulate/condition', { correlationId: 'b-1', lampLevel: 7 })).toBe('REQUEST_INVALID')
    expect(await codeOf('simulate/condition', { lampLevel: 0.5 })).toBe('REQUEST_INVALID')
    expect(await codeOf('simulate/condition', '{')).toBe('REQUEST_INVALID')
    expect(await codeOf('simulate/weather', { correlationId: 'b-2' })).toBe('NOT_FOUND')
    expect(await codeOf('acknowledge/alarm', { correlationId: 'b-3', alarmId: 'none' })).toBe('NOT_FOUND')
    expect(await codeOf('acknowledge/shelve', { correlationId: 'b-4', alarmId: 'none', minutes: 5 })).toBe(
      'NOT_FOUND',
    )
    expect(await codeOf('review/part', { correlationId: 'b-5', partId: 'none', decision: 'OK' })).toBe(
      'NOT_FOUND',
    )
    const intervention = { correlationId: 'b-6', machine: 'mill-spindle', action: 'wear' }
    expect(await codeOf('simulate/intervention', intervention)).toBe('NOT_FOUND')
  })

  it('of somebody who was removed is refused on a connection that still stands', async () => {
    const { exitCode, out } = await runJidoka(['user', 'temp', '--role', 'operator', '--data', data])
    expect(exitCode).toBe(0)
    const password = /\S{16}/.exec(out)?.[0] ?? ''
    const port = Number(new URL(service.mqttUrl).port)
    const wire = await heard(await signIn(port, { clientId: 'temp', user: 'temp', password }))
    const dim = (correlationId: string) =>
      command(wire, 'simulate/condition', { correlationId, lampLevel: 0.8 })
    expect((await dim('d-1')).isDone).toBe(true)
    await runJidoka(['user', 'temp', '--remove', '--data', data])
    expect((await dim('d-2')).code).toBe('ROLE_TOO_LOW')
  })

  it('of a viewer, or one that is to be retained, is denied and counted, and the station hears nothing', async () => {
    const before = { ...(await condition()), denied: await metric('jidoka_denied_total{act="publish"}') }
    const topic = `${prefix}/cmd/simulate/condition`
    const payload = JSON.stringify({ correlationId: 'c-1', lampLevel: 0.1 })
    const viewer = await wireAs('viewer', 'curious')
    await viewer.send(publishPacket(topic, payload)).next()
    const operator = await wireAs('operator', 'stubborn')
    await operator.send(publishPacket(topic, payload, { retain: true })).next()
    expect({ ...(await condition()), denied: await metric('jidoka_denied_total{act="publish"}') }).toEqual({
      ...before,
      denied: before.denied + 2,
    })
  })
})

if (!mosquitto)
  console.warn('NOT TESTED: commands on a broker of one’s own, for `mosquitto` is not installed here.')

describe.skipIf(!mosquitto)('a command on a broker of one’s own', () => {
  let broker: RealBroker
  let own: Running
  let folder = ''
  beforeAll(async () => {
    broker = await startMosquitto()
    folder = await temporaryFolder('command-own')
    const args = ['--broker', broker.url, '--broker-commands', 'on', '--machine-hours-per-second', '0']
    own = await startJidoka({ data: folder, args })
  })
  afterAll(async () => {
    await own?.kill()
    await broker?.close()
    await removeFolder(folder)
  })

  it('is taken where the settings say so, in nobody’s name', async () => {
    const wire = await heard(await signIn(broker.port, { clientId: 'panel' }))
    const reply = await command(wire, 'simulate/condition', { correlationId: 'o-1', lensSmear: 0.2 })
    expect(reply).toMatchObject({ isDone: true, user: 'someone@broker' })
  })
})
