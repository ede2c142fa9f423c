import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, it } from 'vitest'
import { createExamining } from '../../edge/service/examining.ts'
import { fairModel, sampleTrials, steelStrip } from '../report/sample-trial.ts'

setFlagsFromString('--expose-gc')
const collect: () => void = runInNewContext('gc')

const heapMb = (): number => {
  collect()
  return process.memoryUsage().heapUsed / 2 ** 20
}

it('a million parts take no more memory than a hundred thousand', () => {
  const examining = createExamining({ recipe: steelStrip, isWeighed: false, isKept: false })
  const heapsMb: number[] = []
  for (const trial of sampleTrials(1_000_000, 0.5, fairModel)) {
    examining.add({ trial, overlap: null, weak: null })
    if (trial.row % 100_000 === 0) heapsMb.push(heapMb())
  }
  const { wrong, undecided } = examining.findings().evidence.counts
  expect(wrong.n + undecided.good + undecided.defective).toBe(1_000_000)
  expect(Math.max(...heapsMb) - (heapsMb[0] ?? 0)).toBeLessThan(1)
})
