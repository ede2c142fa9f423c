import { describe, expect, it } from 'vitest'
import { rngFromSeed } from '../../datasets/rng.ts'
import { playChangeover } from '../../edge/core/plan/changeover.ts'
import { runJidoka } from '../edge/process.ts'

const order = {
  ...{ taktS: 2, prevalence: 0.01, setUpS: 900, images: 50, trainingS: 60 },
  ...{ falseRejectLimit: 0.002, escapeLimit: 0.02, stock: 0 },
}

describe('a changeover', () => {
  it('rests on 1,497 good and 149 defective parts, which come within 8.3 hours at 1 % (science D)', () => {
    const found = playChangeover(order, rngFromSeed(1))
    expect([found.goodParts, found.defectiveParts]).toEqual([1497, 149])
    expect(found.stages.validation.p50S / 3600).toBeCloseTo(8.3, 0)
    expect(found.stages.validation.p95S).toBeGreaterThan(found.stages.validation.p50S)
    expect(found.stages.capture.p50S).toBeLessThan(110)
    expect(found.validationShare).toBeGreaterThan(0.95)
  })

  it('takes 50 minutes of good parts and 5 of defective ones where those lie ready', () => {
    const { stages } = playChangeover({ ...order, stock: 149 }, rngFromSeed(1))
    const expected = 2 * (1497 / 0.99 + 149)
    expect(Math.abs(stages.validation.p50S / expected - 1)).toBeLessThan(0.01)
  })

  it('is told by jidoka plan, the same for the same seed, and refuses what never comes', async () => {
    const args = ['plan', '--takt', '2s', '--prevalence', '1%', '--changeover']
    const [first, second] = [await runJidoka(args), await runJidoka(args)]
    expect([first.exitCode, first.out]).toEqual([0, second.out])
    expect(first.out).toContain('1497 good and 149 defective parts')
    const never = await runJidoka([...args, '--prevalence', '0%'])
    expect([never.exitCode, never.err]).toEqual([2, expect.stringContaining('hardly ever comes')])
    const idle = await runJidoka(['plan', '--takt', '2s', '--images', '9'])
    expect([idle.exitCode, idle.err]).toEqual([2, expect.stringContaining('--images')])
  }, 60_000)
})
