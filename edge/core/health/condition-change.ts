import type { MachineCondition } from '../../contract/condition.ts'

/** Steps of health, and of the forecast against what was last said, that a person would care about. */
const healthStep = 0.02
const forecastStep = 0.05
const velocityStep = 0.1

/** Whether a condition is worth telling to somebody who knows the one that was told last; null: nothing was. */
export function isWorthTelling(last: MachineCondition | null, now: MachineCondition): boolean {
  if (!last || last.machine !== now.machine || last.stage !== now.stage) return true
  if (hasLeftZone(last, now)) return true
  if (last.advice.level !== now.advice.level || last.advice.cause?.cause !== now.advice.cause?.cause)
    return true
  if (last.suspects.join() !== now.suspects.join()) return true
  return isFar(last.healthIndex, now.healthIndex) || hasMoved(last.forecast, now.forecast)
}

/** A zone is left when vibration has really moved: at a boundary it wavers with every sample. */
function hasLeftZone(last: MachineCondition, now: MachineCondition): boolean {
  const [before, after] = [last.velocityMmPerS ?? 0, now.velocityMmPerS ?? 0]
  return last.zone !== now.zone && Math.abs(after - before) >= velocityStep * before
}

const isFar = (last: number | null, now: number | null): boolean =>
  last === null || now === null ? last !== now : Math.abs(now - last) >= healthStep

function hasMoved(last: MachineCondition['forecast'], now: MachineCondition['forecast']): boolean {
  if (last.kind === 'no-trend' || now.kind === 'no-trend') return last.kind !== now.kind
  const steps = [
    [last.lowH, now.lowH],
    [last.medianH, now.medianH],
    [last.highH, now.highH],
  ] as const
  return steps.some(([before, after]) => Math.abs(after - before) >= forecastStep * Math.max(1, before))
}
