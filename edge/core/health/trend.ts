/** A residual, smoothed, with where it came from. */
export interface Trend {
  /** Exponentially weighted means over about 12 and 60 samples. */
  readonly fast: number
  readonly slow: number
  /** Values of `slow`, one every `stride` samples, newest last. */
  readonly past: readonly number[]
  readonly count: number
  /** Readings in a row that lay too far off to be wear. */
  readonly strange: number
  /** The reading before, to see a sensor that is stuck. */
  readonly before: number | null
  readonly repeats: number
}

export const newTrend: Trend = { fast: 0, slow: 0, past: [], count: 0, strange: 0, before: null, repeats: 0 }

const fastShare = 2 / 13
const slowShare = 2 / 61
const stride = 10
const kept = 20
/** Wear goes by small steps: what jumps farther is the sensor, until it has stayed there for so many samples. */
const jump = 7
const patience = 40
/** A living sensor never says exactly the same so many times. */
const stuckAfter = 2

/** Takes one reading in, null where there is none; `sigma` is the residual's standard deviation on a healthy machine. */
export function follow(trend: Trend, raw: number | null, residual: number | null, sigma: number): Trend {
  const repeats = raw !== null && raw === trend.before ? trend.repeats + 1 : 0
  const seen = { ...trend, before: raw ?? trend.before, repeats }
  if (raw === null || residual === null || repeats >= stuckAfter) return seen
  const isStrange =
    trend.count > 0 && Math.abs(residual - trend.fast) > jump * sigma + 0.15 * Math.abs(trend.fast)
  if (isStrange && trend.strange < patience) return { ...seen, strange: trend.strange + 1 }
  const start = trend.count === 0 || isStrange
  const fast = start ? residual : trend.fast + fastShare * (residual - trend.fast)
  const slow = start ? residual : trend.slow + slowShare * (residual - trend.slow)
  const past = trend.count % stride === 0 ? [...trend.past.slice(1 - kept), slow] : trend.past
  return { ...seen, fast, slow, past, count: trend.count + 1, strange: 0 }
}

/** Change of the slow mean over so many strides, a sample; 0 while there is no past that long. */
export function slopeOf({ slow, past }: Trend, strides: number): number {
  const then = past.at(-1 - strides)
  return then === undefined ? 0 : (slow - then) / (strides * stride)
}
