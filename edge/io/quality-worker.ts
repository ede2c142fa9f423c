import { parentPort } from 'node:worker_threads'
import { rngFromSeed } from '../../datasets/rng.ts'
import { type QualityQuestion, qualityOf } from '../core/quality/line-quality.ts'

/** The thread that folds the last parts into curves: that takes longer than a part may wait on the event loop. */
parentPort?.on('message', ({ id, request }: { id: number; request: QualityQuestion }) => {
  try {
    // One seed for every question: equal parts give equal answers.
    parentPort?.postMessage({ id, answer: qualityOf(request, rngFromSeed(0)) })
  } catch (error) {
    parentPort?.postMessage({ id, error: String(error) })
  }
})
parentPort?.postMessage('ready')
