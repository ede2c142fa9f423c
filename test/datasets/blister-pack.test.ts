import { createHash } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { drawLayout } from '../../datasets/parts/blister-layout.ts'
import { drawMaterials } from '../../datasets/parts/blister-material.ts'
import { blisterPackMaker } from '../../datasets/parts/blister-pack.ts'
import { blisterPack, drawPart } from '../../datasets/parts/blister-part.ts'
import { type CaptureOrder, photographPart } from '../../datasets/parts/photograph.ts'
import { rngFromSeed } from '../../datasets/rng.ts'
import { type Capture, healthyStation, type Mark } from '../../edge/contract/part.ts'

const size = blisterPack.widthPx
const classes = ['broken', 'foreign', 'misprinted']

function shoot(sequence: number, change: Partial<CaptureOrder> = {}, seed = 11): Capture {
  return photographPart(blisterPackMaker, {
    rng: rngFromSeed(seed).fork(`part/${sequence}`),
    sequence,
    capturedAtMs: 0,
    prevalence: 0.5,
    condition: healthyStation,
    withMask: true,
    shot: 0,
    disturbance: null,
    foreign: null,
    isTraining: false,
    ...change,
  })
}

const isDefect = (mark: Mark) => mark.class === 'missing' || (mark.sizeOverLimit ?? 0) >= 1
const sizesOf = ({ truth }: Capture) => truth.marks.map(({ box: _, contrastToNoise: __, ...rest }) => rest)

let parts: Capture[] = []
let good: Capture[] = []
let bad: Capture[] = []
beforeAll(() => {
  parts = Array.from({ length: 160 }, (_, sequence) => shoot(sequence))
  good = parts.filter(({ truth }) => !truth.isDefective)
  bad = parts.filter(({ truth }) => truth.isDefective)
})

describe('a blister pack', () => {
  it('keeps its marks and their sizes when the lamp dims, the card lies turned, or it is photographed again', () => {
    for (const sequence of [5, 6, 7]) {
      const usual = sizesOf(parts[sequence] as Capture)
      expect(sizesOf(shoot(sequence, { condition: { ...healthyStation, lampLevel: 0.5 } }))).toEqual(usual)
      expect(sizesOf(shoot(sequence, { disturbance: { name: 'shift', severity: 5 } }))).toEqual(usual)
      expect(sizesOf(shoot(sequence, { shot: 1 }))).toEqual(usual)
    }
  })

  it('is defective exactly when a cavity is empty or a mark reaches its limit', () => {
    for (const { truth } of parts) expect(truth.isDefective).toBe(truth.marks.some(isDefect))
  })

  it('carries each look-alike on at least 30 % of good and of bad parts', () => {
    for (const name of blisterPack.lookAlikes) {
      const has = ({ truth }: Capture) => truth.marks.some((mark) => mark.isLookAlike && mark.class === name)
      expect(good.filter(has).length / good.length).toBeGreaterThan(0.3)
      expect(bad.filter(has).length / bad.length).toBeGreaterThan(0.3)
    }
  })
})

describe('the masks', () => {
  it('are as long as the mark is said to be, to two pixels, and lie in its box', () => {
    for (const { truth, mask } of parts) {
      for (const [index, mark] of truth.marks.entries()) {
        const pixels = pixelsOf(mask, index + 1)
        expect(Math.abs(extentPx(pixels) - mark.sizeMm * blisterPack.pxPerMm)).toBeLessThan(2)
        expect(overhangPx(pixels, mark)).toBeLessThanOrEqual(2)
      }
    }
  })

  it('stay whole in the frame on a card that lies as far off and as turned as it ever does', () => {
    for (let sequence = 0; sequence < 40; sequence++) {
      const { truth, mask } = shoot(sequence, { disturbance: { name: 'shift', severity: 5 } })
      for (const [index, mark] of truth.marks.entries()) {
        const { x, y, width, height } = mark.box
        expect(Math.min(x, y, size - x - width, size - y - height)).toBeGreaterThan(0)
        expect(overhangPx(pixelsOf(mask, index + 1), mark)).toBeLessThanOrEqual(2)
      }
    }
  })
})

describe('the contrast of marks', () => {
  const nearLimit = ({ sizeOverLimit }: { readonly sizeOverLimit: number | null }) =>
    sizeOverLimit !== null && sizeOverLimit > 0.8 && sizeOverLimit < 1.25
  const quantile = (marks: readonly { readonly contrastToNoise: number }[], share: number) =>
    marks.map(({ contrastToNoise }) => contrastToNoise).sort((a, b) => a - b)[
      Math.floor(marks.length * share)
    ] ?? 0

  it('is drawn log-uniform from 3.6 to 20 times the noise: 5 % of those near the limit lie under 4', () => {
    const near = Array.from({ length: 10_000 }, (_, part) =>
      drawPart(rngFromSeed(8).fork(`${part}`), part % 2 === 0),
    )
      .flatMap(({ marks }) => marks)
      .filter(nearLimit)
    expect(near.length).toBeGreaterThan(1500)
    expect(quantile(near, 0)).toBeGreaterThanOrEqual(3.6)
    expect(quantile(near, 0.05)).toBeLessThanOrEqual(4)
    expect(quantile(near, 0.5)).toBeGreaterThan(8)
    expect(quantile(near, 0.5)).toBeLessThan(9)
    expect(quantile(near, 0.999)).toBeLessThanOrEqual(20)
  })

  it('is painted as it was drawn, or as strongly as print is at least and at most', () => {
    const painted = parts
      .flatMap(({ truth }) => truth.marks)
      .filter(({ sizeOverLimit }) => sizeOverLimit !== null)
    expect(painted.length).toBeGreaterThan(140)
    expect(quantile(painted, 0)).toBeGreaterThan(2)
    expect(quantile(painted, 0.5)).toBeLessThan(9.5)
    expect(quantile(painted, 0.999)).toBeLessThanOrEqual(20)
  })
})

describe('what a part is made of', () => {
  const grids = (isTraining: boolean) =>
    new Set(
      Array.from({ length: 300 }, (_, part) => {
        const { cells, halfWidth, halfHeight, pitchX } = drawLayout(rngFromSeed(part), isTraining)
        return `${cells.length} ${Math.round((2 * halfWidth) / pitchX)} ${halfHeight > halfWidth}`
      }),
    )
  const webs = (isTraining: boolean) =>
    Array.from({ length: 300 }, (_, part) => drawMaterials(rngFromSeed(part), isTraining))

  it('is partly kept for verification: cards of 2 × 6, amber film, gold foil, blue tablets', () => {
    expect(grids(false).size).toBeGreaterThan(grids(true).size)
    const isAmber = (film: readonly number[] | null) => film !== null && (film[2] ?? 1) < 0.7
    expect(webs(true).filter(({ web }) => isAmber(web.film))).toEqual([])
    expect(webs(false).filter(({ web }) => isAmber(web.film)).length).toBeGreaterThan(20)
    const isBlue = ({ tablet, web }: { tablet: readonly number[]; web: { film: unknown } }) =>
      (tablet[2] ?? 0) > (tablet[0] ?? 0) * 1.2 && web.film === null
    expect(webs(true).filter(isBlue)).toEqual([])
    expect(webs(false).filter(isBlue).length).toBeGreaterThan(10)
  })

  it('has a cell for every mark', () => {
    for (let part = 0; part < 300; part++) {
      const { marks, isMissing } = drawPart(rngFromSeed(part), part % 2 === 0)
      expect(marks.length + (isMissing ? 1 : 0)).toBeLessThanOrEqual(10)
      expect(drawLayout(rngFromSeed(part), false).cells.length).toBeGreaterThanOrEqual(10)
    }
  })

  it('repeats no 16 × 16 tile within the parts made here', () => {
    const places = [
      [40, 250],
      [128, 128],
      [250, 250],
      [400, 300],
    ] as const
    const seen = new Set(parts.flatMap(({ frame }) => places.map(([x, y]) => tile(frame.image.data, x, y))))
    expect(seen.size).toBe(parts.length * places.length)
  })
})

describe('drawing before the label', () => {
  const drawn = (count: number, isDefective: (part: number) => boolean) =>
    Array.from({ length: count }, (_, part) =>
      drawPart(rngFromSeed(9).fork(`part/${part}`), isDefective(part)),
    )

  it('fills every 5 % bin from half the limit to twice the limit, for each class', () => {
    const marks = drawn(10_000, (part) => part % 2 === 0).flatMap((part) => part.marks)
    for (const name of classes) {
      const bins = new Set(
        marks.flatMap(({ name: own, sizeOverLimit }) =>
          own === name && sizeOverLimit !== null && sizeOverLimit >= 0.5 && sizeOverLimit < 2
            ? [Math.floor(Math.log(sizeOverLimit / 0.5) / Math.log(1.05))]
            : [],
        ),
      )
      expect(bins.size).toBe(Math.ceil(Math.log(4) / Math.log(1.05)))
    }
  })

  it('gives good and bad parts as many marks and look-alikes, and empties about every fourth bad card', () => {
    const all = [true, false].map((isDefective) => drawn(4000, () => isDefective))
    const mean = (of: (typeof all)[number], isLookAlike: boolean) =>
      of.reduce(
        (sum, { marks }) => sum + marks.filter((mark) => mark.isLookAlike === isLookAlike).length,
        0,
      ) / of.length
    const [defective = [], sound = []] = all
    expect(Math.abs(mean(defective, true) - mean(sound, true))).toBeLessThan(0.06)
    expect(Math.abs(mean(defective, false) - mean(sound, false))).toBeLessThan(0.06)
    expect(sound.some(({ isMissing }) => isMissing)).toBe(false)
    const share = defective.filter(({ isMissing }) => isMissing).length / defective.length
    expect(share).toBeGreaterThan(0.22)
    expect(share).toBeLessThan(0.28)
  })
})

interface Pixel {
  readonly x: number
  readonly y: number
}

function pixelsOf(mask: Uint8Array | null, label: number): Pixel[] {
  const pixels: Pixel[] = []
  mask?.forEach((value, index) => {
    if (value === label) pixels.push({ x: index % size, y: Math.floor(index / size) })
  })
  return pixels
}

/** Largest distance between two pixels, edge to edge; only the ends of each row can be that far apart. */
function extentPx(pixels: readonly Pixel[]): number {
  const ends = pixels.filter(
    ({ x, y }, at) => pixels[at - 1]?.y !== y || pixels[at + 1]?.y !== y || pixels[at - 1]?.x !== x - 1,
  )
  return Math.max(...ends.map((a) => Math.max(...ends.map((b) => Math.hypot(a.x - b.x, a.y - b.y))))) + 1
}

function overhangPx(pixels: readonly Pixel[], { box }: Mark): number {
  return Math.max(
    ...pixels.map(({ x, y }) =>
      Math.max(box.x - x, box.y - y, x + 1 - box.x - box.width, y + 1 - box.y - box.height),
    ),
  )
}

function tile(data: Uint8Array, x: number, y: number): string {
  const row = (line: number) => 3 * ((y + line) * size + x)
  const rows = Array.from({ length: 16 }, (_, line) => data.subarray(row(line), row(line) + 48))
  return createHash('sha1').update(Buffer.concat(rows)).digest('base64')
}
