import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { TcpProxy } from '../io/tcp-proxy.ts'
import { type BrokerActor, createBroker } from './broker-actor.ts'
import { Ear } from './ear.ts'
import { EdgeActor } from './edge-actor.ts'
import { bookIn } from './final-book.ts'
import { type Judgement, judge } from './judge.ts'
import type { Fault, Schedule } from './schedule.ts'
import { freePort, openSite, type Site } from './site.ts'

/** Where the built scripts and the built service lie. */
export interface Built {
  readonly scripts: string
  readonly edge: string
}

interface Stage {
  readonly site: Site
  readonly broker: BrokerActor
  readonly proxy: TcpProxy
  readonly edge: EdgeActor
  readonly ear: Ear
  readonly sloth: Ear
  readonly port: number
}

/** Plays a schedule with processes for edge and broker, heals everything, and judges. */
export async function playEdge(schedule: Schedule, built: Built): Promise<Judgement> {
  const stage = await open(schedule, built)
  try {
    if (!schedule.isBrokerAbsent) {
      stage.broker.start()
      await stage.ear.subscribed
    }
    stage.edge.revive()
    for (const { afterMs, faults, forMs } of schedule.steps) {
      await stage.edge.underWay()
      await wait(afterMs)
      for (const fault of faults) await faultActions[fault]?.begin(stage)
      await wait(forMs)
      for (const fault of faults) await faultActions[fault]?.heal(stage)
      stage.edge.revive()
    }
    if (schedule.isBrokerAbsent) stage.broker.start()
    return await aftermath(stage, schedule)
  } finally {
    await close(stage)
  }
}

async function open(schedule: Schedule, { scripts, edge: edgeFolder }: Built): Promise<Stage> {
  const site = await openSite(schedule.steps.some(({ faults }) => faults.includes('disk-full')))
  const port = await freePort()
  const proxy = await TcpProxy.to(port, await freePort())
  const broker = createBroker(schedule.broker, port, scripts, path.dirname(site.folder))
  const script = path.join(scripts, 'edge-process.mjs')
  const edge = new EdgeActor({ script, site, edgeFolder, url: proxy.url, schedule })
  const url = `mqtt://127.0.0.1:${port}`
  return {
    site,
    broker,
    proxy,
    edge,
    port,
    ear: new Ear(url, 'right'),
    sloth: new Ear(url, 'right', 'sloth'),
  }
}

async function close({ site, broker, proxy, edge, ear, sloth }: Stage): Promise<void> {
  await Promise.all([edge.kill(), ear.close(), sloth.close()])
  await Promise.all([broker.kill(), proxy.close()])
  await site.remove()
}

/** All is well again: the outbox must empty, and what the ear has not heard must come by replay. */
async function aftermath({ edge, ear, site }: Stage, schedule: Schedule): Promise<Judgement> {
  const waiting = await edge.drained(60_000)
  await edge.leave()
  await quiet(ear)
  const mustHear =
    !schedule.isBrokerAbsent && !schedule.steps.some(({ faults }) => faults.includes('kill-broker'))
  const { promised, aside, complaints } = edge
  const judgement = judge({ promised, aside, ear, waiting, mustHear, ...bookIn(site.folder) })
  const silent = ear.status === 'offline (stopped)' ? [] : [`left as ${ear.status}`]
  return { ...judgement, faults: { ...judgement.faults, unsaid: [...complaints, ...silent] } }
}

/** Until the ear has heard nothing new for a moment. */
async function quiet(ear: Ear): Promise<void> {
  for (let before = -1; before !== ear.count(); ) {
    before = ear.count()
    await wait(600)
  }
}

interface Action {
  begin(stage: Stage): unknown
  heal(stage: Stage): unknown
}

const spoilt = (spoil: (site: Site) => void): Action => ({
  async begin({ edge, site }) {
    await edge.kill()
    spoil(site)
    edge.expectNewBook()
  },
  heal: ({ edge }) => edge.revive(),
})

const faultActions: Partial<Record<Fault, Action>> = {
  'kill-edge': { begin: ({ edge }) => edge.kill(), heal: ({ edge }) => edge.revive() },
  'kill-broker': { begin: ({ broker }) => broker.kill(), heal: ({ broker }) => broker.start() },
  'refused-connections': { begin: ({ proxy }) => proxy.close(), heal: ({ proxy, port }) => proxy.open(port) },
  'refused-login': {
    begin({ broker, proxy }) {
      broker.refuse('login', true)
      proxy.cut()
    },
    heal: ({ broker }) => broker.refuse('login', false),
  },
  'denied-topic': {
    begin({ broker, edge }) {
      broker.refuse('topic', true)
      edge.tell('denied on')
    },
    heal({ broker, edge }) {
      edge.tell('denied off')
      broker.refuse('topic', false)
    },
  },
  'half-open': { begin: ({ proxy }) => proxy.stall(), heal: ({ proxy }) => proxy.cut() },
  'no-answers': { begin: ({ proxy }) => proxy.mute(), heal: ({ proxy }) => proxy.cut() },
  cut: { begin: ({ proxy }) => proxy.cut(), heal: () => undefined },
  'disk-full': { begin: ({ site }) => site.fill(), heal: ({ site }) => site.empty() },
  'slow-consumer': { begin: ({ sloth }) => sloth.doze(), heal: ({ sloth }) => sloth.wake() },
  'clock-jump': {
    begin: ({ edge, port }) => edge.tell(`jump ${port % 2 ? -86_400_000 : 86_400_000}`),
    heal: ({ edge }) => edge.tell('jump 0'),
  },
  'damaged-book': spoilt((site) => site.damage()),
  'newer-book': spoilt((site) => site.makeNewer()),
}
