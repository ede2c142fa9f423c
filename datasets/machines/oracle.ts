import type { Rng } from '../../edge/contract/port.ts'
import { cares, duties } from './duty.ts'
import type { MachineMaker } from './machine.ts'

const futures = 25
const longestH = 12_000

/**
 * Median remaining life, hours, for whoever knows the law, this unit's own parameters and its wear to the last digit,
 * and not what will be asked of it: no forecast from sensors can do better.
 */
export function knownRemainingH<Wear>(maker: MachineMaker<Wear>, wear: Wear, rng: Rng): number {
  const lengths = Array.from({ length: futures }, (_, future) =>
    futureH(maker, wear, rng.fork(`future/${future}`)),
  )
  return lengths.sort((a, b) => a - b)[futures >> 1] ?? 0
}

function futureH<Wear>(maker: MachineMaker<Wear>, now: Wear, rng: Rng): number {
  const [duty, care, ageing] = [duties(rng.fork('duty')), cares(rng.fork('care')), rng.fork('wear')]
  let wear = now
  let hours = 0
  while (maker.damage(wear) < 1 && hours < longestH) {
    wear = maker.age(wear, { rng: ageing, duty: duty.next().value, care: care.next().value.level })
    hours++
  }
  return hours
}
