import { workTopics } from '../contract/campaign.ts'
import { FrameAnswer, type FrameLook } from '../contract/frame-job.ts'
import type { Image } from '../contract/part.ts'
import type { Clock, Log } from '../contract/port.ts'
import { nearSight } from '../core/vision/remote-sight.ts'
import type { Bus } from '../io/bus.ts'
import type { FrameShelf } from '../io/frame-shelf.ts'
import type { InferenceAnswer } from '../io/inference-worker.ts'
import { randomToken } from '../io/secret.ts'
import type { WorkerPool } from '../io/worker-pool.ts'
import { brokerLogin } from './broker-login.ts'
import type { Closer } from './closer.ts'
import { createHandout } from './handout.ts'
import { examinerFingerprint } from './job.ts'
import type { RunTools } from './run-tools.ts'
import { joinWork } from './worker-bus.ts'

/** Inspectors on other hosts: to a line they are a pool of threads like its own. */
export interface FrameFarm extends WorkerPool<Image, InferenceAnswer> {
  /** Workers that say they are there. */
  workers(): number
}

export interface FrameFarmTools {
  readonly bus: Bus
  readonly root: string
  /** Of this line and start alone. */
  readonly run: string
  /** What every host must look with. */
  readonly look: FrameLook
  readonly shelf: FrameShelf
  readonly clock: Clock
  /** A frame that has no verdict by then is given up. */
  readonly deadlineMs: number
}

/** Gives each frame out as a reference until somebody answers; whoever asks hears an error when nobody does in time. */
export function openFrameFarm({ shelf, run, look, deadlineMs, ...tools }: FrameFarmTools): FrameFarm {
  const topics = workTopics(tools.root)
  const handout = createHandout<FrameAnswer>({
    ...{ ...tools, jobTopic: topics.frame, answerTopic: topics.answer(run) },
    parse: (value) => FrameAnswer.safeParse(value).data,
    // In time for one more worker.
    ...{ patienceMs: deadlineMs / 2, leaseMs: deadlineMs },
  })
  return {
    ready: Promise.resolve(),
    workers: () => handout.present.size,
    async ask(image) {
      if (handout.present.size === 0) throw new Error('no worker waits for frames')
      const place = shelf.put(image)
      const { width, height, channels } = image
      const asked = handout.ask((job) => ({ run, job, ...place, width, height, channels, ...look }))
      const cancel = tools.clock.after(deadlineMs, asked.drop)
      const answer = await asked.answer
      cancel()
      shelf.remove(place.url)
      if (!answer) throw new Error(`no worker answered within ${deadlineMs} ms`)
      if (answer.kind === 'failed') throw new Error(`${answer.worker} cannot look: ${answer.reason}`)
      return { ...answer, image, sights: answer.sights.map(nearSight) }
    },
    // Its workers are of other hosts, and end there.
    endOne: () => undefined,
    close: async () => handout.dropAll(),
  }
}

/**
 * The workers of the line's broker, proved to share.
 * @throws {JidokaError} BROKER_UNREACHABLE, NOT_SIGNED_IN, WORKERS_UNSHARED
 */
export async function hireInspectors(tools: RunTools, closer: Closer): Promise<FrameFarm> {
  const { settings, plan, shell, clock, log, shelf } = tools
  const { root, deadlineMs } = settings
  const run = `run-${randomToken(12)}`
  const look = {
    model: settings.model || plan.scenario.line,
    secondLook: plan.second ? ('here' as const) : ('off' as const),
    fingerprint: examinerFingerprint({ ...plan, modelSha256: plan.card.sha256 }, shell.version),
  }
  const presence = { topic: workTopics(root).look(run), payload: JSON.stringify(look) }
  const bus = await joinWork({ ...brokerLogin(settings), root, clock, log }, { name: run, presence }, closer)
  return closer.add(openFrameFarm({ bus, root, run, look, shelf, clock, deadlineMs }), (farm) => farm.close())
}

/** Says once that nobody waits for frames, and once that somebody does again. */
export function createFarmWatch(farm: Pick<FrameFarm, 'workers'>, log: Log) {
  let isAlone = false
  return () => {
    if (isAlone === (farm.workers() === 0)) return
    isAlone = !isAlone
    if (isAlone) log.warn('no worker waits for frames: every part stays undecided until one does')
    else log.info('workers look at the frames', { workers: farm.workers() })
  }
}
