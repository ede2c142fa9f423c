import { describe, expect, it } from 'vitest'
import type { Inspection } from '../../edge/contract/inspection.ts'
import type { Box, Capture, Mark } from '../../edge/contract/part.ts'
import type { Sight } from '../../edge/core/vision/decide.ts'
import { heatMap } from '../../edge/core/vision/heat-map.ts'
import { readMaps } from '../../edge/core/vision/mark.ts'
import { trialOf } from '../../edge/core/vision/trial.ts'
import { brightnessCard } from '../io/sample-card.ts'
import { mark } from './trial-sample.ts'

const size = 32

/** A picture of 32 × 32 whose mask is `labels`, pixel by pixel; null: no mask. */
function capture(
  marks: Mark[],
  labels: readonly (readonly [number, number, number])[] | null,
  isDefective: boolean | null = true,
): Capture {
  const mask = labels && new Uint8Array(size * size)
  for (const [x, y, label] of labels ?? []) if (mask) mask[y * size + x] = label
  const image = { width: size, height: size, channels: 1 as const, data: new Uint8Array(0) }
  return {
    frame: { line: 'test', partId: 'test-7', sequence: 7, capturedAtMs: 0, isSimulated: true, image },
    truth: { isDefective, marks },
    mask,
  }
}

const inspection = (...boxes: Box[]): Inspection => ({
  line: 'test',
  partId: 'test-7',
  sequence: 7,
  evaluation: 'NotOK',
  score: 0.9,
  reason: 'above-reject-threshold',
  detail: '',
  defects: boxes.map((box) => ({ class: 'pit', box, sizeMm: 1, score: 0.9, reason: '' })),
  isSimulated: true,
})

/** A tile at (x, y) whose heat peaks at (peakX, peakY), pixels of the tile. */
const sight = (x: number, y: number, peakX: number, peakY: number, score = 0.9): Sight => ({
  x,
  y,
  score,
  defects: [],
  heat: { width: 1, height: 1, data: Float32Array.of(0) },
  peak: { x: peakX, y: peakY },
  features: [],
})

describe('the peak of a reading', () => {
  it('is the middle of the highest cell, also where the heat shows several at 255', () => {
    const data = new Float32Array(3 * 12).fill(0.9981)
    data[9] = 0.9989
    const { peak, heat, score } = readMaps({ data, width: 4, height: 3 }, brightnessCard)
    const { data: levels } = heatMap([{ x: 0, y: 0, heat }], brightnessCard)
    expect(new Set(levels)).toEqual(new Set([255]))
    expect(peak).toEqual({ x: 6, y: 10 })
    expect(score).toBe(0.9989)
  })
})

describe('a trial', () => {
  it('carries verdict and truth, and leaves look-alikes out', () => {
    const marks = [mark(2, 2, 4, 4, { isLookAlike: true, sizeOverLimit: null }), mark(10, 10, 4, 4)]
    const found = trialOf(capture(marks, []), inspection(), [], 8)
    expect(found).toEqual({
      part: 'test-7',
      row: 8,
      isDefective: true,
      evaluation: 'NotOK',
      reason: 'above-reject-threshold',
      score: 0.9,
      marks: [{ class: 'scratch', sizeMm: 6, sizeOverLimit: 1.2, isReported: false }],
      isPointed: false,
    })
  })

  it.each([
    ['a defect', [mark(0, 0, 1, 1)], true],
    ['a mark under its limit', [mark(0, 0, 1, 1, { sizeOverLimit: 0.9 })], false],
    ['a mark without a limit', [mark(0, 0, 1, 1, { sizeOverLimit: null })], true],
    ['a look-alike', [mark(0, 0, 1, 1, { sizeOverLimit: null, isLookAlike: true })], false],
  ])('asks the marks where nobody knows: %s', (_, marks, isDefective) => {
    expect(trialOf(capture(marks, null, null), inspection(), [], 1).isDefective).toBe(isDefective)
  })
})

describe('a mark is reported', () => {
  const thin = mark(4, 4, 6, 6)
  const isReported = (labels: Parameters<typeof capture>[1], box: Box) =>
    trialOf(capture([thin], labels), inspection(box), [], 1).marks[0]?.isReported

  it('where a reported box holds one of its pixels', () => {
    expect(isReported([[9, 9, 1]], { x: 8, y: 8, width: 4, height: 4 })).toBe(true)
  })
  it('not where the boxes share only pixels of another or of none', () => {
    expect(
      isReported(
        [
          [9, 9, 2],
          [4, 4, 1],
        ],
        { x: 8, y: 8, width: 4, height: 4 },
      ),
    ).toBe(false)
  })
  it('without a mask where the boxes overlap, not where they only touch', () => {
    expect(isReported(null, { x: 9, y: 9, width: 4, height: 4 })).toBe(true)
    expect(isReported(null, { x: 10, y: 4, width: 4, height: 4 })).toBe(false)
  })
  it('wherever the mask has it if it has no box, and never without both', () => {
    const box = { x: 8, y: 8, width: 4, height: 4 }
    const boxless = (given: Capture) => {
      const marks = [{ ...thin, sizeMm: null, box: null }]
      return trialOf({ ...given, truth: { isDefective: true, marks } }, inspection(box), [], 1).marks[0]
        ?.isReported
    }
    expect(boxless(capture([], [[9, 9, 1]]))).toBe(true)
    expect(boxless(capture([], [[2, 2, 1]]))).toBe(false)
    expect(boxless(capture([], null))).toBe(false)
  })
  it('by its own label: look-alikes count when the mask is read', () => {
    const marks = [mark(0, 0, 20, 20, { isLookAlike: true }), thin]
    const box = { x: 4, y: 4, width: 4, height: 4 }
    const hitBy = (label: number) =>
      trialOf(capture(marks, [[5, 5, label]]), inspection(box), [], 1).marks[0]?.isReported
    expect([hitBy(1), hitBy(2)]).toEqual([false, true])
  })
})

describe('the pointing game', () => {
  const defect = mark(10, 10, 2, 2)
  const labels = [[10, 10, 1]] as const
  const points = (...sights: Sight[]) => trialOf(capture([defect], labels), inspection(), sights, 1).isPointed

  it('is won within 3 pixels of a defect, as the crow flies', () => {
    expect(points(sight(0, 0, 13.5, 10.5))).toBe(true)
    expect(points(sight(0, 0, 13.6, 10.5))).toBe(false)
    expect(points(sight(0, 0, 12.5, 12.5))).toBe(true)
    expect(points(sight(0, 0, 13.5, 13.5))).toBe(false)
  })
  it('follows the tile with the highest score to its place in the image', () => {
    expect(points(sight(0, 0, 30, 30, 0.8), sight(8, 8, 2.5, 2.5, 0.9))).toBe(true)
    expect(points(sight(0, 0, 10.5, 10.5, 0.8), sight(8, 8, 20, 20, 0.9))).toBe(false)
  })
  it('folds back what a mirror beyond the edge of the image showed', () => {
    const edge = capture([mark(30, 4, 1, 1)], [[30, 4, 1]])
    expect(trialOf(edge, inspection(), [sight(0, 0, 32.5, 4.5)], 1).isPointed).toBe(true)
  })
  it('is not won by a mark under its limit or by a look-alike', () => {
    for (const given of [{ sizeOverLimit: 0.9 }, { isLookAlike: true, sizeOverLimit: null }]) {
      const harmless = capture([mark(10, 10, 2, 2, given), mark(20, 20, 2, 2)], labels)
      expect(trialOf(harmless, inspection(), [sight(0, 0, 10.5, 10.5)], 1).isPointed).toBe(false)
    }
  })
  it('is lost by a part that nobody looked at, and not played with a good part or without a mask', () => {
    expect(trialOf(capture([defect], labels), inspection(), null, 1).isPointed).toBe(false)
    expect(trialOf(capture([], [], false), inspection(), [], 1).isPointed).toBeNull()
    expect(trialOf(capture([defect], null), inspection(), [], 1).isPointed).toBeNull()
  })
})
