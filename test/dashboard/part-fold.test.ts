import { expect, it } from 'vitest'
import { replayFrom, stageShares } from '../../dashboard/part-fold.ts'
import { sampleState } from '../io/sample-data.ts'

const run = {
  ...sampleState.run,
  ...{ runId: 'run-1', scenario: 'pcb', partsPerSecond: 12 },
  replayCommand: 'npx jidoka start --scenario pcb --seed 5 --from-s 2 --model "my own" --fast',
}

it('the line goes on from a held part of this run, and of no other, nor of photographs', () => {
  const part = { jobId: 'run-1', sequence: 100 }
  expect(replayFrom(run, part)).toBe(
    'npx jidoka start --scenario pcb --seed 5 --model "my own" --from-s 8.333',
  )
  // As the service reads it: to the nearest part.
  expect(Math.round(8.333 * 12)).toBe(100)
  expect(replayFrom(run, { ...part, jobId: 'run-0' })).toBeNull()
  expect(replayFrom({ ...run, scenario: null }, part)).toBeNull()
})

it('the time of a part is told stage by stage, in their order', () => {
  expect(stageShares({ queue: 1, preprocess: 1, infer: 5, decide: 1 })).toEqual([
    { stage: 'queue', ms: 1, share: 0.125 },
    { stage: 'preprocess', ms: 1, share: 0.125 },
    { stage: 'infer', ms: 5, share: 0.625 },
    { stage: 'decide', ms: 1, share: 0.125 },
  ])
  expect(stageShares({ queue: 0, preprocess: 0, infer: 0, decide: 0 }).map(({ share }) => share)).toEqual([
    0, 0, 0, 0,
  ])
})
