import { setTimeout as wait } from 'node:timers/promises'
import { type Running, startJidoka } from '../flow/running.ts'
import { Ear } from './ear.ts'
import { bookIn } from './final-book.ts'
import { type Judgement, judge } from './judge.ts'
import type { Fault, Schedule } from './schedule.ts'
import { openSite, type Site } from './site.ts'

/** Starts sooner. */
const quick = ['--second-look', 'off', '--workers', '1']

/** The service that people start, its embedded broker, and a consumer that closes its gaps by replay. */
class Stage {
  readonly site: Site
  readonly promised = new Set<string>()
  readonly aside = new Set<string>()
  readonly heard: Ear[] = []
  #service: Running | null = null
  #afterSequence = 0

  constructor(site: Site) {
    this.site = site
  }

  /** Tries until it starts: on a full disk it says so and ends. */
  async start(): Promise<void> {
    this.#service = await startJidoka({ data: this.site.folder, args: quick }).catch(() => null)
    const password = /-P (\S+)/.exec(this.#service?.greeting ?? '')?.[1] ?? ''
    if (this.#service) this.heard.push(new Ear(this.#service.mqttUrl, password))
  }

  /** What the service has shown over HTTP is on disk: it has promised it. */
  async listen(forMs: number): Promise<void> {
    for (let waitedMs = 0; waitedMs < forMs; waitedMs += 100) {
      const route = `/api/v1/events?limit=1000&afterSequence=${this.#afterSequence}`
      const page = await this.#service
        ?.get(route)
        .then((answer) => answer.json())
        .catch(() => null)
      for (const { sequence, event } of page?.events ?? []) {
        this.promised.add(event.id)
        this.#afterSequence = sequence
      }
      await wait(100)
    }
  }

  async kill(): Promise<void> {
    await this.#service?.kill()
    this.#service = null
    await this.ear()?.close()
  }

  async revive(): Promise<void> {
    if (!this.#service) await this.start()
  }

  /** The next life begins another book. */
  spoil(): void {
    for (const id of this.promised) this.aside.add(id)
    this.#afterSequence = 0
  }

  ear(): Ear | undefined {
    return this.heard.at(-1)
  }

  /** Until the outbox was empty for a moment; returns what waits at the deadline. */
  async drained(deadlineMs: number): Promise<number> {
    let depth = -1
    for (let waitedMs = 0; depth !== 0 && waitedMs < deadlineMs; waitedMs += 200) {
      const metrics = await this.#service
        ?.get('/metrics')
        .then((answer) => answer.text())
        .catch(() => '')
      depth = Number(/^jidoka_outbox_depth (\d+)/m.exec(metrics ?? '')?.[1] ?? -1)
      await wait(200)
    }
    return depth
  }

  stop(): Promise<number | null> {
    return this.#service?.stop() ?? Promise.resolve(null)
  }
}

interface Action {
  begin(stage: Stage): unknown
  heal(stage: Stage): unknown
}

const spoilt = (spoil: (site: Site) => void): Action => ({
  async begin(stage) {
    await stage.kill()
    spoil(stage.site)
    stage.spoil()
  },
  heal: (stage) => stage.revive(),
})

const actions: Partial<Record<Fault, Action>> = {
  'kill-service': { begin: (stage) => stage.kill(), heal: (stage) => stage.revive() },
  'disk-full': {
    begin: ({ site }) => site.fill(),
    async heal(stage) {
      stage.site.empty()
      // A line whose results cannot be kept stops, and says why; a person starts it again.
      await stage.kill()
      await stage.revive()
    },
  },
  'slow-consumer': { begin: (stage) => stage.ear()?.doze(), heal: (stage) => stage.ear()?.wake() },
  'damaged-book': spoilt((site) => site.damage()),
  'newer-book': spoilt((site) => site.makeNewer()),
}

/** Plays a schedule with the service itself, heals everything, and judges. */
export async function playService({ steps }: Schedule): Promise<Judgement> {
  const stage = new Stage(await openSite(steps.some(({ faults }) => faults.includes('disk-full'))))
  try {
    await stage.start()
    for (const { afterMs, faults, forMs } of steps) {
      await stage.listen(1_000 + afterMs)
      for (const fault of faults) await actions[fault]?.begin(stage)
      await wait(forMs)
      for (const fault of faults) await actions[fault]?.heal(stage)
      await stage.revive()
    }
    await stage.listen(1_000)
    return await aftermath(stage)
  } finally {
    await stage.kill()
    await stage.site.remove()
  }
}

async function aftermath(stage: Stage): Promise<Judgement> {
  const waiting = await stage.drained(30_000)
  const exitCode = await stage.stop()
  const { promised, aside } = stage
  const ear = {
    heard: new Map(stage.heard.flatMap((one) => [...one.heard])),
    contradictions: stage.heard.flatMap((one) => one.contradictions),
    duplicates: stage.heard.reduce((sum, one) => sum + one.duplicates, 0),
  }
  // Its broker keeps no sessions, and dies with it.
  const judgement = judge({ promised, aside, ear, waiting, mustHear: false, ...bookIn(stage.site.folder) })
  const status = stage.ear()?.status
  const unsaid =
    exitCode === 0 && status === 'offline (stopped)' ? [] : [`exit ${exitCode}, left as ${status}`]
  return { ...judgement, faults: { ...judgement.faults, unsaid } }
}
