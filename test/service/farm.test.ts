import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { CampaignJob, type RemoteFinding, workTopics } from '../../edge/contract/campaign.ts'
import type { Trial } from '../../edge/contract/trial.ts'
import { createSimulatedClock } from '../../edge/core/simulated-clock.ts'
import { type Bus, connectBus, type Message } from '../../edge/io/bus.ts'
import { wallClock } from '../../edge/io/clock.ts'
import { openFarm } from '../../edge/service/farm.ts'
import type { PartFinding } from '../../edge/service/part-finding.ts'
import { proveSharing } from '../../edge/service/share-proof.ts'
import { keptLog, localBroker } from '../broker/local-broker.ts'
import { mosquitto, type RealBroker, startMosquitto } from '../broker/mosquitto.ts'
import { publishPacket, signIn, subscribePacket } from '../broker/wire.ts'

if (!mosquitto)
  console.warn('NOT TESTED: work over a broker that shares, for `mosquitto` is not installed here.')

const root = 'jidoka'
const topics = workTopics(root)
const look = { model: 'm', monitor: 'on', secondLook: 'here', fingerprint: 'f' } as const
const order = {
  line: 'steel-strip',
  parts: 1050,
  prevalence: 0.5,
  seed: 1,
  disturbance: null,
  first: 7,
  foreign: null,
}

const trial = (sequence: number): Trial => ({
  part: `p-${sequence}`,
  row: 1,
  isDefective: sequence % 2 === 0,
  evaluation: 'OK',
  reason: 'below-accept-threshold',
  score: 0.1 * (sequence % 7),
  marks: [],
  isPointed: null,
})
const overlap = {
  background: [[3, 0.1]],
  defect: [],
  regions: [[255, 1 / 3]],
  regionCount: 1,
} as NonNullable<RemoteFinding['overlap']>
const findings = ({ order: { first, parts } }: CampaignJob): RemoteFinding[] =>
  Array.from({ length: parts }, (_, index) => ({ trial: { ...trial(first + index), marks: [] }, overlap }))

const said = (asked: CampaignJob, worker: string, what: object) => ({
  topic: topics.answer(asked.campaign),
  payload: JSON.stringify({ job: asked.job, worker, ...what }),
  qos: 1 as const,
  retain: false,
})

/** The test may end, and its bus close, before the broker has thanked for it. */
const say = (bus: Bus, message: Message) => void bus.publish(message).catch(() => undefined)

let broker: RealBroker
const busOf = async (clientId: string): Promise<Bus> => {
  const place = { url: broker.url, clientId, user: '', password: '', protocolVersion: 5 } as const
  const bus = connectBus({ ...place, clock: wallClock, log: keptLog })
  onTestFinished(() => bus.close())
  await bus.whenConnected()
  return bus
}

/** Does every job that it is given, each twice: a broker may repeat itself. */
async function startHonest(name: string): Promise<number[]> {
  const bus = await busOf(name)
  const done: number[] = []
  bus.onMessage((_topic, payload) => {
    const asked = CampaignJob.parse(JSON.parse(payload))
    done.push(asked.job)
    const answer = said(asked, name, { kind: 'done', findings: findings(asked) })
    for (const again of [answer, answer]) say(bus, again)
  })
  bus.subscribe([topics.sharedJob])
  return done
}

async function collect() {
  const bus = await busOf('asker')
  const farm = openFarm({ bus, root, campaign: 'campaign-1', look, clock: wallClock, patienceMs: 500 })
  const trials: Trial[] = []
  for await (const ready of farm.examine(order, 10, new AbortController().signal))
    trials.push(...ready.map((finding) => finding.trial))
  return trials
}

describe.skipIf(!mosquitto)('work over a real broker that shares', () => {
  beforeAll(async () => {
    broker = await startMosquitto()
  })
  afterAll(() => broker?.close())

  it('is proved to share', async () => {
    const members = [await busOf('one'), await busOf('two')] as const
    await proveSharing(members, { root, name: 'proof', clock: wallClock })
  })

  it('comes back whole and in order, whoever does it', async () => {
    const [one, two] = [await startHonest('one'), await startHonest('two')]
    const trials = await collect()
    expect(trials.map(({ row }) => row)).toEqual(Array.from({ length: 1040 }, (_, index) => 11 + index))
    expect(trials.map(({ part }) => part)).toEqual(trials.map(({ row }) => `p-${row - 1 + order.first}`))
    expect(new Set([...one, ...two]).size).toBe(11)
    expect(Math.min(one.length, two.length)).toBeGreaterThan(0)
  })

  it('loses and doubles nothing when a worker dies with jobs in hand', async () => {
    const state = topics.worker('mortal')
    const wire = await signIn(broker.port, {
      clientId: 'mortal',
      will: { topic: state, payload: '' },
    })
    await wire.send(subscribePacket(topics.sharedJob)).next()
    const honest = await startHonest('one')
    const collected = collect()
    const taken: number[] = []
    while (taken.length < 2) {
      const asked = CampaignJob.parse(JSON.parse((await wire.message())?.payload ?? ''))
      taken.push(asked.job)
      const { topic, payload } = said(asked, 'mortal', { kind: 'taken' })
      wire.send(publishPacket(topic, payload, { id: taken.length }))
    }
    // A job that it was given and has not taken is missed by nobody's word: only by its silence.
    wire.socket.destroy()
    const trials = await collected
    expect(trials).toHaveLength(1040)
    expect(new Set(trials.map(({ part }) => part)).size).toBe(1040)
    expect(honest).toEqual(expect.arrayContaining(taken))
  })

  it('ends with what a worker says against it', async () => {
    const bus = await busOf('another')
    bus.onMessage((_topic, payload) => {
      const asked = CampaignJob.parse(JSON.parse(payload))
      say(bus, said(asked, 'another', { kind: 'failed', reason: 'its card is another.' }))
    })
    bus.subscribe([topics.sharedJob])
    await expect(collect()).rejects.toMatchObject({ code: 'WORKER_FAILED' })
  })

  it('ends at once when it is told to, and gives nothing out again', async () => {
    const ear = await busOf('ear')
    const heard: string[] = []
    const waiting = new Map<string, () => void>()
    const hears = (text: string) => new Promise<void>((resolve) => waiting.set(text, resolve))
    ear.onMessage((_topic, payload) => {
      heard.push(payload)
      waiting.get(payload === 'marker' ? 'marker' : 'job')?.()
    })
    ear.subscribe([topics.sharedJob])
    const [isAsked, isMarked] = [hears('job'), hears('marker')]
    const clock = createSimulatedClock(0)
    const bus = await busOf('asker')
    const farm = openFarm({ bus, root, campaign: 'campaign-1', look, clock })
    const abort = new AbortController()
    const taken: PartFinding[] = []
    const examined = (async () => {
      for await (const ready of farm.examine(order, 10, abort.signal)) taken.push(...ready)
    })()
    await isAsked
    abort.abort()
    await examined
    clock.advanceTo(3_600_000)
    await bus.publish({ topic: topics.job, payload: 'marker', qos: 1, retain: false })
    await isMarked
    expect(taken).toEqual([])
    expect(new Set(heard).size).toBe(heard.length)
  })

  it('does not believe a worker that leaves out parts', async () => {
    const bus = await busOf('miser')
    bus.onMessage((_topic, payload) => {
      const asked = CampaignJob.parse(JSON.parse(payload))
      say(bus, said(asked, 'miser', { kind: 'done', findings: findings(asked).slice(1) }))
    })
    bus.subscribe([topics.sharedJob])
    await expect(collect()).rejects.toMatchObject({ code: 'WORKER_FAILED' })
  })
})

it('the embedded broker is found not to share', async () => {
  const { url } = await localBroker()
  const bus = connectBus({
    ...{ url, clientId: 'one', user: 'admin', password: 'right', protocolVersion: 5 },
    ...{ clock: wallClock, log: keptLog },
  })
  onTestFinished(() => bus.close())
  await expect(bus.whenConnected()).rejects.toMatchObject({ code: 'WORKERS_UNSHARED' })
})
