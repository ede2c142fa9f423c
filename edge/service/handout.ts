import { workTopics } from '../contract/campaign.ts'
import type { Clock } from '../contract/port.ts'
import type { Bus } from '../io/bus.ts'
import { fromJson } from '../io/card-file.ts'

/** What every answer says, whatever the job; `taken` and `failed` mean the same for all. */
interface Said {
  readonly kind: string
  readonly job: number
  readonly worker: string
}

export interface HandoutTools<Answer extends Said> {
  readonly bus: Bus
  readonly root: string
  readonly clock: Clock
  /** Shared by the workers. */
  readonly jobTopic: string
  /** Of the asker alone. */
  readonly answerTopic: string
  /** undefined: no answer. */
  parse(value: unknown): Answer | undefined
  /** A job that nobody takes within this is given out again; whoever answers first counts. */
  readonly patienceMs: number
  /** A worker that took a job and is silent for so long has lost it. */
  readonly leaseMs: number
}

export interface Handout<Answer extends Said> {
  /** Gives a job out until it is answered: a host that dies loses none. */
  ask(jobOf: (job: number) => object): Asked<Answer>
  dropAll(): void
  /** Workers that say they are there. */
  readonly present: ReadonlySet<string>
}

export interface Asked<Answer> {
  /** null: dropped. */
  readonly answer: Promise<Answer | null>
  /** Nobody waits for it any more. */
  drop(): void
}

interface Job<Answer> {
  worker: string | null
  readonly refusals: string[]
  /** Gives it out, now and again while it is not taken. */
  give(): void
  taken(worker: string): void
  settle(answer: Answer | null): void
}

/** A job goes round that often among workers that refuse it, as long as there is one that has not. */
const mostRefusals = 8

/** Gives jobs out over a broker that shares subscriptions, each by its number, until somebody answers. */
export function createHandout<Answer extends Said>(tools: HandoutTools<Answer>): Handout<Answer> {
  const jobs = new Map<number, Job<Answer>>()
  const present = new Set<string>()
  listen(tools, jobs, present)
  let next = 0
  return {
    present,
    ask(jobOf) {
      const number = next++
      let drop = () => {}
      const answer = new Promise<Answer | null>((resolve) => {
        const job = openJob(JSON.stringify(jobOf(number)), tools, (found) => {
          jobs.delete(number)
          resolve(found)
        })
        drop = () => job.settle(null)
        jobs.set(number, job)
        job.give()
      })
      return { answer, drop }
    },
    dropAll() {
      for (const job of [...jobs.values()]) job.settle(null)
    },
  }
}

/** Hears answers, and who comes and goes. */
function listen<Answer extends Said>(
  { bus, root, answerTopic, parse }: HandoutTools<Answer>,
  jobs: ReadonlyMap<number, Job<Answer>>,
  present: Set<string>,
): void {
  const workerTopic = workTopics(root).worker('')

  function hear(answer: Answer | undefined): void {
    const job = answer && jobs.get(answer.job)
    if (!job) return
    if (answer.kind === 'failed') job.refusals.push(answer.worker)
    const { refusals } = job
    const isHopeless =
      refusals.length >= mostRefusals || [...present].every((name) => refusals.includes(name))
    if (answer.kind === 'taken') job.taken(answer.worker)
    else if (answer.kind === 'failed' && !isHopeless) job.give()
    else job.settle(answer)
  }
  function sees(worker: string, isThere: boolean): void {
    if (isThere) return void present.add(worker)
    present.delete(worker)
    // A job that was not said to be taken may have been with this one too.
    for (const job of jobs.values()) if (job.worker === null || job.worker === worker) job.give()
  }
  bus.onConnect(() => {
    // Who is there is said again, to each who subscribes.
    present.clear()
    for (const job of jobs.values()) job.give()
  })
  bus.onMessage((topic, payload) => {
    if (topic === answerTopic) hear(parse(fromJson(payload)))
    else if (topic.startsWith(workerTopic)) sees(topic.slice(workerTopic.length), payload !== '')
  })
  bus.subscribe([answerTopic, `${workerTopic}+`])
}

function openJob<Answer extends Said>(
  payload: string,
  { bus, clock, jobTopic, patienceMs, leaseMs }: HandoutTools<Answer>,
  onSettled: (answer: Answer | null) => void,
): Job<Answer> {
  let cancel = () => {}
  const job: Job<Answer> = {
    worker: null,
    refusals: [],
    give() {
      job.worker = null
      cancel()
      cancel = clock.after(patienceMs, job.give)
      // Without a link it goes out when there is one.
      bus.publish({ topic: jobTopic, payload, qos: 1, retain: false }).catch(() => undefined)
    },
    taken(worker) {
      job.worker = worker
      cancel()
      cancel = clock.after(leaseMs, job.give)
    },
    settle(answer) {
      cancel()
      onSettled(answer)
    },
  }
  return job
}
