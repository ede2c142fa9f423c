import { afterEach, describe, expect, it, onTestFinished } from 'vitest'
import { startBroker } from '../../broker/broker.ts'
import { type ListenOptions, listen, readableLine } from '../../edge/command/listen.ts'
import type { CloudEvent, DataOf, TopicName } from '../../edge/contract/event.ts'
import { wallClock } from '../../edge/io/clock.ts'
import { keptLog, localBroker } from '../broker/local-broker.ts'
import { publishPacket, signIn, type Wire } from '../broker/wire.ts'
import { sampleData, sampleResult } from '../io/sample-data.ts'
import { TcpProxy } from '../io/tcp-proxy.ts'

const prefix = 'jidoka/demo/plant/hall/steel-strip/cell/_inspect/v1'

function event<Name extends TopicName>(name: Name, data: DataOf<Name>): CloudEvent {
  return {
    specversion: '1.0',
    id: '1',
    source: prefix,
    type: `org.jidoka.${name}.v1`,
    time: '2026-11-22T12:34:56.789Z',
    datacontenttype: 'application/json',
    sequence: '0000000001',
    streamid: 'run',
    data,
  }
}

const refused: DataOf<'result'> = {
  ...sampleResult(17),
  line: 'steel-strip',
  partId: 'p-17',
  sequence: 17,
  evaluation: 'NotOK',
  score: 0.9124,
  reason: 'above-reject-threshold',
  detail: 'a scratch over its limit',
  defects: [
    {
      class: 'scratch',
      box: { x: 1, y: 2, width: 3, height: 4 },
      sizeMm: 1.204,
      score: 0.91,
      reason: 'over',
    },
    { class: 'pit', box: { x: 1, y: 2, width: 3, height: 4 }, sizeMm: 0.5, score: 0.6, reason: 'over' },
  ],
}
const status = event('status', { state: 'online', since: '2026-11-22T12:34:56.789Z', reason: 'started' })

describe('a line for a person', () => {
  it('says time, place, topic, evaluation, part, score and defects', () => {
    expect(readableLine(`${prefix}/result`, JSON.stringify(event('result', refused)))).toBe(
      '12:34:56.789  steel-strip/cell  result        NotOK         part p-17  score 0.912  scratch 1.20 mm, pit 0.50 mm',
    )
  })

  it('says why a part is NotDecidable, also one that was never looked at', () => {
    const unseen = { evaluation: 'NotDecidable', reason: 'late', score: null } as const
    const late = event('result', { ...refused, ...unseen, defects: [] })
    expect(readableLine(`${prefix}/defect`, JSON.stringify(late))).toBe(
      '12:34:56.789  steel-strip/cell  defect        NotDecidable  part p-17  score none  late',
    )
  })

  it('says the states in words', () => {
    expect(readableLine(`${prefix}/status`, JSON.stringify(status))).toBe(
      '12:34:56.789  steel-strip/cell  status        online (started)',
    )
    const healthy = { lensSmear: 0, defocusPx: 0, vibrationPx: 0 }
    const cue = { hasNovelDefects: true, drift: { lampLevel: 0.2, overS: 60 } }
    const dim = { ...healthy, ...cue, line: 'x', lampLevel: 0.5, cause: 'operator', by: 'admin' } as const
    const station = event('station', dim)
    expect(readableLine(`${prefix}/station`, JSON.stringify(station))).toContain(
      'lamp 0.5  smear 0  defocus 0 px  vibration 0 px  novel defects  drifting for 60 s  (admin)',
    )
  })

  it('says how far an incident has grown', () => {
    const incident = JSON.stringify(event('incident', sampleData.incident))
    expect(readableLine(`${prefix}/incident`, incident)).toContain('updated  scratch  parts 2  from strip-1')
  })

  it('says who decided an undecided part, and after how long', () => {
    const review = event('review', {
      ...{ line: 'steel-strip', jobId: 'run', partId: 'p-17', decision: 'OK', reviewer: 'viewer' },
      ...{ waitedS: 12.34, decidedAt: '2026-11-22T12:34:56.789Z', isSimulated: true },
    })
    expect(readableLine(`${prefix}/review`, JSON.stringify(review))).toBe(
      '12:34:56.789  steel-strip/cell  review        OK            part p-17  by viewer  waited 12.3 s',
    )
  })

  it('lets no control character through to the terminal', () => {
    const evil = event('status', {
      state: 'online',
      since: '2026-11-22T12:34:56.789Z',
      reason: '\u001b[2J\r\n\u0007',
    })
    expect(readableLine(`${prefix}/status`, JSON.stringify(evil))).not.toMatch(/\p{Cc}/u)
  })

  it.each([
    ['no JSON', `${prefix}/status`, '{'],
    ['no event', `${prefix}/status`, '{"a":1}'],
    ['the data of another topic', `${prefix}/kpi`, JSON.stringify(status)],
    ['an unknown topic', `${prefix}/other`, JSON.stringify(status)],
    ['nothing', `${prefix}/status`, ''],
  ])('is null for %s', (_name, topic, payload) => expect(readableLine(topic, payload)).toBeNull())
})

/** Collects what is written, and can wait for a piece of it. */
class Page {
  text = ''
  #wanted = ''
  #found: () => void = () => undefined

  write(text: string): void {
    this.text += text
    if (this.#wanted && this.text.includes(this.#wanted)) this.#found()
  }

  whenHas(text: string): Promise<void> {
    this.#wanted = text
    return new Promise((resolve) => {
      this.#found = resolve
      this.write('')
    })
  }
}

const aborts: AbortController[] = []
afterEach(() => {
  for (const abort of aborts.splice(0)) abort.abort()
})

function listening(url: string, options: Partial<ListenOptions> = {}) {
  const abort = new AbortController()
  aborts.push(abort)
  const page = { out: new Page(), err: new Page() }
  const done = listen({
    url,
    user: 'viewer',
    password: 'right',
    filters: ['jidoka/#'],
    isJson: false,
    signal: abort.signal,
    ...page,
    ...options,
  })
  return { ...page, done, stop: () => abort.abort() }
}

async function speaker(port: number): Promise<Wire> {
  return signIn(port, { clientId: 'speaker', user: 'admin', password: 'right' })
}

describe('jidoka listen', () => {
  it('prints readable lines, names strange messages once a topic, and ends with the count', async () => {
    const { port, url } = await localBroker()
    const wire = await speaker(port)
    wire.send(publishPacket(`${prefix}/status`, JSON.stringify(status), { retain: true }))
    const { out, err, done, stop } = listening(url)
    await out.whenHas('online')
    for (const payload of ['{', 'x', '\u0000']) wire.send(publishPacket('jidoka/strange', payload))
    wire.send(publishPacket(`${prefix}/result`, JSON.stringify(event('result', refused))))
    await out.whenHas('NotOK')
    stop()
    await done
    expect(out.text.split('\n')).toEqual([
      '12:34:56.789  steel-strip/cell  status        online (started)',
      expect.stringContaining('part p-17'),
      '',
    ])
    expect(err.text.match(/not an event of Jidoka: jidoka\/strange/g)).toHaveLength(1)
    expect(err.text).toMatch(/\n5 messages, 3 of them not events of Jidoka\n$/)
  })

  it('prints with --json each event as it came, one a line', async () => {
    const { port, url } = await localBroker()
    const raw = { ...status, extension: 'kept' }
    const wire = await speaker(port)
    wire.send(publishPacket(`${prefix}/status`, JSON.stringify(raw, null, 2), { retain: true }))
    const { out, err, done, stop } = listening(url, { isJson: true })
    await out.whenHas('\n')
    wire.send(publishPacket('jidoka/strange', '[1]'))
    await err.whenHas('strange')
    stop()
    await done
    expect(out.text).toBe(`${JSON.stringify(raw)}\n`)
  })

  it('goes on after the link was lost', async () => {
    const { port } = await localBroker()
    const proxy = await TcpProxy.to(port)
    onTestFinished(() => proxy.close())
    const wire = await speaker(port)
    wire.send(publishPacket(`${prefix}/status`, JSON.stringify(status), { retain: true }))
    const { out, err, done, stop } = listening(proxy.url)
    await out.whenHas('online')
    proxy.cut()
    await out.whenHas('online (started)\n12:34')
    stop()
    await done
    expect(err.text).toContain('no link to the broker')
  })

  it('goes on after a restart of the service, which draws new passwords', async () => {
    let password = 'first'
    const broker = await startBroker({
      host: '127.0.0.1',
      port: 0,
      clock: wallClock,
      log: keptLog,
      authenticate: (user, given) =>
        given === password && (user === 'viewer' || user === 'admin') ? user : null,
    })
    onTestFinished(() => broker.close())
    const proxy = await TcpProxy.to(broker.port)
    onTestFinished(() => proxy.close())
    const wire = await signIn(broker.port, { clientId: 'speaker', user: 'admin', password })
    wire.send(publishPacket(`${prefix}/status`, JSON.stringify(status), { retain: true }))
    const { out, done, stop } = listening(proxy.url, { password, renewPassword: () => password })
    await out.whenHas('online')
    password = 'second'
    proxy.cut()
    await out.whenHas('online (started)\n12:34')
    stop()
    await done
  })

  it('says that no broker answers', async () => {
    const proxy = await TcpProxy.to(0)
    await proxy.close()
    await expect(listening(proxy.url).done).rejects.toMatchObject({ code: 'BROKER_UNREACHABLE' })
  })

  it('says that the login is wrong', async () => {
    const { url } = await localBroker()
    await expect(listening(url, { password: 'wrong' }).done).rejects.toMatchObject({ code: 'NOT_SIGNED_IN' })
  })

  it('ends at once when it is already to stop', async () => {
    const { url } = await localBroker()
    const { done, out, err } = listening(url, { signal: AbortSignal.abort() })
    await done
    expect(out.text + err.text).toBe('')
  })
})
