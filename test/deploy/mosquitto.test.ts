import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { workTopics } from '../../edge/contract/campaign.ts'
import { catalogues } from '../../edge/core/sparkplug/line-reading.ts'
import { wallClock } from '../../edge/io/clock.ts'
import { createCloser } from '../../edge/service/closer.ts'
import { SparkplugLink } from '../../edge/service/sparkplug-link.ts'
import { joinWork } from '../../edge/service/worker-bus.ts'
import { keptLog, localBroker } from '../broker/local-broker.ts'
import { freePort, mosquitto } from '../broker/mosquitto.ts'
import { publishPacket, signIn, subscribePacket } from '../broker/wire.ts'
import { readHouse } from '../law/source.ts'
import { startHost, verbOf } from '../service/sparkplug-stand.ts'

const passwd = ['mosquitto_passwd', '/usr/bin/mosquitto_passwd'].find((name) => !spawnSync(name).error)
if (!mosquitto || !passwd)
  console.warn('NOT TESTED: edge/deploy/mosquitto.conf, because Mosquitto is not installed here.')

const prefix = 'jidoka/demo/plant/hall/steel-strip/cell/_inspect/v1'
const users = ['telegraf', 'node-red', 'viewer', 'stranger', 'scada', 'worker', 'planner']
let folder = ''

/** The files as they are shipped, but for places, ports and passwords. */
async function startShipped(linePort: number): Promise<{ readonly port: number }> {
  const port = await freePort()
  const shipped = readHouse('edge/deploy/mosquitto.conf')
    .replace('listener 1884', `listener ${port}`)
    .replace('127.0.0.1:1883', `127.0.0.1:${linePort}`)
    .replaceAll('/etc/mosquitto', folder)
    .replace('/var/lib/mosquitto', folder)
    .replace('change-me', 'right')
  await writeFile(join(folder, 'jidoka.acl'), readHouse('edge/deploy/mosquitto.acl'))
  // Without `user` it would become another user, who may not read the folder.
  await writeFile(join(folder, 'mosquitto.conf'), `user root\n${shipped}`)
  const child: ChildProcess = spawn(mosquitto ?? '', ['-c', join(folder, 'mosquitto.conf')], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  onTestFinished(async () => {
    child.kill('SIGTERM')
    if (child.exitCode === null) await once(child, 'exit')
  })
  for await (const text of child.stderr?.setEncoding('utf8') ?? []) if (/running/.test(text)) return { port }
  throw new Error('Mosquitto ended')
}

const login = (user: string, clientId = user) => ({ clientId, user, password: 'right' })

/** Our broker with a word that is retained, so that whoever hears it knows that the bridge stands. */
async function startPlant() {
  const line = await localBroker()
  const edge = await signIn(line.port, login('edge'))
  await edge.send(publishPacket(`${prefix}/status`, 'online', { retain: true })).next()
  return { line, edge, port: (await startShipped(line.port)).port }
}

describe.skipIf(!mosquitto || !passwd)('edge/deploy/mosquitto.conf', () => {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'jidoka-deploy-'))
    const passwords = join(folder, 'jidoka.passwd')
    for (const [index, user] of users.entries())
      spawnSync(passwd ?? '', ['-b', ...(index === 0 ? ['-c'] : []), passwords, user, 'right'])
  })
  afterAll(() => rm(folder, { recursive: true }))

  it('bridges what the line says, and keeps it for a subscriber that is away', async () => {
    const { edge, port } = await startPlant()
    const telegraf = { ...login('telegraf'), isClean: false }
    const first = await signIn(port, telegraf)
    first.send(subscribePacket('jidoka/+/+/+/+/+/_inspect/v1/+'))
    expect(await first.message()).toMatchObject({ topic: `${prefix}/status`, payload: 'online' })
    first.socket.destroy()
    await first.closed

    const witness = await signIn(port, login('viewer'))
    await witness.send(subscribePacket(`${prefix}/result`)).next()
    const said = Array.from({ length: 150 }, (_, index) => String(index))
    for (const payload of said) edge.send(publishPacket(`${prefix}/result`, payload))
    for (const payload of said) expect((await witness.message())?.payload).toBe(payload)

    const again = await signIn(port, telegraf)
    const heard: string[] = []
    while (heard.length < said.length) {
      const message = await again.message()
      if (message?.topic.endsWith('/result')) heard.push(message.payload)
    }
    expect(heard).toEqual(said)
  })

  it('carries Sparkplug: births to a host that says it is there, a command back, and the death', async () => {
    const { line, port } = await startPlant()
    const url = `mqtt://127.0.0.1:${port}`
    const host = await startHost(url, { user: 'scada' })
    onTestFinished(() => host.close())
    await host.state(true, 1)
    const name = { group: 'plant', node: 'steel-strip' }
    const place = {
      url: line.url,
      login: { user: 'edge', password: 'right' },
      runId: 'run-1',
      name,
      hostId: 'scada',
    }
    const link = new SparkplugLink({ ...place, clock: wallClock, log: keptLog }, catalogues('cell', []))
    expect((await host.take(2)).map(verbOf)).toEqual(['NBIRTH', 'DBIRTH'])
    await host.rebirth()
    expect((await host.take(2)).map(verbOf)).toEqual(['NBIRTH', 'DBIRTH'])
    await link.leave()
    // Of different qualities of service, so in either order.
    expect((await host.take(2)).map(verbOf).toSorted()).toEqual(['DDEATH', 'NDEATH'])
  })

  it('gives work out between those who may, out of sight of the others', async () => {
    const { edge, port } = await startPlant()
    const topics = workTopics('jidoka')
    const closer = createCloser()
    onTestFinished(() => closer.close())
    const place = { url: `mqtt://127.0.0.1:${port}`, password: 'right', ca: undefined, root: 'jidoka' }
    const tools = { ...place, clock: wallClock, log: keptLog }
    const here = { topic: topics.worker('w1'), payload: 'online' }
    const worker = await joinWork({ ...tools, user: 'worker' }, { name: 'w1', presence: here }, closer)
    const planner = await joinWork({ ...tools, user: 'planner' }, { name: 'p1', presence: null }, closer)
    const ear = await signIn(port, login('viewer'))
    for (const filter of ['jidoka/#', 'jidoka/_work/v1/frame']) await ear.send(subscribePacket(filter)).next()

    const heard: string[] = []
    const answered = new Promise<void>((resolve) => {
      planner.onMessage((topic, payload) => {
        heard.push(`${topic} ${payload}`)
        if (topic === topics.answer('p1')) resolve()
      })
    })
    const say = (topic: string, payload: string) => ({ topic, payload, qos: 1, retain: false }) as const
    worker.onMessage((topic, payload) => {
      const answer = say(topics.answer('p1'), `${topic} ${payload}`)
      void worker.publish(answer).catch(() => undefined)
    })
    worker.subscribe([topics.sharedFrame])
    planner.subscribe([topics.answer('p1'), topics.worker('+')])
    await planner.publish(say(topics.frame, 'secret'))
    await answered
    expect(heard.toSorted()).toEqual([
      `${topics.answer('p1')} ${topics.frame} secret`,
      `${topics.worker('w1')} online`,
    ])
    // Said after all that: so what the viewer heard before it is all that he may hear.
    edge.send(publishPacket(`${prefix}/result`, 'after'))
    const overheard: string[] = []
    while (overheard.at(-1) !== `${prefix}/result`) overheard.push((await ear.message())?.topic ?? '')
    expect(overheard.filter((topic) => topic.includes('_work'))).toEqual([])
  })

  it('lets nobody in without a login, and nobody speak for the line', async () => {
    const { edge, port } = await startPlant()
    await expect(signIn(port, { clientId: 'x' })).rejects.toThrow('refused with 5')
    await expect(signIn(port, { ...login('viewer'), password: 'wrong' })).rejects.toThrow('refused with 5')
    const ear = await signIn(port, login('viewer'))
    ear.send(subscribePacket('jidoka/#'))
    expect((await ear.message())?.payload).toBe('online')
    const stranger = await signIn(port, login('stranger'))
    await stranger.send(publishPacket(`${prefix}/defect`, 'false')).next()
    await (await signIn(port, login('node-red'))).send(publishPacket(`${prefix}/defect`, 'false')).next()
    edge.send(publishPacket(`${prefix}/result`, 'true'))
    // The bridge may say the retained status once more as it comes in; nothing else may come before the result.
    let heard = await ear.message()
    while (heard?.topic === `${prefix}/status`) heard = await ear.message()
    expect(heard).toMatchObject({ topic: `${prefix}/result`, payload: 'true' })
  })
})
