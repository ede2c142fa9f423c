import { describe, expect, it } from 'vitest'
import { lifeOf, machines } from '../../datasets/machines/plant.ts'
import type { MachineCondition } from '../../edge/contract/condition.ts'
import type { Sample } from '../../edge/contract/machine.ts'
import { biasedOf } from '../../edge/core/health/sensor-watch.ts'
import { suspectedMachine } from '../../edge/core/health/suspected-machine.ts'
import { newWatch, observe } from '../../edge/core/health/watch.ts'
import { sampleCondition, sampleResult } from '../io/sample-data.ts'

describe('a sensor that jumps farther than wear goes', () => {
  const kind = 'stamping-press'
  const samples = [...lifeOf({ kind, seed: 7, life: 0 })].slice(0, 200).map(({ sample }) => sample)
  const namedAfter = (change: (sample: Sample) => Sample) => {
    const watch = samples.reduce(
      (before, sample, row) => observe(before, row < 190 ? sample : change(sample), machines[kind].sheet),
      newWatch,
    )
    return biasedOf(watch.trends)
  }

  it.each([0.75, 1.3])('is named when it says %f times what is', (factor) => {
    const biased = (sample: Sample): Sample => {
      const { forceKn } = sample.signals
      return { ...sample, signals: { ...sample.signals, forceKn: (forceKn ?? 0) * factor } }
    }
    expect(namedAfter(biased)).toEqual(['forceKn'])
  })

  it('is not named while it says what is', () => {
    expect(namedAfter((sample) => sample)).toEqual([])
  })
})

describe('a defect points at a machine', () => {
  const burr = { box: { x: 0, y: 0, width: 4, height: 4 }, sizeMm: 1, score: 0.9, reason: 'over' }
  const part = (name: string) => ({ ...sampleResult(1), defects: [{ ...burr, class: name }] })
  const none: MachineCondition['advice'] = { level: 'none', withinH: null, cause: null }

  it('that makes such defects and calls for a repair, with the cause', () => {
    expect(suspectedMachine(part('burr'), sampleCondition)).toEqual({
      ...{ machine: 'mill-spindle-0', kind: 'mill-spindle', sequence: 400 },
      advice: sampleCondition.advice,
    })
  })

  it.each([
    ['of another defect', 'dent', sampleCondition],
    ['that is well', 'burr', { ...sampleCondition, advice: none }],
    ['that spoils nothing', 'burr', { ...sampleCondition, lineDefects: null }],
    ['that nobody watches', 'burr', null],
  ])('but not at one %s', (_, name, condition) => {
    expect(suspectedMachine(part(name), condition)).toBeNull()
  })
})
