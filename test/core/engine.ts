import { rngFromSeed } from '../../datasets/rng.ts'
import type { EngineCycle } from '../../edge/contract/prognosis.ts'

/** Two of the six operating regimes of C-MAPSS FD002: altitude, Mach number, throttle. */
const regimes = [
  [0, 0, 100],
  [35, 0.84, 100],
] as const

/**
 * An engine that is told from its neighbours by its life only: two wears, seen through twenty sensors with noise and in
 * two regimes, and one sensor that never moves.
 */
export function makeEngine(engine: number, cycles: number, lifeCycles: number): EngineCycle[] {
  const rng = rngFromSeed(engine).fork('engine')
  const noise = () => rng.next() + rng.next() - 1
  return Array.from({ length: cycles }, (_, i) => {
    const regime = rng.next() < 0.5 ? 0 : 1
    const share = (i + 1) / lifeCycles
    const wears = [share ** 3, share ** 6]
    const sensors = Array.from({ length: 21 }, (_, sensor) =>
      sensor === 4
        ? 14.62 + regime
        : 500 * (1 + regime) +
          10 * sensor +
          4 * ((sensor % 3) - 1) * (wears[sensor % 2] ?? 0) +
          0.5 * noise(),
    )
    const settings = (regimes[regime] ?? []).map((setting) => setting + 0.002 * noise())
    return { engine, cycle: i + 1, settings, sensors }
  })
}

/** Lives of 60 to 150 cycles, each engine run to failure. */
export const makeFleet = (count: number): EngineCycle[][] =>
  Array.from({ length: count }, (_, i) => {
    const life = 60 + ((37 * i) % 91)
    return makeEngine(i + 1, life, life)
  })
