import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { AlarmData } from '../../edge/contract/alarm.ts'
import { MachineCondition } from '../../edge/contract/condition.ts'
import { topicName } from '../../edge/contract/event.ts'
import { machineKinds } from '../../edge/contract/machine.ts'
import { MachineDetail, MachineState, PlantState } from '../../edge/contract/plant.ts'
import { openBook } from '../../edge/io/book.ts'
import { signIn, subscribePacket } from '../broker/wire.ts'
import { type Running, removeFolder, startJidoka, temporaryFolder } from './running.ts'

let data = ''
let service: Running
beforeAll(async () => {
  data = await temporaryFolder('machines 设备')
  service = await startJidoka({ data, args: ['--seed', '7', '--machine-hours-per-second', '20'] })
})
afterAll(async () => {
  await service?.kill()
  await removeFolder(data)
})

const plant = async () => PlantState.parse(await (await service.get('/api/v1/machines')).json())
const post = async (route: string, body: unknown = {}) => {
  const headers = { cookie: service.cookie, 'content-type': 'application/json' }
  const answer = await fetch(service.url + route, { method: 'POST', headers, body: JSON.stringify(body) })
  expect(answer.status).toBe(200)
  return answer.json()
}
const press = async (machine: string, action: string) =>
  MachineState.parse(await post(`/api/v1/machines/${machine}/interventions`, { action }))
/** Waits for the alarm to be said on the bus, and heard by the board's ear, with its cause there. */
async function alarmOf(machine: string): Promise<AlarmData> {
  for await (const { topic, data: said } of service.results())
    if (topic === 'alarm' && said.alarmId === `${machine}.sensor` && said.isActive)
      return AlarmData.parse(said)
  throw new Error('the stream ended')
}
/** A stranger's client at the broker, subscribed to one kind of thing. */
async function earAt(of: 'condition' | 'alarm') {
  const password = /-P (\S+)/.exec(service.greeting)?.[1] ?? ''
  const port = Number(new URL(service.mqttUrl).port)
  const wire = await signIn(port, { clientId: `ear-${of}`, user: 'viewer', password })
  await wire.send(subscribePacket(`+/+/+/+/+/+/_inspect/v1/${of}/+`)).next()
  return wire
}

describe('the machines of a running service', () => {
  it('are told on the bus, each under its own topic, as simulated', async () => {
    const wire = await earAt('condition')
    const heard = new Map<string, MachineCondition>()
    while (heard.size < machineKinds.length) {
      const message = await wire.message()
      expect(topicName(message?.topic ?? '')).toBe('condition')
      const condition = MachineCondition.parse(JSON.parse(message?.payload ?? '').data)
      heard.set(String(message?.topic.split('/').at(-1)), condition)
    }
    expect([...heard.keys()].sort()).toEqual([...machineKinds].sort())
    for (const [kind, condition] of heard) expect(condition).toMatchObject({ kind, isSimulated: true })
  })

  it('are shown over HTTP, with the envelope spectrum of the spindle', async () => {
    const { machines, hoursPerSecond } = await plant()
    expect([machines.map(({ machine }) => machine), hoursPerSecond]).toEqual([[...machineKinds], 20])
    const detail = async (machine: string) =>
      MachineDetail.parse(await (await service.get(`/api/v1/machines/${machine}`)).json())
    expect((await detail('camera-lamp')).envelope).toBeNull()
    const { present } = await detail('mill-spindle')
    expect(present.truth).toBeNull()
    expect(present.ageH.length).toBeGreaterThan(0)
    expect(await (await fetch(`${service.url}/metrics`)).text()).toContain('jidoka_alarms ')
  })

  it('a sensor that is stuck by hand raises an alarm; a person acknowledges it; kill -9 forgets neither', async () => {
    const [calls] = await Promise.all([alarmOf('stamping-press'), press('stamping-press', 'stick')])
    expect(calls).toMatchObject({ kind: 'sensor', priority: 'low', isSimulated: true })
    await Promise.all([alarmOf('conveyor-gearmotor'), press('conveyor-gearmotor', 'stick')])
    const said = AlarmData.parse(await post('/api/v1/alarms/stamping-press.sensor/acknowledge'))
    expect(said).toMatchObject({ state: 'Acknowledged', by: 'viewer', isActive: true })
    await service.kill()

    const book = openBook(data)
    expect(book.alarms().find(({ alarmId }) => alarmId === said.alarmId)).toMatchObject({
      by: 'viewer',
      isAcknowledged: true,
    })
    const events = book.events(0, 100_000).filter(({ topic }) => topic.endsWith(`/alarm/${said.alarmId}`))
    expect(events.map(({ payload }) => JSON.parse(payload).data)).toContainEqual(said)
    book.close()

    // No machine runs now, so none of their alarms holds: the one that somebody saw goes, the other still calls.
    service = await startJidoka({ data, args: ['--seed', '7', '--machine-hours-per-second', '0'] })
    const { machines, alarms } = await plant()
    expect(machines).toEqual([])
    const states = Object.fromEntries(alarms.map(({ alarmId, state }) => [alarmId, state]))
    expect(states['stamping-press.sensor']).toBeUndefined()
    expect(states['conveyor-gearmotor.sensor']).toBe('ReturnedToNormalUnacknowledged')
    const wire = await earAt('alarm')
    for (let isHeard = false; !isHeard; ) {
      const { data: alarm } = JSON.parse((await wire.message())?.payload || '{}')
      isHeard =
        alarm?.alarmId === 'conveyor-gearmotor.sensor' && alarm.state === 'ReturnedToNormalUnacknowledged'
    }
    expect(await service.stop()).toBe(0)
  })
})
