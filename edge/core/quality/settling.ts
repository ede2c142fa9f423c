import type { Trial } from '../../contract/trial.ts'
import type { Limits } from './judgement.ts'
import { type Plan, smallestPlan } from './sample-size.ts'
import { type SequentialTest, sprt, truncated } from './sequential.ts'

/** How one rate stands in a sequential examination. */
export type Settled = 'accepted' | 'rejected' | 'open'

export interface SequentialState {
  readonly accuracy: Settled
  readonly escape: Settled
  readonly falseReject: Settled
}

/** How much better than its limit a rate must be for the test to end early in its favour. */
const betterBy = 4
/** Wald's bound makes at most 2.5 % of `beta` at `alpha`; the end of the plan adds at most as much: 5 % in all. */
const [alpha, beta, endConfidence] = [0.05, 0.0237, 0.975]
/** Chance that a rate a quarter of its limit is accepted at the end of the plan. */
const power = 0.95

interface Watch {
  count: number
  n: number
  state: Settled
}

/**
 * A truncated sequential probability ratio test (Wald 1945; IEC 61123) on each of the three rates: p1 is the limit, p0 a
 * quarter of it. A rate that is accepted is demonstrated with 95 % confidence; one that is rejected is not, and neither
 * is it refuted.
 */
export function createSettling(limits: Limits) {
  const tests = {
    accuracy: sequentialPlan(1 - limits.claim),
    escape: sequentialPlan(limits.maxEscapeRate),
    falseReject: sequentialPlan(limits.maxFalseRejectRate),
  }
  const watches: Record<keyof SequentialState, Watch> = {
    accuracy: { count: 0, n: 0, state: 'open' },
    escape: { count: 0, n: 0, state: 'open' },
    falseReject: { count: 0, n: 0, state: 'open' },
  }
  const see = (name: keyof SequentialState, isError: boolean) => {
    const watch = watches[name]
    if (watch.state !== 'open') return
    watch.n++
    watch.count += isError ? 1 : 0
    if (watch.count <= tests[name].acceptAtMost(watch.n)) watch.state = 'accepted'
    else if (watch.count >= tests[name].rejectAtLeast(watch.n)) watch.state = 'rejected'
  }
  return {
    /** True once there is nothing left to wait for: all accepted, or one rejected. */
    add({ isDefective, evaluation }: Pick<Trial, 'isDefective' | 'evaluation'>): boolean {
      if (evaluation !== 'NotDecidable') {
        const isError = isDefective === (evaluation === 'OK')
        see('accuracy', isError)
        see(isDefective ? 'escape' : 'falseReject', isError)
      }
      const states = Object.values(watches).map(({ state }) => state)
      return states.includes('rejected') || states.every((state) => state === 'accepted')
    },
    state: (): SequentialState => ({
      accuracy: watches.accuracy.state,
      escape: watches.escape.state,
      falseReject: watches.falseReject.state,
    }),
  }
}

/** The test of one limit, truncated at the smallest fixed plan that has the power. */
export function sequentialPlan(limit: number): SequentialTest & Plan {
  const p0 = limit / betterBy
  const plan = smallestPlan(limit, p0, power, endConfidence)
  if (!plan) throw new Error('a quarter is under nine tenths')
  return { ...truncated(sprt({ p0, p1: limit, alpha, beta }), plan.n, plan.allowed), ...plan }
}
