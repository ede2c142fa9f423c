import { describe, expect, it } from 'vitest'
import { capturePart, type PartOrder, productLines } from '../../datasets/world.ts'
import { type Capture, healthyStation } from '../../edge/contract/part.ts'

/** These are limited by their length, the rest by their extent. */
const long = ['scratch', 'crack']

describe.each(Object.entries(productLines))('%s', (_, line) => {
  const { limitsMm, pxPerMm } = line.recipe
  const shoot = (sequence: number, change: Partial<PartOrder> = {}): Capture => {
    const order = { seed: 11, line, sequence, capturedAtMs: 0, prevalence: 0.5, condition: healthyStation }
    return capturePart({ ...order, withMask: false, ...change })
  }
  const pixels = ({ frame }: Capture) => Buffer.from(frame.image.data)
  const level = (capture: Capture) => pixels(capture).reduce((sum, value) => sum + value, 0)

  const contrast = (capture: Capture) => {
    const values = pixels(capture)
    const mean = level(capture) / values.length
    return values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  }

  it('has limits of 5 to 12 pixels across, scratches and cracks of 12 to 30 long', () => {
    for (const [name, limitMm] of Object.entries(limitsMm)) {
      const [low, high] = long.includes(name) ? [12, 30] : [5, 12]
      expect(limitMm * pxPerMm).toBeGreaterThanOrEqual(low)
      expect(limitMm * pxPerMm).toBeLessThanOrEqual(high)
    }
  })

  it('has the same bytes for the same seed, in any order, and others for another seed', () => {
    const [third, fourth] = [shoot(3), shoot(4)]
    expect(pixels(shoot(4)).equals(pixels(fourth))).toBe(true)
    expect(pixels(shoot(3)).equals(pixels(third))).toBe(true)
    expect(pixels(shoot(3, { seed: 12 })).equals(pixels(third))).toBe(false)
  })

  it('keeps its marks when the lamp dims or it is photographed again: chance never depends on the condition', () => {
    const usual = shoot(5)
    const dimmed = shoot(5, { condition: { ...healthyStation, lampLevel: 0.5 } })
    expect(dimmed.truth).toEqual(usual.truth)
    expect(level(dimmed)).toBeLessThan(0.7 * level(usual))
    for (const condition of [{ defocusPx: 3 }, { vibrationPx: 14 }]) {
      const blurred = shoot(5, { condition: { ...healthyStation, ...condition } })
      expect(blurred.truth).toEqual(usual.truth)
      expect(contrast(blurred)).toBeLessThan(contrast(usual))
    }
    const again = shoot(5, { shot: 1 })
    const sizesOf = ({ truth }: Capture) => truth.marks.map((mark) => [mark.class, mark.sizeMm])
    expect(sizesOf(again)).toEqual(sizesOf(usual))
    expect(pixels(again).equals(pixels(usual))).toBe(false)
  })

  it('bears a body of no class in place of its defects when novel ones are asked for; good parts stay as they are', () => {
    const novel = { condition: { ...healthyStation, hasNovelDefects: true } }
    for (let sequence = 0; sequence < 16; sequence++) {
      const [usual, strange] = [shoot(sequence), shoot(sequence, novel)]
      expect(strange.truth.isDefective).toBe(usual.truth.isDefective)
      const bodies = strange.truth.marks.filter(({ class: name }) => name === 'novel')
      expect(bodies).toHaveLength(usual.truth.isDefective ? 1 : 0)
      expect(strange.truth.marks.filter(({ sizeOverLimit }) => (sizeOverLimit ?? 0) >= 1)).toEqual([])
      expect(pixels(strange).equals(pixels(usual))).toBe(!usual.truth.isDefective)
    }
  })
})
