import { CampaignAnswer, type CampaignJob, type RemoteFinding, workTopics } from '../contract/campaign.ts'
import { JidokaError } from '../contract/error.ts'
import type { Clock } from '../contract/port.ts'
import { denseOverlap } from '../core/vision/sparse-overlap.ts'
import type { Bus } from '../io/bus.ts'
import { fromJson } from '../io/card-file.ts'
import { inOrder } from '../io/in-order.ts'
import type { PartFinding } from './part-finding.ts'
import type { SimulatedOrder } from './population.ts'

/** Other hosts that look at simulated parts. */
export interface Farm {
  /** What the parts of an order came to from its row `after` on, in their order: bit by bit as if they were looked at here. */
  examine(order: SimulatedOrder, after: number, signal: AbortSignal): AsyncIterable<PartFinding[]>
}

export interface FarmTools {
  readonly bus: Bus
  readonly root: string
  /** Of this campaign alone. */
  readonly campaign: string
  /** What every host must look with. */
  readonly look: Pick<CampaignJob, 'model' | 'monitor' | 'secondLook' | 'fingerprint'>
  readonly clock: Clock
  /** A job that nobody takes within this is given out again; whoever answers first counts. */
  readonly patienceMs?: number
}

const partsPerJob = 100
/** Enough that no worker waits for the next, few enough that a host which dies delays little. */
const jobsUnderWay = 8
/** A worker that took a job and is silent for so long has lost it. */
const leaseMs = 600_000

interface Job {
  readonly asked: CampaignJob
  worker: string | null
  /** Gives it out, now and again while it is not taken. */
  give(): void
  taken(worker: string): void
  settle(answer: Extract<CampaignAnswer, { kind: 'done' | 'failed' }>): void
  /** Nobody waits for it any more. */
  drop(): void
}

/** Gives jobs out over a broker that shares subscriptions, each until it is answered: a host that dies loses none. */
export function openFarm(tools: FarmTools): Farm {
  const { bus, root, campaign } = tools
  const topics = workTopics(root)
  const jobs = new Map<number, Job>()
  let next = 0
  bus.onConnect(() => {
    for (const job of jobs.values()) job.give()
  })
  bus.onMessage((topic, payload) => {
    if (topic === topics.answer(campaign)) hear(CampaignAnswer.safeParse(fromJson(payload)).data, jobs)
    else if (payload === '')
      for (const job of jobs.values()) if (job.worker && topic === topics.worker(job.worker)) job.give()
  })
  bus.subscribe([topics.answer(campaign), topics.worker('+')])

  const ask = (order: CampaignJob['order']): Promise<PartFinding[]> =>
    new Promise((resolve, reject) => {
      const asked = { campaign, job: next++, order, ...tools.look }
      const job = jobOf(asked, tools, (answer) => {
        jobs.delete(asked.job)
        if (answer?.kind === 'failed') reject(refused(answer.worker, answer.reason))
        else resolve(answer?.findings.map(findingFrom) ?? [])
      })
      jobs.set(asked.job, job)
      job.give()
    })

  const look = async (stretch: CampaignJob['order'], row: number) =>
    (await ask(stretch)).map((finding, index) => ({
      ...finding,
      trial: { ...finding.trial, row: row + index },
    }))
  const dropAll = () => {
    for (const job of [...jobs.values()]) job.drop()
  }
  return {
    async *examine(order, after, signal) {
      signal.addEventListener('abort', dropAll, { once: true })
      const seen = (stretch: CampaignJob['order']) =>
        signal.aborted ? Promise.resolve([]) : look(stretch, stretch.first - order.first + 1)
      try {
        for await (const ready of inOrder(stretchesOf(order, after, signal), seen, jobsUnderWay))
          yield ready.flat()
      } finally {
        signal.removeEventListener('abort', dropAll)
        dropAll()
      }
    },
  }
}

function jobOf(
  asked: CampaignJob,
  { bus, root, clock, patienceMs = 10_000 }: FarmTools,
  onSettled: (answer: Parameters<Job['settle']>[0] | null) => void,
): Job {
  const payload = JSON.stringify(asked)
  let cancel = () => {}
  const end: typeof onSettled = (answer) => {
    cancel()
    onSettled(answer)
  }
  const job: Job = {
    asked,
    worker: null,
    give() {
      job.worker = null
      cancel()
      cancel = clock.after(patienceMs, job.give)
      // Without a link it goes out when there is one.
      bus.publish({ topic: workTopics(root).job, payload, qos: 1, retain: false }).catch(() => undefined)
    },
    taken(worker) {
      job.worker = worker
      cancel()
      cancel = clock.after(leaseMs, job.give)
    },
    settle: end,
    drop: () => end(null),
  }
  return job
}

const findingFrom = ({ trial, overlap }: RemoteFinding): PartFinding => ({
  trial,
  overlap: overlap && denseOverlap(overlap),
  weak: null,
})

async function* stretchesOf(
  { line, seed, prevalence, disturbance, first, parts }: SimulatedOrder,
  after: number,
  signal: AbortSignal,
): AsyncGenerator<CampaignJob['order']> {
  for (let row = after; row < parts && !signal.aborted; row += partsPerJob) {
    const count = Math.min(partsPerJob, parts - row)
    yield { line, seed, prevalence, disturbance, first: first + row, parts: count }
  }
}

function hear(answer: CampaignAnswer | undefined, jobs: ReadonlyMap<number, Job>): void {
  const job = answer && jobs.get(answer.job)
  if (!job) return
  const { parts } = job.asked.order
  if (answer.kind === 'taken') job.taken(answer.worker)
  else if (answer.kind === 'failed' || answer.findings.length === parts) job.settle(answer)
  // A host that counts wrong is not believed.
  else job.settle({ ...answer, kind: 'failed', reason: 'it left out parts.' })
}

const refused = (worker: string, reason: string) =>
  new JidokaError('WORKER_FAILED', `The worker ${worker} cannot look at these parts: ${reason}`)
