import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { CampaignJob, workTopics } from '../../edge/contract/campaign.ts'
import { connectBus } from '../../edge/io/bus.ts'
import { wallClock } from '../../edge/io/clock.ts'
import { keptLog } from '../broker/local-broker.ts'
import { mosquitto, type RealBroker, startMosquitto } from '../broker/mosquitto.ts'
import { publishPacket, signIn, subscribePacket } from '../broker/wire.ts'
import { runJidoka } from '../edge/process.ts'
import { startWorker } from '../edge/worker.ts'

if (!mosquitto) console.warn('NOT TESTED: verify over other hosts, for `mosquitto` is not installed here.')

/** Under a disturbance no picture is needed by the one who asks: every part goes to a worker. */
const verify = ['verify', '--line', 'steel-strip', '--parts', '120', '--disturbance', 'noise', '--json']

let broker: RealBroker
const placed = () => ['--broker', broker.url]

describe.skipIf(!mosquitto)('verify over other hosts', () => {
  beforeAll(async () => {
    broker = await startMosquitto()
  })
  afterAll(() => broker?.close())

  it('gives exactly the figures of one computer', async () => {
    const here = await runJidoka(verify)
    const worker = await startWorker(broker.url)
    const there = await runJidoka([...verify, ...placed()])
    expect(there).toMatchObject({ out: here.out, exitCode: here.exitCode })
    expect(worker.said.err).toContain('100 parts of steel-strip')
    expect(await worker.stop()).toBe(0)
  })

  it('ends with what a worker says against it, and leaves nothing of a worker on the broker', async () => {
    const bus = connectBus({
      ...{ url: broker.url, clientId: 'other', user: '', password: '' },
      ...{ clock: wallClock, log: keptLog },
    })
    onTestFinished(() => bus.close())
    await bus.whenConnected()
    const topics = workTopics('jidoka')
    const here = { topic: topics.worker('other'), qos: 1, retain: true } as const
    await bus.publish({ ...here, payload: 'online' })
    bus.onMessage((topic, payload) => {
      if (topic !== topics.job) return
      const { campaign, job } = CampaignJob.parse(JSON.parse(payload))
      const answer = { kind: 'failed', job, worker: 'other', reason: 'its card is another.' }
      const said = { topic: topics.answer(campaign), payload: JSON.stringify(answer) }
      void bus.publish({ ...said, qos: 1, retain: false }).catch(() => undefined)
    })
    bus.subscribe([topics.sharedJob])
    const ended = await runJidoka([...verify, ...placed()])
    expect(ended).toMatchObject({ exitCode: 2, err: expect.stringContaining('WORKER_FAILED') })
    await bus.publish({ ...here, payload: '' })
    const late = await signIn(broker.port, { clientId: 'late' })
    await late.send(subscribePacket(topics.worker('+'))).next()
    late.send(publishPacket(topics.worker('mark'), 'mark'))
    expect(await late.message()).toMatchObject({ payload: 'mark' })
  })

  it('says when nobody works there, and what cannot be spread', async () => {
    expect(await runJidoka([...verify, ...placed()])).toMatchObject({
      exitCode: 2,
      err: expect.stringContaining('WORKERS_NONE'),
    })
    const folder = await runJidoka(['verify', '--dataset', 'mvtec:.', ...placed()])
    expect(folder).toMatchObject({ exitCode: 2, err: expect.stringMatching(/USAGE: --broker .*--dataset/) })
  })
})
