import fc from 'fast-check'
import { expect, it } from 'vitest'
import { FrameAnswer, mostWarmCells } from '../../edge/contract/frame-job.ts'
import type { Sight } from '../../edge/core/vision/decide.ts'
import { heatMap } from '../../edge/core/vision/heat-map.ts'
import { nearSight, remoteSight } from '../../edge/core/vision/remote-sight.ts'

const side = 40
const sightOf = (score: number, heat: readonly number[], features: readonly number[]): Sight => ({
  ...{ x: 0, y: 4, second: 'done', score, peak: { x: 2, y: 2 }, features: Float64Array.from(features) },
  defects: [
    {
      ...{ class: 'scratch', score: 0.5, sizeMm: 0.3, reason: 'scratch of about 0.3 mm, limit 0.2 mm' },
      box: { x: 1, y: 2, width: 3, height: 4 },
    },
  ],
  heat: { width: side, height: side, data: Float32Array.from(heat) },
})
const unit = fc.double({ min: 0, max: 1, noNaN: true })
const heats = fc.array(unit, { minLength: side ** 2, maxLength: side ** 2 })
const features = fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), {
  minLength: 16,
  maxLength: 16,
})
const output = { stridePx: 4 } as Parameters<typeof heatMap>[1]['output']

/** As it goes over the bus. */
const overTheBus = (sight: Sight, acceptBelow: number): Sight => {
  const said = {
    ...{ kind: 'done', job: 1, worker: 'w', preprocessMs: 1, inferMs: 1, readMs: 1 },
    sights: [remoteSight(sight, acceptBelow)],
  }
  const answer = FrameAnswer.parse(JSON.parse(JSON.stringify(said)))
  if (answer.kind !== 'done' || !answer.sights[0]) throw new Error('this is no sight')
  return nearSight(answer.sights[0])
}

it('a sight comes back from another host to the bit, but for its heat', () => {
  fc.assert(
    fc.property(unit, heats, features, (score, heat, values) => {
      const sight = sightOf(score, heat, values)
      const back = overTheBus(sight, 0.5)
      // JSON knows no −0.
      expect({ ...back, heat: null }).toEqual({
        ...sight,
        heat: null,
        features: values.map((value) => value + 0),
      })
    }),
    { seed: 11, numRuns: 50 },
  )
})

it('of its heat the warmest cells come back as the board shows them, and none of a part that is plainly good', () => {
  fc.assert(
    fc.property(heats, (heat) => {
      const sight = sightOf(0.6, heat, [])
      const was = heatMap([sight], { output }).data
      const shown = heatMap([overTheBus(sight, 0.5)], { output }).data
      const kept = [...shown.keys()].filter((cell) => (shown[cell] ?? 0) > 0)
      expect(kept.filter((cell) => shown[cell] !== was[cell])).toEqual([])
      const coldestKept = Math.min(...kept.map((cell) => was[cell] ?? 0))
      const left = [...was.keys()].filter((cell) => (was[cell] ?? 0) > 0 && shown[cell] === 0)
      expect(kept.length).toBe(Math.min(mostWarmCells, kept.length + left.length))
      expect(left.filter((cell) => (was[cell] ?? 0) > coldestKept)).toEqual([])
      expect(heatMap([overTheBus(sight, 0.7)], { output }).data.some((level) => level > 0)).toBe(false)
    }),
    { seed: 11, numRuns: 30 },
  )
})
