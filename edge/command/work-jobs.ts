import os from 'node:os'
import { type CampaignAnswer, CampaignJob, workTopics } from '../contract/campaign.ts'
import { JidokaError } from '../contract/error.ts'
import type { Settings } from '../contract/setting.ts'
import { fromJson } from '../io/card-file.ts'
import { wallClock } from '../io/clock.ts'
import { createLog } from '../io/log.ts'
import { randomToken } from '../io/secret.ts'
import type { Shell } from '../io/shell.ts'
import { brokerLogin } from '../service/broker-login.ts'
import { createCloser } from '../service/closer.ts'
import { createJobRunner } from '../service/job.ts'
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
    const answer = ({ campaign }: CampaignJob, said: CampaignAnswer) =>
      bus
        .publish({ topic: topics.answer(campaign), payload: JSON.stringify(said), qos: 1, retain: false })
        // Lost with the link: the job is given out again.
        .catch((error: unknown) => log.warn('an answer was lost', { error }))
    const work = async (asked: CampaignJob) => {
      if (signal.aborted) return
      const { job } = asked
      const who = { job, worker: name }
      try {
        await answer(asked, { kind: 'done', ...who, findings: await runner.run(asked) })
        shell.err.write(
          `job ${job} of ${asked.campaign}: ${asked.order.parts} parts of ${asked.order.line}\n`,
        )
      } catch (error) {
        log.error('a job failed', { error })
        const reason = error instanceof JidokaError ? error.message : 'it failed.'
        await answer(asked, { kind: 'failed', ...who, reason })
      }
    }
    let turn = Promise.resolve()
    bus.onMessage((topic, payload) => {
      const asked = topic === topics.job ? CampaignJob.safeParse(fromJson(payload)).data : undefined
      if (!asked) return
      // At once, also where it waits for others: what nobody takes is given out again.
      void answer(asked, { kind: 'taken', job: asked.job, worker: name })
      turn = turn.then(() => work(asked))
    })
    bus.subscribe([topics.sharedJob])
    shell.err.write(`Worker ${name} takes jobs of verification from ${settings.broker}. Ctrl-C ends it.\n`)
    await endOf(signal)
  } finally {
    await closer.close()
  }
}
