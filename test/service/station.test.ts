import { expect, it } from 'vitest'
import type { StationData } from '../../edge/contract/event.ts'
import { createStation } from '../../edge/service/station.ts'

function stand() {
  const told: StationData[] = []
  const time = { s: 0 }
  const station = createStation('x', { monotonicMs: () => 1000 * time.s }, (data) => told.push(data))
  return { station, told, time }
}

it('drifts by the clock, says so once, and is no drift any more when it has arrived', () => {
  const { station, told, time } = stand()
  station.change({ lampLevel: 0.5, overS: 100 }, 'operator', 'somebody')
  expect(told).toMatchObject([{ lampLevel: 1, drift: { lampLevel: 0.5, overS: 100 }, by: 'somebody' }])
  time.s = 40
  expect(station.condition().lampLevel).toBeCloseTo(0.8)
  expect(station.data()).toMatchObject({ lampLevel: station.condition().lampLevel, drift: { overS: 100 } })
  time.s = 100
  expect(station.data()).toMatchObject({ lampLevel: 0.5, drift: null })
  expect(told).toHaveLength(1)
  expect(station.change({ lampLevel: 1 }, 'operator')).toMatchObject({ lampLevel: 1, drift: null })
})

it('is undone at once by a later change, safe to press twice', () => {
  const { station, time } = stand()
  const drift = { lampLevel: 0.5, overS: 100 }
  station.change(drift, 'operator')
  time.s = 50
  station.change({ lampLevel: 1 }, 'operator')
  expect(station.data()).toMatchObject({ lampLevel: 1, drift: null })
  station.change(drift, 'operator')
  station.change(drift, 'operator')
  time.s = 150
  expect(station.condition().lampLevel).toBe(0.5)
})

it('drifts on while something else changes', () => {
  const { station, time } = stand()
  station.change({ lampLevel: 0.5, overS: 100 }, 'operator')
  time.s = 50
  expect(station.change({ hasNovelDefects: true, lensSmear: 0.3 }, 'operator')).toMatchObject({
    ...{ lampLevel: 0.75, lensSmear: 0.3, hasNovelDefects: true, drift: { lampLevel: 0.5 } },
  })
  time.s = 200
  expect(station.data()).toMatchObject({ lampLevel: 0.5, lensSmear: 0.3, hasNovelDefects: true, drift: null })
})
