import { describe, expect, it } from 'vitest'
import { LinePlan } from '../../edge/contract/line-plan.ts'
import { runJidoka } from '../edge/process.ts'

describe('jidoka plan', () => {
  it('sizes a line on what is measured here, and says by its exit code whether the plan holds', async () => {
    const quick = ['plan', '--takt', '2s', '--prevalence', '2%', '--p99', '1900', '--json']
    const { exitCode, out } = await runJidoka(quick)
    const found = LinePlan.parse(JSON.parse(out))
    expect([exitCode, found.isKept, found.partsPerHour]).toEqual([0, true, 1800])
    expect(found.latencyMs.p50).toBeGreaterThan(0)
  }, 60_000)

  it('plays the same parts for the same seed, and tells a person what does not hold', async () => {
    const args = ['plan', '--takt', '20ms', '--lines', '3', '--service-ms', '30', '--p99', '25']
    const [first, second] = [await runJidoka(args), await runJidoka(args)]
    expect([first.exitCode, first.out]).toEqual([1, second.out])
    expect(first.out).toContain('NOT KEPT  99 of 100 verdicts within')
  })

  it.each([
    [['--takt', 'soon'], 'no time like 2s'],
    [['--takt', '0s'], 'not a number over 0'],
    [['--takt', '2s', '--prevalence', '120%'], 'from 0 to 1'],
    [['--takt', '2s', '--model', 'no-such'], 'MODEL_MISSING'],
  ])('refuses %j with exit code 2', async (args, said) => {
    const { exitCode, err } = await runJidoka(['plan', ...args])
    expect([exitCode, err]).toEqual([2, expect.stringContaining(said)])
  })
})
