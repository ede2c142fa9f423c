import os from 'node:os'
import { type CampaignAnswer, CampaignJob, type RemoteFinding, workTopics } from '../contract/campaign.ts'
import { JidokaError } from '../contract/error.ts'
import type { Log } from '../contract/port.ts'
import type { Settings } from '../contract/setting.ts'
import { fromJson } from '../io/card-file.ts'
import { wallClock } from '../io/clock.ts'
import { createLog } from '../io/log.ts'
import { randomToken } from '../io/secret.ts'
import type { Shell } from '../io/shell.ts'
import { brokerLogin } from '../service/broker-login.ts'
import { createCloser } from '../service/closer.ts'
import { createJobRunner, type JobRunner } from '../service/job.ts'
import { joinWork } from '../service/worker-bus.ts'
import { endOf } from './work.ts'

/**
 * Takes jobs of verification from a broker until a person ends it, one at a time on all cores.
 * @throws {JidokaError} BROKER_UNREACHABLE, NOT_SIGNED_IN, WORKERS_UNSHARED
 */
export async function workOnJobs(settings: Settings, shell: Shell): Promise<void> {
  const signal = shell.interruption()
  const closer = createCloser()
  const log = createLog(settings.logLevel)
  const { root } = settings
  const name = `${os.hostname().replace(/[^\w-]/g, '-')}-${randomToken(4)}`
  try {
    const runner = createJobRunner(shell, closer)
    const bus = await joinWork(
      { ...brokerLogin(settings), root, clock: wallClock, log },
      { name, isWorker: true },
      closer,
    )
    const topics = workTopics(root)
    const answer = ({ campaign, job }: CampaignJob, said: Said) => {
      const payload = JSON.stringify({ ...said, job, worker: name } satisfies CampaignAnswer)
      return (
        bus
          .publish({ topic: topics.answer(campaign), payload, qos: 1, retain: false })
          // Lost with the link: the job is given out again.
          .catch((error: unknown) => log.warn('an answer was lost', { error }))
      )
    }
    const inTurn = oneByOne(async (asked) => {
      if (signal.aborted) return
      const { campaign, job, order } = asked
      await answer(asked, await outcomeOf(asked, runner, log))
      shell.err.write(`job ${job} of ${campaign}: ${order.parts} parts of ${order.line}\n`)
    })
    bus.onMessage((topic, payload) => {
      const asked = topic === topics.job ? CampaignJob.safeParse(fromJson(payload)).data : undefined
      if (!asked) return
      // At once, also where it waits for others: what nobody takes is given out again.
      void answer(asked, { kind: 'taken' })
      inTurn(asked)
    })
    bus.subscribe([topics.sharedJob])
    shell.err.write(`Worker ${name} takes jobs of verification from ${settings.broker}. Ctrl-C ends it.\n`)
    await endOf(signal)
  } finally {
    await closer.close()
  }
}

type Said =
  | { readonly kind: 'taken' }
  | { readonly kind: 'done'; findings: RemoteFinding[] }
  | { readonly kind: 'failed'; readonly reason: string }

async function outcomeOf(asked: CampaignJob, runner: JobRunner, log: Log): Promise<Said> {
  try {
    return { kind: 'done', findings: await runner.run(asked) }
  } catch (error) {
    log.error('a job failed', { error })
    return { kind: 'failed', reason: error instanceof JidokaError ? error.message : 'it failed.' }
  }
}

/** A job that comes again while it is in hand is not begun twice. */
function oneByOne(work: (job: CampaignJob) => Promise<void>): (job: CampaignJob) => void {
  const inHand = new Set<string>()
  let turn = Promise.resolve()
  return (job) => {
    const key = `${job.campaign} ${job.job}`
    if (inHand.has(key)) return
    inHand.add(key)
    turn = turn.then(() => work(job)).finally(() => inHand.delete(key))
  }
}
