import { beforeAll, describe, expect, it } from 'vitest'
import { paintDisc } from '../../datasets/parts/machined-disc.ts'
import { type DrawnDisc, drawDisc } from '../../datasets/parts/machined-disc-draw.ts'
import { drawOptics } from '../../datasets/parts/optics.ts'
import { rngFromSeed } from '../../datasets/rng.ts'
import type { Mark } from '../../edge/contract/part.ts'

const meanOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

describe('contrast to noise near the limit', () => {
  let near: (Mark & { measured: number })[] = []
  beforeAll(() => {
    near = Array.from({ length: 1500 }, (_, part) => part).flatMap(measureNear)
  })
  const quantile = (values: number[], share: number) =>
    values.sort((a, b) => a - b)[Math.floor(values.length * share)]

  it('has a 5th percentile of at most 4, and nothing is lost in the noise', () => {
    const found = near.map(({ measured }) => measured)
    expect(found.length).toBeGreaterThan(200)
    expect(quantile(found, 0.05)).toBeLessThanOrEqual(4)
    expect(quantile(found, 0.05)).toBeGreaterThan(2)
  })

  it('is what the mark says, for cracks and dents', () => {
    for (const name of ['crack', 'dent']) {
      const shares = near
        .filter((mark) => mark.class === name)
        .map((mark) => mark.measured / mark.contrastToNoise)
      expect(quantile(shares, 0.5)).toBeGreaterThan(0.8)
      expect(quantile(shares, 0.5)).toBeLessThan(1.25)
    }
  })
})

const isNear = ({ sizeOverLimit }: { readonly sizeOverLimit: number | null }) =>
  sizeOverLimit !== null && sizeOverLimit > 0.8 && sizeOverLimit < 1.25

/**
 * The marks of a part near their limit, with their measured contrast to noise: the root mean square of what the mark
 * changes, over the spread of what two surfaces of the same disc, without marks, differ by around it. Steps, holes
 * and sheen are the same on both and drop out.
 */
function measureNear(part: number): (Mark & { measured: number })[] {
  const rng = rngFromSeed(9).fork(`part/${part}`)
  const disc = drawDisc(rng, part % 2 === 0, false)
  if (!disc.marks.some(isNear)) return []
  const optics = drawOptics(rng.fork('optics'), null)
  const mask = new Uint8Array(512 * 512)
  const order = { rng, isDefective: false, spoilt: null, isTraining: false, isCrowded: false, optics }
  const paint = (marks: DrawnDisc['marks'], texture: string, to: Uint8Array | null) =>
    paintDisc({ ...disc, marks }, { ...order, mask: to }, rng.fork(texture))
  const marked = paint(disc.marks, 'one', mask)
  const [plane, bare, other] = [marked, paint([], 'one', null), paint([], 'other', null)].map(
    ({ planes }) => planes[0] ?? new Float32Array(),
  )
  const between = (a: Float32Array | undefined, b: Float32Array | undefined, at: number) =>
    (a?.[at] ?? 0) - (b?.[at] ?? 0)
  return marked.marks.flatMap((mark, index) => {
    if (!isNear(mark)) return []
    const around = pixelsOf(mark.box, 6)
    const changes = around.filter((at) => mask[at] === index + 1).map((at) => between(plane, bare, at))
    const noise = Math.hypot(
      spreadOf(around.map((at) => between(bare, other, at))) / Math.SQRT2,
      optics.usualNoiseSigma,
    )
    return [{ ...mark, measured: Math.sqrt(meanOf(changes.map((change) => change ** 2))) / noise }]
  })
}

/** Standard deviation by the median of absolute deviations, which a few pixels of an edge do not move. */
function spreadOf(values: readonly number[]): number {
  const median = (of: readonly number[]) => of.toSorted((a, b) => a - b)[of.length >> 1] ?? 0
  const middle = median(values)
  return 1.4826 * median(values.map((value) => Math.abs(value - middle)))
}

/** Indices of the pixels of a box with a margin, inside the frame. */
function pixelsOf({ x, y, width, height }: Mark['box'], margin: number): number[] {
  const indices: number[] = []
  for (let v = Math.max(0, y - margin); v < Math.min(512, y + height + margin); v++)
    for (let u = Math.max(0, x - margin); u < Math.min(512, x + width + margin); u++)
      indices.push(v * 512 + u)
  return indices
}
