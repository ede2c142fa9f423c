import type { Advice, Forecast } from '../../contract/condition.ts'
import { type AdviceLimits, adviseOn } from './advice.ts'
import { type LifeScore, scoreLife } from './life-score.ts'
import type { LifeTrack } from './life-track.ts'

/** Gives advice sample by sample, as `runMachine` does, and scores it against the known failure. */
export function scoreTrack(
  track: LifeTrack,
  forecasts: readonly Forecast[],
  limits: AdviceLimits,
): LifeScore {
  let level: Advice['level'] = 'none'
  const hours = Array.from(track.ageH, (ageH, row) => {
    const forecast = forecasts[row] ?? { kind: 'no-trend' }
    const told: Forecast = track.isKnown[row] ? forecast : { kind: 'no-trend' }
    level = adviseOn(told, level, limits, null).level
    const remainingH = track.remainingH[row] ?? 0
    return { ageH, remainingH, isAlarm: level === 'act', forecast: told.kind === 'interval' ? told : null }
  })
  return scoreLife(hours, track)
}
