import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { liveMachine } from '../../datasets/machines/life.ts'
import { machines } from '../../datasets/machines/plant.ts'
import { rngFromSeed } from '../../datasets/rng.ts'
import { CauseTable } from '../../edge/contract/cause.ts'
import { MachineCondition } from '../../edge/contract/condition.ts'
import { contributorsOf } from '../../edge/core/health/state.ts'
import { newWatch, observe, type Watch } from '../../edge/core/health/watch.ts'
import { runMachine } from '../../edge/machine.ts'

const causes = CauseTable.parse(parse(readFileSync('seeds/causes.yaml', 'utf8')))
const maker = machines['stamping-press']

async function* lived() {
  yield* liveMachine(maker, rngFromSeed(5).fork('press'), { machine: 'press', everyH: 2 })
}

/** A forecast that anybody could make: the more the frame gives way, the less is left. */
async function guess(watch: Watch) {
  const spring = contributorsOf(watch).find(({ indicator }) => indicator === 'spring')
  if (!spring || spring.sigmas < 1) return { kind: 'no-trend' as const }
  const medianH = 4000 / spring.sigmas
  return { kind: 'interval' as const, lowH: 0.6 * medianH, medianH, highH: 1.5 * medianH }
}

describe('the story of a sample', async () => {
  const told: string[] = []
  const conditions: MachineCondition[] = []
  const ends: number[] = []
  await runMachine(lived(), {
    sheet: maker.sheet,
    limits: { planUnderH: 300, actUnderH: 100 },
    causes,
    forecast: guess,
    record: async (condition) => {
      conditions.push(MachineCondition.parse(condition))
      told.push('record')
    },
    publish: () => told.push('publish'),
    score: (_, truth) => {
      told.push('score')
      ends.push(truth.remainingH)
    },
  })

  it('records, publishes and scores every sample, in this order', () => {
    expect(told).toEqual(conditions.flatMap(() => ['record', 'publish', 'score']))
    expect(conditions.map(({ sequence }) => sequence)).toEqual(conditions.map((_, index) => index))
  })

  it('begins by learning what is healthy, and ends with advice for the right cause', () => {
    expect(conditions[0]).toMatchObject({ stage: 'DM', healthIndex: null, forecast: { kind: 'no-trend' } })
    expect(conditions.at(-1)).toMatchObject({
      stage: 'AG',
      advice: { level: 'act', cause: { cause: 'fatigue crack in the frame' } },
    })
    expect(ends.at(-1)).toBeLessThan(3)
  })

  it('does not waver: once it says act, it says so to the end', () => {
    const levels = conditions.map(({ advice }) => advice.level)
    expect(new Set(levels.slice(levels.indexOf('act')))).toEqual(new Set(['act']))
  })
})

describe('a sensor that is silent from the first day', () => {
  it('is not watched, and nothing else suffers', () => {
    const silent = [...liveMachine(maker, rngFromSeed(5).fork('press'), { machine: 'press', everyH: 2 })].map(
      ({ sample }) => ({ ...sample, signals: { ...sample.signals, forceKn: null } }),
    )
    const watch = silent.reduce((before, sample) => observe(before, sample, maker.sheet), newWatch)
    const contributors = contributorsOf(watch)
    expect(contributors[0]).toMatchObject({ indicator: 'spring' })
    expect(contributors.find(({ indicator }) => indicator === 'force')?.sigmas).toBe(0)
    for (const { sigmas } of contributors) expect(Number.isFinite(sigmas)).toBe(true)
  })
})
