import type { Cause } from '../../contract/cause.ts'
import type { Advice, Forecast } from '../../contract/condition.ts'
import { heldBy } from './alarm.ts'

/** When to speak: hours of the forecast's low end under which to plan a repair, and to act. */
export interface AdviceLimits {
  readonly planUnderH: number
  readonly actUnderH: number
}

/** An advice once given stands until the forecast is this much better. */
const release = 1.5

const isUnder = (limitH: number) => {
  const held = heldBy({ onAt: -limitH, offAt: -release * limitH })
  return (was: boolean, lowH: number) => held(was, -lowH)
}

/** ISO 13374 advisory generation. `before` is the level that was given last. */
export function adviseOn(
  forecast: Forecast,
  before: Advice['level'],
  limits: AdviceLimits,
  cause: Cause | null,
): Advice {
  if (forecast.kind === 'no-trend') return { level: 'none', withinH: null, cause: null }
  const mustAct = isUnder(limits.actUnderH)(before === 'act', forecast.lowH)
  const mustPlan = isUnder(limits.planUnderH)(before !== 'none', forecast.lowH)
  const level = mustAct ? 'act' : mustPlan ? 'plan' : 'none'
  if (level === 'none') return { level, withinH: null, cause: null }
  return { level, withinH: forecast.lowH, cause: cause && { cause: cause.cause, action: cause.action } }
}
