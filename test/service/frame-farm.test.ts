import { generateKeyPairSync } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, it, onTestFinished } from 'vitest'
import { captureRing } from '../../edge/command/bench-frame.ts'
import { workTopics } from '../../edge/contract/campaign.ts'
import { FrameJob } from '../../edge/contract/frame-job.ts'
import type { Inspection } from '../../edge/contract/inspection.ts'
import type { Capture, Image } from '../../edge/contract/part.ts'
import { decide } from '../../edge/core/vision/decide.ts'
import { connectBus } from '../../edge/io/bus.ts'
import { wallClock } from '../../edge/io/clock.ts'
import { createInference } from '../../edge/io/inference.ts'
import type { InferenceAnswer } from '../../edge/io/inference-worker.ts'
import { createLog } from '../../edge/io/log.ts'
import type { WorkerPool } from '../../edge/io/worker-pool.ts'
import { startInspectors } from '../../edge/service/inspectors.ts'
import { mosquitto, type RealBroker, startMosquitto } from '../broker/mosquitto.ts'
import { publishPacket, signIn, subscribePacket } from '../broker/wire.ts'
import { startWorker } from '../edge/worker.ts'
import { openFarmStand } from '../farm/stand.ts'
import { root } from '../law/source.ts'

if (!mosquitto)
  console.warn('NOT TESTED: frames of a line over other hosts, for `mosquitto` is not installed here.')

const topics = workTopics('jidoka')
const line = 'steel-strip'
const ring = captureRing(line)
let broker: RealBroker

async function openStand(own: { fingerprint?: string; deadlineMs?: number } = {}) {
  const stand = await openFarmStand({ broker: broker.url, line, root, deadlineMs: 60_000, ...own })
  onTestFinished(() => stand.close())
  return stand
}
type Stand = Awaited<ReturnType<typeof openStand>>

/** A worker that answers as it likes. */
async function signInWorker(name: string, answerOf: (job: number) => object) {
  const login = { user: '', password: '', protocolVersion: 5 } as const
  const bus = connectBus({
    url: broker.url,
    clientId: name,
    ...login,
    clock: wallClock,
    log: createLog('silent'),
  })
  const here = { topic: topics.worker(name), qos: 1, retain: true } as const
  onTestFinished(() => bus.close([{ ...here, payload: '' }]))
  await bus.whenConnected()
  const heard = { asked: 0 }
  bus.onMessage((_topic, payload) => {
    const { run, job } = FrameJob.parse(JSON.parse(payload))
    heard.asked++
    const payloadOf = JSON.stringify(answerOf(job))
    const said = { topic: topics.answer(run), payload: payloadOf, qos: 1, retain: false } as const
    void bus.publish(said).catch(() => undefined)
  })
  bus.subscribe([topics.sharedFrame])
  await bus.publish({ ...here, payload: 'online' })
  return heard
}

const start = async (...args: string[]) => {
  const worker = await startWorker(broker.url, { args: ['--workers', '1', ...args] })
  onTestFinished(async () => void (await worker.kill()))
  return worker
}

/** What the farm hears of its workers is retained: it comes soon after they are there. */
async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await new Promise((resolve) => setImmediate(resolve))
}

/** A frame of the ring, as a camera gives it: what went before is not its own. */
const frameAt = (sequence: number): Capture['frame'] => {
  const { frame } = ring[sequence % ring.length] as Capture
  return { ...frame, sequence, image: { ...frame.image, data: frame.image.data.slice() } }
}

async function verdicts(pool: WorkerPool<Image, InferenceAnswer>, { card }: Stand, parts: number) {
  const inference = createInference({
    pool,
    workers: 16,
    queueCapacity: parts,
    deadlineMs: null,
    clock: wallClock,
  })
  return Promise.all(
    Array.from({ length: parts }, async (_, sequence): Promise<Inspection> => {
      const frame = frameAt(sequence)
      return decide(frame, (await inference.infer(frame)).seen, card)
    }),
  )
}

async function verdictsHere(stand: Stand, parts: number): Promise<Inspection[]> {
  const pool = await startInspectors(stand, 1, path.resolve(inject('edgeFolder')), createLog('silent'))
  onTestFinished(() => pool.close())
  return verdicts(pool, stand, parts)
}

describe.skipIf(!mosquitto)('frames over other hosts', () => {
  beforeAll(async () => {
    broker = await startMosquitto()
  })
  afterAll(() => broker?.close())

  it('get the verdicts that they get here, also when one of three workers dies, each once', async () => {
    const stand = await openStand()
    const workers = [await start(), await start(), await start()] as const
    await until(() => stand.farm.workers() === 3)
    const answered: number[] = []
    stand.bus.onMessage((topic, payload) => {
      if (topic.startsWith(topics.answer(''))) answered.push(JSON.parse(payload).job)
    })
    const parts = 64
    const there = verdicts(stand.farm, stand, parts)
    await until(() => answered.length > 8)
    await workers[0].kill()
    expect(await there).toEqual(await verdictsHere(stand, parts))
    expect(new Set(answered).size).toBe(parts)
    expect(stand.farm.workers()).toBe(2)
  }, 120_000)

  it('stay undecided, and say why, while no worker is there or none answers in time', async () => {
    const stand = await openStand({ deadlineMs: 100 })
    const [alone] = await verdicts(stand.farm, stand, 1)
    expect(alone).toMatchObject({
      ...{ evaluation: 'NotDecidable', reason: 'inspector-failed' },
      detail: expect.stringContaining('no worker waits for frames'),
    })
    const state = topics.worker('mute')
    const wire = await signIn(broker.port, { clientId: 'mute', will: { topic: state, payload: '' } })
    await wire.send(subscribePacket(topics.sharedFrame)).next()
    await stand.bus.publish({ topic: state, payload: 'online', qos: 1, retain: false })
    await until(() => stand.farm.workers() === 1)
    const inference = createInference({
      ...{ pool: stand.farm, workers: 1, queueCapacity: 1, deadlineMs: 50, clock: wallClock },
    })
    const late = await inference.infer(frameAt(0))
    expect(decide(frameAt(0), late.seen, stand.card)).toMatchObject({
      ...{ evaluation: 'NotDecidable', reason: 'late', detail: 'No verdict within 50 ms.' },
    })
    await expect(stand.farm.ask(frameAt(1).image, [])).rejects.toThrow('no worker answered within 100 ms')
    wire.socket.destroy()
  })

  it('are refused by a worker with another model', async () => {
    const stand = await openStand({ fingerprint: 'of another model' })
    await start()
    await until(() => stand.farm.workers() === 1)
    const [refused] = await verdicts(stand.farm, stand, 1)
    expect(refused).toMatchObject({ evaluation: 'NotDecidable', reason: 'inspector-failed' })
    expect(refused?.detail).toContain('Its version, model or card of steel-strip is another.')
  })

  it('find the model loaded, and leave nothing behind that says they come', async () => {
    const stand = await openStand()
    const worker = await start()
    await until(() => worker.said.err.includes(`ready to look at frames with ${line}`))
    await stand.close()
    const wire = await signIn(broker.port, { clientId: 'late' })
    await wire.send(subscribePacket(topics.look('+'))).next()
    await wire.send(subscribePacket('here')).next()
    wire.send(publishPacket('here', 'first'))
    expect((await wire.message())?.topic).toBe('here')
    wire.socket.destroy()
  })

  it('are refused by a worker that runs signed models alone, for one that is not', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'jidoka-key-'))
    onTestFinished(() => rm(folder, { recursive: true }))
    const key = path.join(folder, 'key.pem')
    const { publicKey } = generateKeyPairSync('ed25519')
    await writeFile(key, publicKey.export({ type: 'spki', format: 'pem' }))
    const stand = await openStand()
    await start('--model-key', key)
    await until(() => stand.farm.workers() === 1)
    const [refused] = await verdicts(stand.farm, stand, 1)
    expect(refused).toMatchObject({ evaluation: 'NotDecidable', reason: 'inspector-failed' })
    expect(refused?.detail).toContain('is not signed')
  })

  it('go round to a worker that has the model', async () => {
    const stand = await openStand()
    const bad = await signInWorker('bad', (job) => ({
      kind: 'failed',
      job,
      worker: 'bad',
      reason: 'its card is another.',
    }))
    await start()
    await until(() => stand.farm.workers() === 2)
    const seen = await verdicts(stand.farm, stand, 12)
    expect(seen.filter(({ reason }) => reason === 'inspector-failed')).toEqual([])
    expect(bad.asked).toBeGreaterThan(0)
  })

  it('are fetched with the token of their job alone, and gone with their verdict', async () => {
    const stand = await openStand()
    const wire = await signIn(broker.port, { clientId: 'thief' })
    await wire.send(subscribePacket(topics.sharedFrame)).next()
    await stand.bus.publish({ topic: topics.worker('thief'), payload: 'online', qos: 1, retain: false })
    await until(() => stand.farm.workers() === 1)
    const asked = stand.farm.ask(frameAt(0).image, [])
    const job = FrameJob.parse(JSON.parse((await wire.message())?.payload ?? ''))
    const fetched = async (token?: string) =>
      fetch(job.url, { headers: token === undefined ? {} : { authorization: `Bearer ${token}` } })
    expect((await fetched()).status).toBe(401)
    expect((await fetched('another')).status).toBe(401)
    const bytes = new Uint8Array(await (await fetched(job.token)).arrayBuffer())
    expect(Buffer.compare(bytes, frameAt(0).image.data)).toBe(0)
    expect((await fetch(job.url.replace(/.{16}$/, 'a'.repeat(16)))).status).toBe(404)
    await stand.farm.close()
    await expect(asked).rejects.toThrow()
    expect((await fetched(job.token)).status).toBe(404)
    wire.socket.destroy()
  })
})
