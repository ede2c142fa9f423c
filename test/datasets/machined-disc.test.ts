import { beforeAll, describe, expect, it } from 'vitest'
import { machinedDisc, machinedDiscMaker } from '../../datasets/parts/machined-disc.ts'
import { type DrawnDisc, drawDisc } from '../../datasets/parts/machined-disc-draw.ts'
import { photographPart } from '../../datasets/parts/photograph.ts'
import { rngFromSeed } from '../../datasets/rng.ts'
import type { Disturbance } from '../../edge/contract/disturbance.ts'
import { type Capture, healthyStation, type Mark, type StationCondition } from '../../edge/contract/part.ts'

interface Shot {
  readonly condition?: StationCondition
  readonly seed?: number
  readonly disturbance?: Disturbance
  readonly isTraining?: boolean
}

const shoot = (sequence: number, shot: Shot = {}): Capture =>
  photographPart(machinedDiscMaker, {
    rng: rngFromSeed(shot.seed ?? 11).fork(`part/${sequence}`),
    sequence,
    capturedAtMs: 0,
    prevalence: 0.5,
    condition: shot.condition ?? healthyStation,
    withMask: true,
    shot: 0,
    disturbance: shot.disturbance ?? null,
    foreign: null,
    isTraining: shot.isTraining ?? false,
  })
const meanOf = (data: ArrayLike<number>) =>
  Array.from(data).reduce((sum, value) => sum + value, 0) / data.length
const isDefect = ({ isLookAlike, sizeOverLimit }: Mark) =>
  !isLookAlike && (sizeOverLimit === null || sizeOverLimit >= 1)
const drawn = (part: number, isTraining = false): DrawnDisc =>
  drawDisc(rngFromSeed(9).fork(`part/${part}`), part % 2 === 0, isTraining)
/** The direction of a place of the frame from its middle, degrees. */
const bearing = ({ x, y, width, height }: Mark['box']) =>
  (Math.atan2(y + height / 2 - 256, x + width / 2 - 256) * 180) / Math.PI

let parts: Capture[] = []
beforeAll(() => {
  parts = Array.from({ length: 220 }, (_, sequence) => shoot(sequence))
})

describe('a machined disc', () => {
  it('is defective exactly when a mark reaches its limit or a bore is missing', () => {
    for (const { truth } of parts) expect(truth.isDefective).toBe(truth.marks.some(isDefect))
    const missing = parts.filter(({ truth }) => truth.marks.some((mark) => mark.class === 'missing-bore'))
    expect(missing.length).toBeGreaterThan(20)
  })

  it('carries each kind of look-alike on at least 30 % of good and of bad parts, sub-limit marks on good ones too', () => {
    const share = (isDefective: boolean, has: (mark: Mark) => boolean) => {
      const of = parts.filter(({ truth }) => truth.isDefective === isDefective)
      return of.filter(({ truth }) => truth.marks.some(has)).length / of.length
    }
    for (const name of machinedDisc.lookAlikes)
      for (const isDefective of [true, false])
        expect(share(isDefective, (mark) => mark.class === name)).toBeGreaterThan(0.3)
    for (const name of Object.keys(machinedDisc.limitsMm))
      expect(share(false, (mark) => mark.class === name)).toBeGreaterThan(0.2)
  })
})

describe('a turned and shifted disc', () => {
  const disturbance = (severity: 0 | 5): Disturbance => ({ name: 'shift', severity })

  it('takes its marks along, which otherwise stay as they are', () => {
    for (let sequence = 0; sequence < 20; sequence++) {
      const straight = shoot(sequence, { disturbance: disturbance(0) }).truth.marks
      const moved = shoot(sequence, { disturbance: disturbance(5) }).truth.marks
      const without = (marks: readonly Mark[]) => marks.map(({ box: _, ...rest }) => rest)
      expect(without(moved)).toEqual(without(straight))
      const turns = straight.flatMap(({ box }, index) => {
        const other = moved[index]?.box ?? box
        const radius = Math.hypot(box.x + box.width / 2 - 256, box.y + box.height / 2 - 256)
        const turn = ((bearing(other) - bearing(box) + 540) % 360) - 180
        // 16 pixels of shift look like so many degrees from the middle.
        return Math.abs(turn) <= 8 + (Math.asin(Math.min(1, 19 / radius)) * 180) / Math.PI ? [] : [turn]
      })
      expect(turns).toEqual([])
    }
  })

  it('keeps every mark wholly in the frame, however far it is shifted', () => {
    for (let sequence = 0; sequence < 60; sequence++) {
      for (const { box } of shoot(sequence, { disturbance: disturbance(5) }).truth.marks) {
        expect(Math.min(box.x, box.y)).toBeGreaterThanOrEqual(0)
        expect(Math.max(box.x + box.width, box.y + box.height)).toBeLessThanOrEqual(512)
      }
    }
  })
})

describe('the masks', () => {
  it('are as long as the mark is said to be, to two pixels', () => {
    const errors = parts.flatMap(({ truth, mask }) =>
      truth.marks.map((mark, index) => ({
        name: mark.class,
        off: Math.abs(extentPx(mask ?? new Uint8Array(), index + 1) - mark.sizeMm * machinedDisc.pxPerMm),
      })),
    )
    expect(errors.length).toBeGreaterThan(800)
    expect(errors.filter(({ off }) => !(off < 2))).toEqual([])
  })
})

describe('the surface', () => {
  it('repeats no 16 × 16 tile within the parts made here', () => {
    const seen = new Set<string>()
    const places = [
      [0, 0],
      [128, 100],
      [300, 400],
      [496, 496],
    ] as const
    for (const { frame } of parts) for (const [x, y] of places) seen.add(tile(frame.image.data, x, y))
    expect(seen.size).toBe(parts.length * places.length)
  })
})

describe('what training sees', () => {
  const counts = (isTraining: boolean) => {
    const discs = Array.from({ length: 600 }, (_, part) => drawn(part, isTraining))
    return {
      metals: new Set(discs.map(({ material }) => material.name)),
      bolts: new Set(discs.map(({ layout }) => layout.bolts.length)),
      rings: new Set(discs.map(({ layout }) => layout.rings.length)),
    }
  }

  it('leaves brass, discs without a step and circles of seven to verification', () => {
    const [training, later] = [counts(true), counts(false)]
    expect([...later.metals].filter((name) => !training.metals.has(name))).toEqual(['brass'])
    expect([...later.bolts].filter((count) => !training.bolts.has(count))).toEqual([7])
    expect([...later.rings].filter((count) => !training.rings.has(count))).toEqual([1])
  })
})

describe('sizes', () => {
  it('fill every 5 % bin from half the limit to twice the limit for each class, drawn before the label', () => {
    const bins = new Set<string>()
    for (let part = 0; part < 10_000; part++) {
      for (const { name, sizeOverLimit } of drawn(part).marks)
        if (sizeOverLimit !== null && sizeOverLimit >= 0.5 && sizeOverLimit < 2)
          bins.add(`${name} ${Math.floor(Math.log(sizeOverLimit / 0.5) / Math.log(1.05))}`)
    }
    expect(bins.size).toBe(3 * Math.ceil(Math.log(4) / Math.log(1.05)))
  })

  it('say nothing in their number: good and bad parts carry as many marks and look-alikes', () => {
    const mean = (isDefective: boolean, isLookAlike: boolean) => {
      const discs = Array.from({ length: 3000 }, (_, part) => drawn(2 * part + (isDefective ? 0 : 1)))
      const counts = discs.map(({ marks }) => marks.filter((mark) => mark.isLookAlike === isLookAlike).length)
      return meanOf(counts)
    }
    // Three standard errors of the difference of two means of 3000.
    for (const isLookAlike of [true, false])
      expect(Math.abs(mean(true, isLookAlike) - mean(false, isLookAlike))).toBeLessThan(0.06)
  })
})

/** Largest distance between two masked pixels, edge to edge. */
function extentPx(mask: Uint8Array, label: number): number {
  const edge: [number, number][] = []
  mask.forEach((value, index) => {
    if (value === label && (mask[index - 1] !== label || mask[index + 1] !== label))
      edge.push([index % 512, Math.floor(index / 512)])
  })
  return Math.max(...edge.map(([x, y]) => Math.max(...edge.map(([u, v]) => Math.hypot(x - u, y - v))))) + 1
}

function tile(data: Uint8Array, x: number, y: number): string {
  const rows = Array.from({ length: 16 }, (_, row) =>
    data.subarray((y + row) * 512 + x, (y + row) * 512 + x + 16),
  )
  return Buffer.concat(rows).toString('base64')
}
