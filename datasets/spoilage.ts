import type { MachineSheet } from '../edge/contract/machine.ts'
import type { StationCondition } from '../edge/contract/part.ts'

/** Defects that a machine about to fail makes, for each one that the line makes anyway. */
const worstSpoilage = 3

/**
 * How many defects wear adds to the line, for each that there is without it; all of the one class that the machine
 * spoils. One cause, two senses: the same wear shakes the sensors.
 */
export const spoilage = (damage: number): number => worstSpoilage * damage ** 3

/** Light that a lamp at the end of its life has lost (L70). */
export const lostLight = 0.3

/** The station as its machine leaves it: a lamp grows dim, any other machine spoils parts. */
export function wornStation(
  condition: StationCondition,
  { spoils }: Pick<MachineSheet, 'spoils'>,
  damage: number,
): StationCondition {
  if (spoils) return { ...condition, wear: { damage, spoils } }
  return { ...condition, lampLevel: condition.lampLevel * (1 - lostLight * damage) }
}
