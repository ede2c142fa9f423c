import { CampaignAnswer, type CampaignJob, type RemoteFinding, workTopics } from '../contract/campaign.ts'
import { JidokaError } from '../contract/error.ts'
import type { Clock } from '../contract/port.ts'
import { denseOverlap } from '../core/vision/sparse-overlap.ts'
import type { Bus } from '../io/bus.ts'
import { inOrder } from '../io/in-order.ts'
import { createHandout } from './handout.ts'
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

/** Other hosts, over a broker that shares subscriptions. */
export function openFarm({ bus, root, campaign, look, clock, patienceMs = 10_000 }: FarmTools): Farm {
  const topics = workTopics(root)
  const handout = createHandout<CampaignAnswer>({
    ...{ bus, root, clock, patienceMs, leaseMs },
    ...{ jobTopic: topics.job, answerTopic: topics.answer(campaign) },
    parse: (value) => CampaignAnswer.safeParse(value).data,
  })
  const ask = async (order: CampaignJob['order']): Promise<PartFinding[]> => {
    const answer = await handout.ask((job) => ({ campaign, job, order, ...look })).answer
    if (answer?.kind === 'failed') throw refused(answer.worker, answer.reason)
    if (answer?.kind !== 'done') return []
    // A host that counts wrong is not believed.
    if (answer.findings.length !== order.parts) throw refused(answer.worker, 'it left out parts.')
    return answer.findings.map(findingFrom)
  }
  const lookAt = async (stretch: CampaignJob['order'], row: number) =>
    (await ask(stretch)).map((finding, index) => ({
      ...finding,
      trial: { ...finding.trial, row: row + index },
    }))
  return {
    async *examine(order, after, signal) {
      signal.addEventListener('abort', handout.dropAll, { once: true })
      const seen = (stretch: CampaignJob['order']) =>
        signal.aborted ? Promise.resolve([]) : lookAt(stretch, stretch.first - order.first + 1)
      try {
        for await (const ready of inOrder(stretchesOf(order, after, signal), seen, jobsUnderWay))
          yield ready.flat()
      } finally {
        signal.removeEventListener('abort', handout.dropAll)
        handout.dropAll()
      }
    },
  }
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

const refused = (worker: string, reason: string) =>
  new JidokaError('WORKER_FAILED', `The worker ${worker} cannot look at these parts: ${reason}`)
