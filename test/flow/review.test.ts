import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, it, onTestFinished } from 'vitest'
import { DeskState, QualityState, ReviewData } from '../../edge/contract/review.ts'
import { openBook } from '../../edge/io/book.ts'
import { connectBus } from '../../edge/io/bus.ts'
import { wallClock } from '../../edge/io/clock.ts'
import { createLog } from '../../edge/io/log.ts'
import { createMetrics } from '../../edge/io/metrics.ts'
import { startPump } from '../../edge/io/pump.ts'
import { openSharedBook } from '../../edge/io/shared-book.ts'
import { createDesk } from '../../edge/service/desk.ts'
import { keptLog, localBroker } from '../broker/local-broker.ts'
import { signIn, subscribePacket, type Wire } from '../broker/wire.ts'
import { place } from '../io/sample-data.ts'
import { TcpProxy } from '../io/tcp-proxy.ts'
import { type Running, removeFolder, startJidoka, temporaryFolder } from './running.ts'

const log = createLog('silent')
const reviewTopic = '+/+/+/+/+/+/_inspect/v1/review'

/** The ids of the reviews that a subscriber hears: the first few, or those up to the end of the connection. */
async function reviewsHeardBy(wire: Wire) {
  await wire.send(subscribePacket(reviewTopic)).next()
  return async (count: number): Promise<string[]> => {
    const ids: string[] = []
    while (ids.length < count) {
      const message = await wire.message()
      if (!message) return ids
      ids.push(JSON.parse(message.payload).id)
    }
    return ids
  }
}

const viewerOf = ({ greeting, mqttUrl }: Running): Promise<Wire> =>
  signIn(Number(new URL(mqttUrl).port), {
    clientId: 'ear',
    user: 'viewer',
    password: /-P (\S+)/.exec(greeting)?.[1] ?? '',
  })

describe('the review desk of a running line', () => {
  let data = ''
  let service: Running
  beforeAll(async () => {
    data = await temporaryFolder('desk 复判')
    const file = path.join(data, 'assumptions.yaml')
    await writeFile(file, 'deskCapacity: 2\n')
    service = await startJidoka({ data, args: ['--seed', '7', '--assumptions', file] })
  })
  afterAll(async () => {
    await service?.kill()
    await removeFolder(data)
  })

  const desk = async () => DeskState.parse(await (await service.get('/api/v1/desk')).json())
  const decide = (partId: string, decision: string) =>
    fetch(`${service.url}/api/v1/parts/${encodeURIComponent(partId)}/review`, {
      method: 'POST',
      headers: { cookie: service.cookie, 'content-type': 'application/json' },
      body: JSON.stringify({ decision }),
    })
  const parts = async (count: number) => {
    for await (const { topic } of service.results()) if (topic === 'result' && --count === 0) return
  }

  it('fills with doubted parts, holds the rest, and keeps the pictures of what waits', async () => {
    await service.put('/api/v1/condition', { lampLevel: 0.5 })
    for await (const { topic } of service.results())
      if (topic === 'result' && (await desk()).overflowed > 0) break
    const [first] = (await desk()).waiting
    await parts(70)
    const { waiting, capacity, reviewed } = await desk()
    expect({ capacity, reviewed, count: waiting.length }).toEqual({ capacity: 2, reviewed: 0, count: 2 })
    expect(waiting[0]).toEqual(first)
    for (const picture of ['image', 'heatmap'])
      expect((await service.get(`/api/v1/parts/${first?.partId}/${picture}`)).status).toBe(200)
  })

  it('says a decision on the bus and to the browsers, and counts it against the truth', async () => {
    const heard = await reviewsHeardBy(await viewerOf(service))
    const live = service.results()
    await live.next()
    const partId = (await desk()).waiting[0]?.partId ?? ''
    const answer = await decide(partId, 'OK')
    expect(answer.status).toBe(200)
    const said = ReviewData.parse(await answer.json())
    for await (const { topic, data: event } of live) {
      if (topic !== 'review') continue
      expect(event).toEqual(said)
      break
    }
    expect(await heard(1)).toEqual([`${said.jobId}.review.${partId}`])
    const { reviewed, reviewTally } = await desk()
    expect(reviewed).toBe(1)
    expect(reviewTally.escapes + reviewTally.goodPassed).toBe(1)
    expect((await decide(partId, 'NotOK')).status).toBe(409)
    const metrics = await (await fetch(`${service.url}/metrics`)).text()
    expect(metrics).toContain('jidoka_reviews_total{decision="OK"} 1')
    expect(metrics).toMatch(/^jidoka_desk_waiting \d/m)
  })

  it('shows the quality of the last parts, with the worst of them', async () => {
    const {
      parts: known,
      curves,
      worst,
    } = QualityState.parse(await (await service.get('/api/v1/quality')).json())
    expect(known).toBeGreaterThan(70)
    expect(curves.dial.length).toBeGreaterThan(1)
    expect(worst.length).toBeGreaterThan(0)
  })

  it('loses no decision to kill -9, and says it under one id', async () => {
    const heard = (await reviewsHeardBy(await viewerOf(service)))(1)
    const partId = (await desk()).waiting[0]?.partId ?? ''
    const said = ReviewData.parse(await (await decide(partId, 'NotOK')).json())
    await service.kill()
    const before = await heard
    const id = `${said.jobId}.review.${partId}`

    const book = openBook(data)
    expect(book.review(said.jobId, partId)).toEqual(said)
    expect(book.events(0, 100_000).filter((event) => event.id === id)).toHaveLength(1)
    const isPending = book.outbox.pending(0, 100_000).some((event) => event.id === id)
    book.close()
    // Heard by the first run or still to be said; a repeat bears the same id.
    expect(isPending || before.includes(id)).toBe(true)

    service = await startJidoka({ data })
    expect((await desk()).reviewed).toBe(0)
    for await (const { topic } of service.results()) if (topic === 'kpi') break
    expect(await service.stop()).toBe(0)
    const after = openBook(data)
    expect(after.events(0, 100_000).filter((event) => event.id === id)).toHaveLength(1)
    expect(after.outbox.pending(0, 100_000).some((event) => event.id === id)).toBe(false)
    expect(after.review(said.jobId, partId)).toEqual(said)
    after.close()
  })
})

describe('a decision while the broker is away', () => {
  it('is accepted at once and said, once, when the broker is back', async () => {
    const folder = await temporaryFolder('desk-away')
    const { port } = await localBroker()
    const proxy = await TcpProxy.to(port)
    const heard = await reviewsHeardBy(
      await signIn(port, { clientId: 'ear', user: 'viewer', password: 'right' }),
    )
    const book = await openSharedBook(folder, path.resolve(inject('edgeFolder')), log)
    const [clock, user, password] = [wallClock, 'edge', 'right']
    const bus = connectBus({ url: proxy.url, clientId: 'edge', user, password, clock, log: keptLog })
    const pump = startPump({ outbox: book.outbox, bus, log })
    onTestFinished(async () => {
      pump.stop()
      await bus.close()
      await proxy.close()
      await book.close()
      await removeFolder(folder)
    })
    await bus.whenConnected()
    const desk = createDesk({
      ...{ runId: 'run-1', place, capacity: 9, book, clock, metrics: createMetrics() },
      publish: () => pump.nudge(),
    })
    for (const sequence of [1, 2, 3])
      desk.put(
        {
          ...{ line: 'steel-strip', partId: `strip-${sequence}`, sequence, isSimulated: true, defects: [] },
          ...{ evaluation: 'NotDecidable', reason: 'late', score: null, detail: 'Nobody looked.' },
        },
        null,
      )
    await proxy.close()
    await desk.decide('strip-1', 'OK', 'viewer')
    await desk.decide('strip-2', 'NotOK', 'viewer')
    expect(book.outbox.depth()).toBe(2)
    expect(desk.state()).toMatchObject({ reviewed: 2, waiting: [{ partId: 'strip-3' }] })
    await proxy.open(port)
    await desk.decide('strip-3', 'OK', 'viewer')
    const ids = ['run-1.review.strip-1', 'run-1.review.strip-2', 'run-1.review.strip-3']
    expect(await heard(3)).toEqual(ids)
  })
})
