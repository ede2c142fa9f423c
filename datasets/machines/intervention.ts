import type { Intervention } from '../../edge/contract/plant.ts'
import type { Rng } from '../../edge/contract/port.ts'
import type { Care } from './duty.ts'
import type { Hour, MachineMaker } from './machine.ts'
import type { SensorFault } from './sensor-fault.ts'

export const untouched: readonly Intervention[] = []

/** An overload lasts so long, and takes half of what damage is missing to the end. */
const overloadH = 48
const overloadShare = 0.5

/** Which of two actions came last, up to an hour. */
const isOn = (done: readonly Intervention[], ageH: number, on: string, off: string): boolean =>
  done.findLast(({ atH, action }) => atH <= ageH && (action === on || action === off))?.action === on

const isNow = (done: readonly Intervention[], ageH: number, action: string): boolean =>
  done.some((one) => one.atH === ageH && one.action === action)

/** Care as people change it: none from a starving to the next service, planned or not. */
export function* caredFor(
  cares: Generator<Care, never>,
  done: readonly Intervention[],
): Generator<Care, never> {
  for (let ageH = 0, isStarved = false; ; ageH++) {
    const { level, isServiced: isDue } = cares.next().value
    const isServiced = isDue || isNow(done, ageH, 'serve')
    isStarved = isNow(done, ageH, 'starve') || (isStarved && !isServiced)
    yield { level: isStarved ? 0 : level, isServiced }
  }
}

/** Ages a machine on, by its own law, through the hours of an overload. Its chance is its own: nothing else shifts. */
export function overloads<Wear>(maker: MachineMaker<Wear>, rng: Rng, done: readonly Intervention[]) {
  let begun: { readonly atH: number; readonly damage: number } | null = null
  return (before: Wear, hour: Omit<Hour, 'rng'>, ageH: number): Wear => {
    if (isNow(done, ageH, 'wear')) begun = { atH: ageH, damage: maker.damage(before) }
    if (!begun || ageH - begun.atH >= overloadH) return before
    const { atH, damage } = begun
    const goal = damage + (overloadShare * (1 - damage) * (ageH - atH + 1)) / overloadH
    let wear = before
    while (maker.damage(wear) < goal) wear = maker.age(wear, { ...hour, rng })
    return wear
  }
}

/** The fault that people made, or else the one that chance made. */
export const stuckOr = (
  fault: SensorFault | null,
  done: readonly Intervention[],
  ageH: number,
  signal: string,
): SensorFault | null => (isOn(done, ageH, 'stick', 'free') ? { kind: 'stuck', signal, off: 0 } : fault)
