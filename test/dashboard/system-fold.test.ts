import { expect, it } from 'vitest'
import { extendTrend, type KpiPoint, settingText, trendColumns } from '../../dashboard/system-fold.ts'
import { sampleData } from '../io/sample-data.ts'

const point = (second: number): KpiPoint => ({
  atMs: second * 1000,
  kpi: { ...sampleData.kpi, residentMb: second },
})

it('a quarter of an hour of the service is kept, and told in minutes before now', () => {
  let path: readonly KpiPoint[] = []
  for (let second = 0; second < 1000; second++) path = extendTrend(path, point(second))
  const [minutes, memory] = trendColumns(path, 'memory')
  expect([minutes.length, minutes.at(-1), minutes.at(-61)]).toEqual([900, 0, -1])
  expect([memory[0], memory.at(-1)]).toEqual([100, 999])
  expect(trendColumns([], 'latency')).toEqual([[], []])
})

it('a setting that was left out has no text', () => {
  expect([undefined, null, '', 0, false, 'x'].map(settingText)).toEqual(['–', '–', '–', '0', 'false', 'x'])
})
