import type { Forecast } from '../../contract/condition.ts'
import type { ForecastCard } from '../../contract/forecast-card.ts'

/** An interval this wide, against that of any machine of its kind, knows nothing of this one. */
const mostOfUsual = 0.9

/**
 * Quantiles of the remaining life as a forecast: an interval, or no trend where the machine shows no more than its kind.
 * @param hours the network's quantiles, in the order of the card
 */
export function forecastOf(hours: ArrayLike<number>, card: ForecastCard): Forecast {
  const at = (quantile: number) => Math.max(0, hours[card.quantiles.indexOf(quantile)] ?? 0)
  const [lowH, medianH, highH] = [at(0.05), at(0.5), at(0.95)]
  const { low, high } = card.usualLifeH
  if (highH - lowH > mostOfUsual * (high - low)) return { kind: 'no-trend' }
  return { kind: 'interval', lowH, medianH, highH }
}
