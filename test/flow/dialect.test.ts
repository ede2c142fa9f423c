import { once } from 'node:events'
import { connect } from 'node:net'
import { Ajv } from 'ajv'
import { fullFormats } from 'ajv-formats/dist/formats.js'
import modbus from 'jsmodbus'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { EventPage } from '../../edge/contract/api.ts'
import { topicName } from '../../edge/contract/event.ts'
import { machineKinds } from '../../edge/contract/machine.ts'
import { bdSeqOf, metric, startHost, verbOf } from '../service/sparkplug-stand.ts'
import { type Running, removeFolder, startJidoka, temporaryFolder } from './running.ts'

let data = ''
let service: Running
beforeAll(async () => {
  data = await temporaryFolder('sparkplug')
  // Seconds to the gate, so that verdicts are in time on a busy computer too.
  const belt = { JIDOKA_MODBUS_PORT: '0', JIDOKA_BELT_MM_PER_S: '100', JIDOKA_DEADLINE_MS: '2500' }
  const env = { JIDOKA_ADMIN_PASSWORD: 'correct horse', JIDOKA_SPARKPLUG_GROUP: 'plant', ...belt }
  service = await startJidoka({ data, args: ['--seed', '7'], env })
})
afterAll(async () => {
  await service?.kill()
  await removeFolder(data)
})

it('a running line says what its AsyncAPI document describes, and where', async () => {
  for await (const { topic } of service.results()) if (topic === 'incident') break
  const document = (await (await service.get('/api/v1/asyncapi.json')).json()) as {
    readonly channels: Readonly<Record<string, { readonly address: string }>>
  }
  const ajv = new Ajv({ strict: false, formats: fullFormats }).addSchema({ ...document, $id: 'doc' })
  const { events } = EventPage.parse(await (await service.get('/api/v1/events?limit=1000')).json())
  const seen = new Set<string>()
  for (const { topic, event } of events) {
    const name = topicName(topic) ?? topic
    seen.add(name)
    const check = ajv.getSchema(`doc#/components/messages/${name}/payload`)
    check?.(event)
    expect([name, check?.errors]).toEqual([name, null])
    const address = document.channels[name]?.address.replace(/\{\w+\}/, topic.split('/').at(-1) ?? '')
    expect(topic).toBe(address)
  }
  for (const name of ['result', 'defect', 'incident', 'station', 'condition']) expect(seen).toContain(name)
})

it('a running line opens its gate for good parts alone, and a PLC reads how many', async () => {
  const port = Number(/^gate +modbus:\/\/127\.0\.0\.1:(\d+)/m.exec(service.greeting)?.[1])
  const socket = connect(port, '127.0.0.1')
  const plc = new modbus.client.TCP(socket, 1, 5000)
  await once(socket, 'connect')
  const seen = new Set<string>()
  let [first, beat, passed, rejected] = [-1, -1, 0, 0]
  while (passed === 0 || rejected === 0 || beat === first || seen.size < 4) {
    const coils = (await plc.readCoils(0, 3)).response.body.valuesAsArray
    expect(coils[0]).not.toBe(coils[1])
    seen.add(`${coils[0]}${coils[2]}`)
    const words = (await plc.readInputRegisters(0, 7)).response.body.valuesAsArray
    beat = words[0] ?? -1
    if (first === -1) first = beat
    passed = words[2] ?? 0
    rejected = words[4] ?? 0
  }
  socket.destroy()
  expect(await (await service.get('/metrics')).text()).toMatch(/jidoka_gate_parts\{fate="passed"\} [1-9]/)
})

it('a running line is an edge node: births on request, parts as they come, and a death when it ends', async () => {
  const host = await startHost(service.mqttUrl, { password: 'correct horse' })
  await host.rebirth()
  let birth = await host.next()
  while (verbOf(birth) !== 'NBIRTH') birth = await host.next()
  expect(birth.topic).toBe('spBv1.0/plant/NBIRTH/steel-strip')
  expect(metric(birth, 'Properties/Line')?.value).toBe('steel-strip')
  expect(metric(birth, 'Properties/Is Simulated')?.value).toBe(true)
  const devices = await host.take(5)
  expect(devices.map(({ topic }) => topic.split('/')[4])).toEqual(['cell', ...machineKinds])
  const alias = metric(devices[0], 'Counts/OK')?.alias
  expect(alias).toBeDefined()
  let saidOk = false
  while (!saidOk) {
    const message = await host.next()
    saidOk = message.payload.metrics?.some((one) => String(one.alias) === String(alias)) ?? false
    if (saidOk) expect(message.topic).toBe('spBv1.0/plant/DDATA/steel-strip/cell')
  }
  const ended = service.stop()
  let last = await host.next()
  while (verbOf(last) !== 'NDEATH') last = await host.next()
  expect(bdSeqOf(last.payload)).toBe(0)
  expect(await ended).toBe(0)
  await host.close()
})
