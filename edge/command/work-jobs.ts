import os from 'node:os'
import { CampaignJob, workTopics } from '../contract/campaign.ts'
import { JidokaError } from '../contract/error.ts'
import { FrameJob, FrameLook } from '../contract/frame-job.ts'
import type { Log } from '../contract/port.ts'
import type { Settings } from '../contract/setting.ts'
import { fromJson } from '../io/card-file.ts'
import { wallClock } from '../io/clock.ts'
import { createLog } from '../io/log.ts'
import { randomToken } from '../io/secret.ts'
import type { Shell } from '../io/shell.ts'
import { brokerLogin } from '../service/broker-login.ts'
import { createCloser } from '../service/closer.ts'
import { createFrameRunner, type FrameRunner } from '../service/frame-runner.ts'
import { workerCount } from '../service/inspectors.ts'
import { createJobRunner, type JobRunner } from '../service/job.ts'
import { joinWork } from '../service/worker-bus.ts'
import { endOf } from './work.ts'

/**
 * Takes jobs of verification from a broker until a person ends it, one at a time on all cores, and frames as they come.
 * @throws {JidokaError} BROKER_UNREACHABLE, NOT_SIGNED_IN, WORKERS_UNSHARED
 */
export async function workOnJobs(settings: Settings, shell: Shell): Promise<void> {
  const signal = shell.interruption()
  const closer = createCloser()
  const log = createLog(settings.logLevel)
  const { root, modelKey } = settings
  const name = `${os.hostname().replace(/[^\w-]/g, '-')}-${randomToken(4)}`
  try {
    const runner = createJobRunner(shell, modelKey, closer)
    const frames = createFrameRunner(shell, { workers: workerCount(settings.workers), modelKey, log }, closer)
    const topics = workTopics(root)
    const presence = { topic: topics.worker(name), payload: 'online' }
    const bus = await joinWork(
      { ...brokerLogin(settings), root, clock: wallClock, log },
      { name, presence },
      closer,
    )
    const desk: Desk = {
      ...{ signal, shell, log },
      answer: (to, said) =>
        bus
          .publish({
            ...{ topic: topics.answer(to), payload: JSON.stringify({ ...said, worker: name }) },
            ...{ qos: 1, retain: false },
          })
          // Lost with the link: the job is given out again.
          .catch((error: unknown) => log.warn('an answer was lost', { error })),
    }
    const [examine, { prepare, look }] = [examining(runner, desk), looking(frames, desk)]
    bus.onMessage((topic, payload) => {
      if (topic === topics.frame) look(FrameJob.safeParse(fromJson(payload)).data)
      else if (topic.startsWith(topics.look(''))) prepare(FrameLook.safeParse(fromJson(payload)).data)
      else if (topic === topics.job) examine(CampaignJob.safeParse(fromJson(payload)).data)
    })
    bus.subscribe([topics.sharedJob, topics.sharedFrame, topics.look('+')])
    shell.err.write(
      `Worker ${name} takes jobs of verification, and frames, from ${settings.broker}. Ctrl-C ends it.\n`,
    )
    await endOf(signal)
  } finally {
    await closer.close()
  }
}

/** What work of any kind is done with. */
interface Desk {
  readonly signal: AbortSignal
  readonly shell: Shell
  readonly log: Log
  answer(to: string, said: object): Promise<void>
}

/** Jobs of a campaign, one after the other; one that comes again while it is in hand is not begun twice. */
function examining(runner: JobRunner, { signal, shell, log, answer }: Desk) {
  const inHand = new Set<string>()
  let turn = Promise.resolve()
  const work = async (asked: CampaignJob) => {
    if (signal.aborted) return
    const { campaign, job, order } = asked
    await answer(campaign, { ...(await outcomeOf(asked, runner, log)), job })
    shell.err.write(`job ${job} of ${campaign}: ${order.parts} parts of ${order.line}\n`)
  }
  return (asked: CampaignJob | undefined) => {
    if (!asked) return
    const key = `${asked.campaign} ${asked.job}`
    // At once, also where it waits for others: what nobody takes is given out again.
    void answer(asked.campaign, { kind: 'taken', job: asked.job })
    if (inHand.has(key)) return
    inHand.add(key)
    turn = turn.then(() => work(asked)).finally(() => inHand.delete(key))
  }
}

async function outcomeOf(asked: CampaignJob, runner: JobRunner, log: Log) {
  try {
    return { kind: 'done', findings: await runner.run(asked) } as const
  } catch (error) {
    log.error('a job failed', { error })
    return { kind: 'failed', reason: error instanceof JidokaError ? error.message : 'it failed.' } as const
  }
}

/** Frames of running lines, as they come: each is wanted within milliseconds. */
function looking(frames: FrameRunner, { signal, shell, log, answer }: Desk) {
  const inHand = new Set<string>()
  let lastReason = ''
  // What is wrong with one frame is wrong with all that follow: said once.
  const refusal = (error: unknown) => {
    const reason = error instanceof Error ? error.message : 'it failed.'
    if (reason !== lastReason) log.warn('frames are refused', { error })
    lastReason = reason
    return { kind: 'failed', reason } as const
  }
  const work = async (asked: FrameJob) => {
    const said = await frames.look(asked).catch(refusal)
    // null: nobody waits for it any more.
    if (said && !signal.aborted) await answer(asked.run, { ...said, job: asked.job })
  }
  return {
    prepare(wanted: FrameLook | undefined) {
      if (!wanted) return
      const say = () => void shell.err.write(`ready to look at frames with ${wanted.model}\n`)
      frames.prepare(wanted).then(say, refusal)
    },
    look(asked: FrameJob | undefined) {
      if (!asked || inHand.has(asked.url)) return
      inHand.add(asked.url)
      void work(asked).finally(() => inHand.delete(asked.url))
    },
  }
}
