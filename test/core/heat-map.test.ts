import { describe, expect, it } from 'vitest'
import { heatMap } from '../../edge/core/vision/heat-map.ts'
import { readMaps } from '../../edge/core/vision/mark.ts'
import { brightnessCard } from '../io/sample-card.ts'

/** A tile of 2 × 1 cells of 4 pixels. */
const sight = (x: number, ...scores: [number, number]) => ({
  x,
  y: 0,
  heat: readMaps({ data: Float32Array.of(...scores, 9, 9, 9, 9), width: 2, height: 1 }, brightnessCard).heat,
})

describe('the heat map of an image', () => {
  it('joins the score maps of its tiles, the higher where they overlap, 0 to 255', () => {
    const map = heatMap([sight(0, 0, 0.2), sight(4, 0.6, 1)], brightnessCard)
    expect(map).toEqual({ width: 3, height: 1, channels: 1, data: Uint8Array.of(0, 153, 255) })
  })
})
