import { describe, expect, it } from 'vitest'
import { type LifeName, lifeOf, sampleEveryH } from '../../datasets/machines/plant.ts'
import { machineKinds } from '../../edge/contract/machine.ts'
import type { Intervention, InterventionAction } from '../../edge/contract/plant.ts'

const at = (atH: number, action: InterventionAction): Intervention => ({ atH, action })
const lived = (name: LifeName, done: readonly Intervention[] = []) => [...lifeOf(name, () => done)]
/** The first life of a seed that ends by wear, late enough to do things to it. */
const wornOut = (kind: LifeName['kind']): LifeName => {
  for (let life = 0; ; life++) {
    const name = { kind, seed: 7, life }
    const { truth } = lived(name).at(-1) ?? {}
    if (truth && !truth.isSudden && !truth.isCensored && truth.ageH > 900) return name
  }
}
const press = wornOut('stamping-press')
const gearmotor = wornOut('conveyor-gearmotor')

describe('what people do to a machine', () => {
  it.each(machineKinds)(
    'changes nothing before it is done, and nothing of a life that is left alone: %s',
    (kind) => {
      const name = { kind, seed: 11, life: 2 }
      const alone = lived(name).slice(0, 60)
      expect(lived(name, []).slice(0, 60)).toEqual(alone)
      const touched = lived(name, [at(100, 'starve'), at(100, 'stick'), at(100, 'wear')])
      expect(touched.slice(0, 50).map(({ sample }) => sample)).toEqual(
        alone.slice(0, 50).map(({ sample }) => sample),
      )
    },
  )

  it('told late gives the same life as told at once', () => {
    const done = [at(300, 'wear'), at(420, 'stick')]
    const late: Intervention[] = []
    const samples = []
    for (const observed of lifeOf(press, () => [...late])) {
      samples.push(observed.sample)
      const nextH = (observed.sample.sequence + 1) * sampleEveryH
      late.push(...done.filter(({ atH }) => atH === nextH))
    }
    expect(samples).toEqual(lived(press, done).map(({ sample }) => sample))
  })

  it('an overload takes half of what damage is missing within two days, and more of the life', () => {
    const alone = lived(press)
    const over = lived(press, [at(400, 'wear')])
    const damageAt = (ageH: number) => over.find(({ truth }) => truth.ageH === ageH)?.truth.damage ?? 0
    const before = damageAt(400)
    expect(damageAt(448)).toBeGreaterThanOrEqual(before + 0.5 * (1 - before))
    expect(over.at(-1)?.truth.ageH).toBeLessThan(alone.at(-1)?.truth.ageH ?? 0)
    expect(over.at(-1)?.truth.remainingH).toBeLessThanOrEqual(sampleEveryH)
  })

  it('without oil a machine wears faster, until it is served', () => {
    const damageAt = (done: readonly Intervention[], ageH: number) =>
      lived(gearmotor, done).find(({ truth }) => truth.ageH === ageH)?.truth.damage ?? 0
    const served = lived(gearmotor, [at(100, 'starve'), at(150, 'serve')])
    expect(damageAt([at(100, 'starve')], 200)).toBeGreaterThan(damageAt([], 200))
    expect(damageAt([at(100, 'starve'), at(150, 'serve')], 200)).toBeLessThan(
      damageAt([at(100, 'starve')], 200),
    )
    const entries = served.find(({ truth }) => truth.ageH === 150)?.sample.entries ?? []
    expect(entries).toContainEqual({ code: 'SERVICE', text: 'serviced as planned' })
  })

  it('a stuck sensor says the same until it is freed', () => {
    const stuck = lived(press, [at(100, 'stick'), at(140, 'free')])
    const forces = stuck
      .filter(({ truth }) => truth.ageH >= 98 && truth.ageH < 140)
      .map(({ sample }) => sample.signals.forceKn)
    expect(new Set(forces).size).toBe(1)
    expect(stuck[71]?.sample.signals.forceKn).not.toBe(forces[0])
  })
})
