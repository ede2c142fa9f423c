import type { CauseTable } from './contract/cause.ts'
import type { Advice, Forecast, MachineCondition } from './contract/condition.ts'
import type { LifeTruth, MachineSheet, Sample } from './contract/machine.ts'
import { type AdviceLimits, adviseOn } from './core/health/advice.ts'
import { probableCause } from './core/health/cause.ts'
import { conditionOf, symptomsOf } from './core/health/condition.ts'
import { newWatch, observe, type Watch } from './core/health/watch.ts'

export interface MachineTools {
  readonly sheet: MachineSheet
  readonly limits: AdviceLimits
  readonly causes: CauseTable
  /** The remaining life of what is watched: always an interval, or no trend. In a worker thread. */
  forecast(watch: Watch): Promise<Forecast>
  /** The book: condition and event in one transaction, on disk when it resolves. */
  record(condition: MachineCondition): Promise<void>
  /** From the book's outbox to the bus; never waits. */
  publish(): void
  /** The true life meets the forecast here and nowhere else. */
  score(condition: MachineCondition, truth: LifeTruth): void
}

/**
 * The story of a sample: machine wears → sample → features → state → health → prognosis → advice → record → publish →
 * score against the known failure. The six middle steps are the blocks of ISO 13374.
 */
export async function runMachine(
  observations: AsyncIterable<{ readonly sample: Sample; readonly truth: LifeTruth }>,
  tools: MachineTools,
): Promise<void> {
  let watch = newWatch
  let level: Advice['level'] = 'none'
  for await (const { sample, truth } of observations) {
    watch = observe(watch, sample, tools.sheet)
    const forecast = await tools.forecast(watch)
    const cause = probableCause(symptomsOf(watch), tools.causes[sample.kind] ?? [])
    const advice = adviseOn(forecast, level, tools.limits, cause)
    const condition = conditionOf(watch, sample, tools.sheet, forecast, advice)
    await tools.record(condition)
    tools.publish()
    tools.score(condition, truth)
    level = advice.level
  }
}
