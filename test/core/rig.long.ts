import { expect, it } from 'vitest'
import { scoreRigs } from './rig-score.ts'

it('of 200 made-up rigs: F1 of at least 0.76 at a false-alarm rate of at most 0.25', () => {
  const score = scoreRigs(20_000, 200)
  process.stderr.write(`200 rigs: ${JSON.stringify(score)}\n`)
  expect(score.f1).toBeGreaterThanOrEqual(0.76)
  expect(score.falseAlarmRate).toBeLessThanOrEqual(0.25)
})
