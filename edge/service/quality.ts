import path from 'node:path'
import type { Assumptions } from '../contract/assumption.ts'
import type { Inspection } from '../contract/inspection.ts'
import type { Truth } from '../contract/part.ts'
import type { Clock, Log } from '../contract/port.ts'
import type { QualityState } from '../contract/review.ts'
import type { Trial } from '../contract/trial.ts'
import type { QualityFigures, QualityQuestion } from '../core/quality/line-quality.ts'
import { emptyTally, observe } from '../core/quality/tally.ts'
import { createWorstTrials } from '../core/quality/worst-trial.ts'
import { trialOf } from '../core/vision/trial.ts'
import { createWorkerPool, type WorkerPool } from '../io/worker-pool.ts'
import type { Decider } from './decider.ts'

/** The last parts of known truth of a running line, and what they come to. */
export interface Quality {
  /** In the step where truth meets verdict. Parts of unknown truth are passed over. */
  observe(inspection: Inspection, truth: Truth): void
  /** Whether the part is one of the worst: its picture must stay. */
  isWorst(partId: string): boolean
  /**
   * Computed in a thread of its own, at most once a second, and more rarely where that would take over a tenth of the
   * time; rejects if that thread fails.
   */
  state(): Promise<QualityState>
  /** Forgets what was decided by other thresholds. */
  restart(): void
  close(): Promise<void>
}

export interface QualityTools {
  readonly decider: Pick<Decider, 'card'>
  readonly assumptions: Assumptions
  /** The folder of the built threads. */
  readonly edge: string
  readonly clock: Clock
  readonly log: Log
}

const keptParts = 2000
const worstParts = 12
const freshMs = 1000
/** Of the time the thread may compute: inspection needs the cores more. */
const busyShare = 0.1

interface Remembered {
  readonly trial: Trial
  readonly shown: QualityState['worst'][number]
}

export function createQuality({ decider, assumptions, edge, clock, log }: QualityTools): Quality {
  let memory = createMemory()
  let thread: WorkerPool<QualityQuestion, QualityFigures> | null = null
  let last: { readonly answer: Promise<QualityState>; staleAtMs: number } | null = null

  async function compute(): Promise<QualityState> {
    // A service whose board nobody opens does without the thread.
    const file = path.join(edge, 'quality-worker.mjs')
    thread ??= createWorkerPool({ file, count: 1, workerData: null, log })
    await thread.ready
    const { recipe, thresholds } = decider.card()
    const worst = memory.worst()
    return { ...(await thread.ask({ trials: memory.trials(), recipe, thresholds, assumptions }, [])), worst }
  }

  function refresh(): Promise<QualityState> {
    const startMs = clock.monotonicMs()
    const current = { answer: compute(), staleAtMs: Number.POSITIVE_INFINITY }
    const done = () => {
      const nowMs = clock.monotonicMs()
      current.staleAtMs = Math.max(startMs + freshMs, startMs + (nowMs - startMs) / busyShare)
    }
    current.answer.then(done, done)
    last = current
    return current.answer
  }

  return {
    observe(inspection, truth) {
      if (truth.isDefective !== null) memory.add(rememberedOf(inspection, truth, truth.isDefective))
    },
    isWorst: (partId) => memory.isWorst(partId),
    state: () => (last && clock.monotonicMs() < last.staleAtMs ? last.answer : refresh()),
    restart() {
      memory = createMemory()
      last = null
    },
    close: async () => thread?.close(),
  }
}

/** A ring of parts, and the worst of them found as they come: pictures cannot be brought back. */
function createMemory() {
  const ring: Remembered[] = []
  let count = 0
  let worst = createWorstTrials(worstParts)
  return {
    add(part: Remembered): void {
      const at = count++ % keptParts
      const gone = ring[at]
      ring[at] = part
      worst.add(part.trial)
      if (!gone || gone.shown.outcome === 'correct') return
      worst = createWorstTrials(worstParts)
      for (const { trial } of ring) worst.add(trial)
    },
    trials: (): Trial[] => ring.map(({ trial }) => trial),
    worst: () => worst.list().flatMap((trial) => ring.find((part) => part.trial === trial)?.shown ?? []),
    isWorst: (partId: string) => worst.list().some(({ part }) => part === partId),
  }
}

function rememberedOf(inspection: Inspection, truth: Truth, isDefective: boolean): Remembered {
  const { partId, evaluation, score, detail } = inspection
  const { outcome } = observe(emptyTally, evaluation, isDefective)
  return {
    trial: trialWithoutMask(inspection, truth),
    shown: { partId, outcome, evaluation, score, detail },
  }
}

/** A running line renders no masks: a reported mark counts as found where the boxes overlap. */
function trialWithoutMask(inspection: Inspection, truth: Truth): Trial {
  const { line, partId, sequence, isSimulated } = inspection
  const image = { width: 0, height: 0, channels: 1, data: new Uint8Array(0) } as const
  const frame = { line, partId, sequence, capturedAtMs: 0, isSimulated, image }
  return trialOf({ frame, truth, mask: null }, inspection, null, sequence + 1)
}
