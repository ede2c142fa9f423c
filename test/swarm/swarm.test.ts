import { describe, expect, it } from 'vitest'
import { runNode } from '../edge/process.ts'
import { edgeFaults, faultsOf, scheduleOf, serviceFaults } from './schedule.ts'

const seeds = (count: number) => Array.from({ length: count }, (_, index) => index + 1)

describe('the schedules of the swarm', () => {
  it('are the same for the same seed, and meet every fault on every kind of broker', () => {
    const schedules = seeds(200).map(scheduleOf)
    expect(seeds(200).map(scheduleOf)).toEqual(schedules)
    const met = new Set(schedules.flatMap(faultsOf))
    const all = [...edgeFaults, ...serviceFaults, 'broker-absent-at-start', 'small-outbox'] as const
    expect(all.filter((fault) => !met.has(fault))).toEqual([])
    expect(new Set(schedules.map(({ broker }) => broker))).toEqual(new Set(['house', 'strict', 'mosquitto']))
  })
})

describe('the swarm', () => {
  /** 30: the service, killed; 31: an edge and Mosquitto, which is absent at the start; 32: damaged books. `npm run swarm` plays more. */
  it('plays three schedules, and nothing promised is lost', { timeout: 180_000 }, async () => {
    const { exitCode, out, err } = await runNode([
      'test/swarm/run.mjs',
      '--runs',
      '3',
      '--seed',
      '30',
      '--at-once',
      '3',
    ])
    for (const line of out.split('\n')) if (line.startsWith('skipped')) console.warn(`NOT TESTED: ${line}`)
    expect(`${out}${err}`).not.toMatch(/^FAILED/m)
    expect(exitCode).toBe(0)
    const countOf = (name: string) => Number(new RegExp(`^${name} +(\\d+)$`, 'm').exec(out)?.[1])
    expect(countOf('schedules')).toBe(3)
    expect(countOf('events promised')).toBeGreaterThan(100)
    expect(countOf('events heard')).toBeGreaterThan(100)
    expect(countOf('events lost')).toBe(0)
  })
})
