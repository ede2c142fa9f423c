import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { CauseTable } from '../../edge/contract/cause.ts'
import { machineKinds } from '../../edge/contract/machine.ts'
import { probableCause } from '../../edge/core/health/cause.ts'

const table = CauseTable.parse(parse(readFileSync('seeds/causes.yaml', 'utf8')))

describe('causes', () => {
  it('every kind of machine has some', () => {
    for (const kind of machineKinds) expect(table[kind]?.length, kind).toBeGreaterThan(0)
  })

  const of = (kind: (typeof machineKinds)[number], symptoms: Readonly<Record<string, number>>) =>
    probableCause(symptoms, table[kind] ?? [])?.cause

  it('knocking at the order of the bearing is a spall', () => {
    expect(of('mill-spindle', { knock: 9, velocity: 1, bearingC: 2 })).toBe('spall on a bearing ring')
  })

  it('hot and tripping without a knock is want of grease', () => {
    expect(of('mill-spindle', { knock: 0.5, bearingC: 8, 'log:TRIP': 4 })).toBe('starved of grease')
  })

  it('dark alone is dust, dark with a rising voltage is age', () => {
    expect(of('camera-lamp', { brightness: 6, driverV: 0 })).toBe('dust on the cover glass')
    expect(of('camera-lamp', { brightness: 6, driverV: 6 })).toBe('diodes at the end of their life')
  })

  it('where nothing is unusual there is nothing to explain', () => {
    expect(of('stamping-press', { acoustic: 2.9, force: 1 })).toBeUndefined()
  })
})
