import type { BenchAccuracy } from '../contract/bench.ts'
import { judge } from '../core/quality/judgement.ts'
import { createCloser } from '../service/closer.ts'
import { openExaminer } from '../service/examiner.ts'
import { createExamining, examine } from '../service/examining.ts'
import { openCameras, simulatedPopulation } from '../service/population.ts'
import type { BenchPlan } from './bench-plan.ts'

const parts = 400
const limits = { claim: 0.998, maxEscapeRate: 0.02, maxFalseRejectRate: 0.05 }

/** How right a model of a line is on a few hundred fresh parts, half of them defective: not enough to demonstrate. */
export async function accuracyOf(
  line: string,
  model: string,
  { secondLook, shell }: BenchPlan,
): Promise<BenchAccuracy> {
  const closer = createCloser()
  try {
    const examiner = await openExaminer(model, 'on', shell, closer, { secondLook })
    const order = { line, parts, prevalence: 0.5, seed: 5, disturbance: null, first: 0, foreign: null }
    const population = simulatedPopulation(order, openCameras(shell, closer))
    const examining = createExamining({ recipe: population.recipe, isWeighed: false, isKept: false })
    const signal = shell.interruption()
    await examine(population, { examiner, farm: null, into: [examining], signal, progress() {} })
    const { counts } = examining.findings().evidence
    const { wrong, escape: escapes, falseReject } = counts
    return {
      ...{ parts, decided: wrong.n, errors: wrong.count },
      ...{ escapes: escapes.count, falseRejects: falseReject.count, verdict: judge(counts, limits).verdict },
    }
  } finally {
    await closer.close()
  }
}
