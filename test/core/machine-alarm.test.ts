import { describe, expect, it } from 'vitest'
import { machines } from '../../datasets/machines/plant.ts'
import type { MachineCondition } from '../../edge/contract/condition.ts'
import type { Sample } from '../../edge/contract/machine.ts'
import { isWorthTelling } from '../../edge/core/health/condition-change.ts'
import { holdingOf, nothingHolds } from '../../edge/core/health/machine-alarm.ts'
import { type SensorWatch, suspectsOf, watchSensors } from '../../edge/core/health/sensor-watch.ts'
import { sampleCondition } from '../io/sample-data.ts'

const { sheet } = machines['mill-spindle']
const condition = (change: Partial<MachineCondition>): MachineCondition => ({ ...sampleCondition, ...change })
const shaking = (velocityMmPerS: number) => condition({ velocityMmPerS })

describe('which alarms of a machine hold', () => {
  it('of a pair the graver takes the place of the lesser', () => {
    const level = (now: MachineCondition['advice']['level']) => {
      const { act, plan } = holdingOf(
        nothingHolds,
        condition({ advice: { ...sampleCondition.advice, level: now } }),
        sheet,
      )
      return [act, plan]
    }
    expect([level('none'), level('plan'), level('act')]).toEqual([
      [false, false],
      [false, true],
      [true, false],
    ])
  })

  it('a zone is entered at the limit of ISO 20816-3 (group 2, rigid) and left a tenth under it', () => {
    let now = nothingHolds
    const said = [2.7, 2.8, 2.6, 4.5, 4.1, 4, 2.6, 2.5].map((velocity) => {
      now = holdingOf(now, shaking(velocity), sheet)
      return now['zone-d'] ? 'D' : now['zone-c'] ? 'C' : '-'
    })
    expect(said.join('')).toBe('-CCDDCC-')
  })

  it('a machine without vibration has no zone', () => {
    const { sheet: lamp } = machines['camera-lamp']
    expect(holdingOf(nothingHolds, shaking(99), lamp)['zone-d']).toBe(false)
  })
})

describe('a sensor that lies', () => {
  const told = (values: readonly (number | null)[]) => {
    const sample = (value: number | null) => ({ signals: { a: value }, vibration: null }) as unknown as Sample
    return suspectsOf(
      values.reduce<SensorWatch>((watch, value) => watchSensors(watch, sample(value), false), {}),
    )
  }

  it('is one that says the same four times, or nothing', () => {
    expect(told([1.5, 2.5, 2.5, 2.5])).toEqual([])
    expect(told([1.5, 2.5, 2.5, 2.5, 2.5])).toEqual(['a'])
    expect(told([null, null, null, null])).toEqual(['a'])
    expect(told([2.5, 2.5, 2.5, 2.5, 2.6])).toEqual([])
  })

  it('is not a counter that repeats itself by chance', () => {
    expect(told([0, 0, 0, 0, 0])).toEqual([])
    expect(told(Array.from({ length: 13 }, () => 0))).toEqual(['a'])
  })
})

describe('what is worth telling', () => {
  const forecast = (lowH: number) => ({ kind: 'interval', lowH, medianH: 210, highH: 420 }) as const
  it.each<[string, Partial<MachineCondition>, boolean]>([
    ['nothing new', { sequence: 401, clockH: 802 }, false],
    ['health by less than a step', { healthIndex: 0.225 }, false],
    ['health by a step', { healthIndex: 0.18 }, true],
    ['health is known now', { healthIndex: null }, true],
    ['the forecast by less than 5 %', { forecast: forecast(94) }, false],
    ['the forecast by 5 %', { forecast: forecast(85) }, true],
    ['no trend any more', { forecast: { kind: 'no-trend' } }, true],
    ['the level of advice', { advice: { ...sampleCondition.advice, level: 'act' } }, true],
    ['another cause', { advice: { ...sampleCondition.advice, cause: null } }, true],
    ['a zone that wavers at its boundary', { zone: 'C', velocityMmPerS: 2 }, false],
    ['a zone that is left', { zone: 'C', velocityMmPerS: 2.9 }, true],
    ['a sensor', { suspects: ['bearingC'] }, true],
    ['another unit', { machine: 'mill-spindle-1' }, true],
    ['another stage', { stage: 'PA' }, true],
  ])('%s', (_, change, isWorth) => {
    expect(isWorthTelling(sampleCondition, condition(change))).toBe(isWorth)
  })

  it('anything, to whoever knows nothing', () => {
    expect(isWorthTelling(null, sampleCondition)).toBe(true)
  })
})
