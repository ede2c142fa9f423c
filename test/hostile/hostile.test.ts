import { describe, expect, it } from 'vitest'
import { rngFromSeed } from '../../datasets/rng.ts'
import { mqttInput } from './mqtt-input.ts'
import { faultsOf } from './report.ts'
import { runHostile } from './suite.ts'

describe('hostile clients', () => {
  it('are held off by a running service, which answers a valid one throughout', async () => {
    const report = await runHostile({ seed: 20_251_122, inputs: 400, connections: 600, hasBombs: false })
    expect(faultsOf(report)).toEqual([])
    expect(report.valid.answered).toBeGreaterThan(20)
  })

  it('send the same for the same seed, of every type of packet', () => {
    const logins = [{ user: 'viewer', password: 'right' }]
    const input = (seed: number, index: number) =>
      Buffer.concat(mqttInput(rngFromSeed(seed), index, logins).pieces)
    const inputs = Array.from({ length: 2_000 }, (_, index) => input(7, index))
    expect(input(7, 5)).toEqual(inputs[5])
    expect(input(8, 5)).not.toEqual(inputs[5])
    expect(new Set(inputs.map((bytes) => (bytes[0] ?? 0) >> 4)).size).toBe(16)
    expect(new Set(inputs.map((bytes) => bytes.toString('hex'))).size).toBeGreaterThan(1_900)
  })
})
