import { describe, expect, it } from 'vitest'
import { learnEnvelope } from '../../edge/core/vision/envelope.ts'
import { featureNames, strangeness } from '../../edge/core/vision/monitor.ts'
import { limitless } from '../../edge/service/examiner.ts'

describe('the input monitor, switched off,', () => {
  it('finds nothing strange', () => {
    const usual = [0, 1, 2].map((part) => featureNames.map((_, index) => part + index))
    const { ratio } = strangeness(
      featureNames.map(() => 1e6),
      limitless(learnEnvelope(usual)),
    )
    expect(ratio).toBeLessThan(0.001)
  })
})
