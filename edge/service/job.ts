import type { CampaignJob, RemoteFinding } from '../contract/campaign.ts'
import { JidokaError } from '../contract/error.ts'
import { sparseOverlap } from '../core/vision/sparse-overlap.ts'
import { inOrder } from '../io/in-order.ts'
import type { SecondPlace } from '../io/second-eye.ts'
import { fingerprint } from '../io/secret.ts'
import type { Shell } from '../io/shell.ts'
import { type Closer, createCloser } from './closer.ts'
import { type Examiner, openExaminer } from './examiner.ts'
import { findingOf } from './part-finding.ts'
import { openCameras, simulatedPopulation } from './population.ts'

/** What two hosts must have in common, so that a part comes to the same on both. */
export const examinerFingerprint = (
  { modelSha256, card, second }: Pick<Examiner, 'modelSha256' | 'card' | 'second'>,
  version: string,
): string => fingerprint(JSON.stringify([version, modelSha256, card, second?.card ?? null]))

/** Looks at the parts of one job after the other; cameras and inspectors stay open for the next. */
export interface JobRunner {
  /** @throws {JidokaError} what is wrong with the job's model, or WORKER_FAILED if it is not the one that is wanted */
  run(job: CampaignJob): Promise<RemoteFinding[]>
}

export function createJobRunner(shell: Shell, modelKey: string, closer: Closer): JobRunner {
  const cameras = openCameras(shell, closer)
  let open: { key: string; examiner: Examiner; closer: Closer } | null = null
  closer.add(null, () => open?.closer.close())

  async function examinerOf({ model, monitor, secondLook, fingerprint: wanted }: CampaignJob) {
    const key = JSON.stringify([model, monitor, secondLook, wanted])
    if (open?.key === key) return open.examiner
    await open?.closer.close()
    open = null
    const own = createCloser()
    const place: SecondPlace = { secondLook, secondLookTimeoutMs: 0, secondLookToken: '' }
    const examiner = await openExaminer(model, monitor, shell, own, { secondLook: place, modelKey })
    open = { key, examiner, closer: own }
    return examiner
  }

  return {
    async run(job) {
      const examiner = await examinerOf(job)
      if (examinerFingerprint(examiner, shell.version) !== job.fingerprint)
        throw new JidokaError('WORKER_FAILED', `Its version, model or card of ${job.model} is another.`)
      const population = simulatedPopulation({ ...job.order, foreign: null }, cameras)
      const findings: RemoteFinding[] = []
      const parts = population.parts(new AbortController().signal)
      for await (const ready of inOrder(parts, examiner.look, 6))
        for (const part of ready) {
          const { trial, overlap } = findingOf(part, findings.length + 1, examiner, population.recipe)
          findings.push({ trial, overlap: overlap && sparseOverlap(overlap) })
        }
      return findings
    },
  }
}
