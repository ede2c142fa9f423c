import { describe, expect, it } from 'vitest'
import { firstPassage, parisCycles, parisRate } from '../../datasets/machines/law.ts'
import { liveMachine, type Observation } from '../../datasets/machines/life.ts'
import { machines } from '../../datasets/machines/plant.ts'
import { rngFromSeed } from '../../datasets/rng.ts'
import { type MachineKind, machineKinds } from '../../edge/contract/machine.ts'

describe('the laws of wear (golden values: science B5)', () => {
  const law = { c: 1e-11, m: 3, y: 1 }

  it('776,634.444 cycles from 1 to 10 mm at 100 MPa', () => {
    expect(parisCycles(law, 100, 0.001, 0.01)).toBeCloseTo(776_634.444, 3)
  })

  it('integrating the rate of growth gives the same', () => {
    let crackM = 0.001
    let cycles = 0
    for (; crackM < 0.01; cycles += 10) crackM += 10 * parisRate(law, 100, crackM)
    expect(cycles / 776_634.444).toBeCloseTo(1, 3)
  })

  it('first passage of a Wiener process: mean 100, standard deviation 20', () => {
    const { mean, variance } = firstPassage({ drift: 0.1, sigma: 0.2 }, 10)
    expect(mean).toBeCloseTo(100, 9)
    expect(Math.sqrt(variance)).toBeCloseTo(20, 9)
  })
})

const lastOf = (kind: MachineKind, seed: number): Observation | undefined => {
  let last: Observation | undefined
  const options = { machine: kind, everyH: 50 }
  for (const seen of liveMachine(machines[kind], rngFromSeed(seed).fork(kind), options)) last = seen
  return last
}

describe.each(machineKinds)('the life of a %s', (kind) => {
  const ends = Array.from({ length: 240 }, (_, seed) => lastOf(kind, seed)?.truth)
  const failed = ends.flatMap((truth) => (truth && !truth.isSudden ? [truth.ageH + truth.remainingH] : []))

  it('varies by a quarter to two fifths', () => {
    const mean = failed.reduce((sum, life) => sum + life, 0) / failed.length
    const variance = failed.reduce((sum, life) => sum + (life - mean) ** 2, 0) / failed.length
    expect(mean).toBeGreaterThan(1500)
    expect(mean).toBeLessThan(2600)
    expect(Math.sqrt(variance) / mean).toBeGreaterThan(0.22)
    expect(Math.sqrt(variance) / mean).toBeLessThan(0.43)
  })
})
