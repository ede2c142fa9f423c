import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { BoardState, EventPage } from '../../edge/contract/api.ts'
import { CloudEvent, ResultData } from '../../edge/contract/event.ts'
import { IncidentData } from '../../edge/contract/incident.ts'
import { connectBus } from '../../edge/io/bus.ts'
import { wallClock } from '../../edge/io/clock.ts'
import { readImage } from '../../edge/io/image.ts'
import { createLog } from '../../edge/io/log.ts'
import { launcher } from '../edge/process.ts'
import { type Running, removeFolder, startJidoka, temporaryFolder } from './running.ts'

let data = ''
let service: Running
beforeAll(async () => {
  data = await temporaryFolder('service 线')
  service = await startJidoka({
    data,
    args: ['--seed', '7'],
    env: { JIDOKA_ADMIN_PASSWORD: 'correct horse' },
  })
})
afterAll(async () => {
  await service?.kill()
  await removeFolder(data)
})

const nextResult = async (wanted: (result: ResultData) => boolean): Promise<ResultData> => {
  for await (const { topic, data: found } of service.results()) {
    if (topic !== 'result') continue
    const result = ResultData.parse(found)
    if (wanted(result)) return result
  }
  throw new Error('the stream ended')
}
const pictureMean = async (partId: string): Promise<number> => {
  const { writeFile } = await import('node:fs/promises')
  const file = `${data}/${partId}.png`
  await writeFile(file, Buffer.from(await (await service.get(`/api/v1/parts/${partId}/image`)).arrayBuffer()))
  const image = await readImage(file, { channels: 1 })
  return image.data.reduce((sum, value) => sum + value, 0) / image.data.length
}

describe('a running line', () => {
  it('introduces itself: the seed first, a link, the replay command, a subscription and the listener', () => {
    expect(service.greeting.split('\n')[0]).toMatch(/^seed +7$/)
    expect(service.greeting).toMatch(/^replay +npx jidoka start --scenario steel-strip --seed 7 --fast$/m)
    expect(service.greeting).toMatch(
      /^subscribe +mosquitto_sub -h 127\.0\.0\.1 -p \d+ -u viewer -P \S+ -t '\S+\/_inspect\/v1\/#' -v$/m,
    )
    expect(service.greeting).toMatch(/^listen +npx jidoka listen/m)
  })

  it('lets nobody in without the link, and each link once', async () => {
    expect((await fetch(`${service.url}/api/v1/state`)).status).toBe(401)
    const link = /^board +(\S+)/m.exec(service.greeting)?.[1] ?? ''
    const again = await fetch(link, { redirect: 'manual' })
    expect(again.headers.get('set-cookie')).toBeNull()
  })

  it('speaks of parts without a word of their truth', async () => {
    const result = await nextResult(() => true)
    expect(result).toMatchObject({ line: 'steel-strip', isSimulated: true, resultState: 1 })
    expect(JSON.stringify(result)).not.toMatch(/isDefective|sizeOverLimit|truth|lookAlike/i)
  })

  it('groups its defects: each names the incident that was opened for it', async () => {
    for await (const { topic } of service.results()) if (topic === 'incident') break
    const page = EventPage.parse(await (await service.get('/api/v1/events?limit=1000')).json())
    const said = (name: string) =>
      page.events.flatMap(({ topic, event }) =>
        topic.endsWith(`/${name}`) ? [CloudEvent.parse(event).data] : [],
      )
    const incidents = IncidentData.array().parse(said('incident'))
    const opened = incidents.flatMap(({ phase, incidentId }) => (phase === 'opened' ? [incidentId] : []))
    const belonging = new Set(said('defect').map((defect) => ResultData.parse(defect).incidentId))
    expect([...belonging].toSorted()).toEqual(opened.toSorted())
    expect(opened.length).toBeGreaterThan(0)
  })

  it('shows the state of the run, with verification apart', async () => {
    for await (const { topic } of service.results()) if (topic === 'verification') break
    const state = BoardState.parse(await (await service.get('/api/v1/state')).json())
    expect(state.run).toMatchObject({ seed: 7, isSimulated: true, line: 'steel-strip' })
    const tally = Object.values(state.verification?.tally ?? {}).reduce((sum, count) => sum + count, 0)
    expect(tally).toBeGreaterThan(0)
    expect(state.verification?.tally.unknownTruth).toBe(0)
  })

  it('dims the lamp in the pixels, doubts such pictures, and takes it back with the same button', async () => {
    const bright = await pictureMean((await nextResult(() => true)).partId)
    expect((await service.put('/api/v1/condition', { lampLevel: 0.5 })).status).toBe(200)
    const doubted = await nextResult((result) => result.reason === 'outside-envelope')
    expect(doubted).toMatchObject({ evaluation: 'NotDecidable' })
    expect(await pictureMean(doubted.partId)).toBeLessThan(0.8 * bright)
    await service.put('/api/v1/condition', { lampLevel: 1 })
    await nextResult((result) => result.reason !== 'outside-envelope')
  })

  it('smears the lens in the pixels and doubts such pictures', async () => {
    await service.put('/api/v1/condition', { lensSmear: 0.5 })
    expect(await nextResult((result) => result.reason === 'outside-envelope')).toMatchObject({
      evaluation: 'NotDecidable',
    })
    await service.put('/api/v1/condition', { lensSmear: 0 })
  })

  it('serves picture, heat map, health, metrics and the claims', async () => {
    const { partId } = await nextResult(() => true)
    for (const route of ['image', 'heatmap']) {
      const png = Buffer.from(await (await service.get(`/api/v1/parts/${partId}/${route}`)).arrayBuffer())
      expect(png.subarray(1, 4).toString()).toBe('PNG')
    }
    expect((await fetch(`${service.url}/readyz`)).status).toBe(200)
    expect(await (await fetch(`${service.url}/metrics`)).text()).toMatch(
      /jidoka_parts_total\{line="steel-strip",evaluation="OK"\} \d/,
    )
    expect(await (await service.get('/api/v1/claims')).json()).toHaveLength(4)
  })

  it('knows the administrator by the given password, over HTTP and MQTT', async () => {
    const basic = (password: string) => ({
      authorization: `Basic ${Buffer.from(`admin:${password}`).toString('base64')}`,
    })
    expect((await fetch(`${service.url}/api/v1/state`, { headers: basic('correct horse') })).status).toBe(200)
    expect((await fetch(`${service.url}/api/v1/state`, { headers: basic('wrong') })).status).toBe(401)
    const log = createLog('silent')
    const join = (password: string) =>
      connectBus({ url: service.mqttUrl, clientId: '', user: 'admin', password, clock: wallClock, log })
    const right = join('correct horse')
    await right.whenConnected()
    await right.close()
    const wrong = join('wrong')
    await expect(wrong.whenConnected()).rejects.toMatchObject({ code: 'NOT_SIGNED_IN' })
    await wrong.close()
  })

  it('can be heard by `jidoka listen` with nothing but the data folder', async () => {
    const listener = spawn(process.execPath, [launcher, 'listen', '--data', data, '--json'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    let heard = ''
    for await (const text of listener.stdout.setEncoding('utf8')) {
      heard += text
      if (heard.includes('org.jidoka.result.v1') && heard.includes('org.jidoka.verification.v1')) break
    }
    listener.kill('SIGINT')
    await once(listener, 'exit')
    const events = heard
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line))
    expect(events.every((event) => event.specversion === '1.0')).toBe(true)
  })

  it('ends cleanly on Ctrl-C', async () => {
    expect(await service.stop()).toBe(0)
  })
})

describe('a service that was killed', () => {
  it('goes on with a gap-free book, and replays what was said before', async () => {
    const folder = await temporaryFolder('killed')
    const first = await startJidoka({ data: folder })
    let before = 0
    for await (const { topic } of first.results()) if (topic === 'result' && ++before === 5) break
    await first.kill()
    const second = await startJidoka({ data: folder })
    for await (const { topic } of second.results()) if (topic === 'result') break
    const page = (await (await second.get('/api/v1/events?afterSequence=0&limit=1000')).json()) as {
      events: { sequence: number; event: { id: string } }[]
    }
    expect(page.events.length).toBeGreaterThan(5)
    expect(page.events.map((event) => event.sequence)).toEqual(page.events.map((_, index) => index + 1))
    expect(new Set(page.events.map((event) => event.event.id)).size).toBe(page.events.length)
    expect(await second.stop()).toBe(0)
    await removeFolder(folder)
  })
})
