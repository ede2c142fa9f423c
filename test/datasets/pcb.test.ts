import { beforeAll, describe, expect, it } from 'vitest'
import { binarised, drawScene, pcb, pcbCopperMaker, pcbMaker } from '../../datasets/parts/pcb.ts'
import { bareDepth } from '../../datasets/parts/pcb-copper.ts'
import { etchBoard } from '../../datasets/parts/pcb-draft.ts'
import { allLayouts, trainingLayouts } from '../../datasets/parts/pcb-layout.ts'
import { allMaterials, trainingMaterials } from '../../datasets/parts/pcb-material.ts'
import { type PartMaker, photographPart } from '../../datasets/parts/photograph.ts'
import { rngFromSeed } from '../../datasets/rng.ts'
import type { Disturbance } from '../../edge/contract/disturbance.ts'
import { type Capture, healthyStation } from '../../edge/contract/part.ts'

const rngOf = (sequence: number, seed = 11) => rngFromSeed(seed).fork('line/pcb').fork(`part/${sequence}`)
const shoot = (
  sequence: number,
  { seed = 11, shot = 0, maker = pcbMaker }: { seed?: number; shot?: number; maker?: PartMaker } = {},
  disturbance: Disturbance | null = null,
): Capture =>
  photographPart(maker, {
    ...{ rng: rngOf(sequence, seed), sequence, capturedAtMs: 0, prevalence: 0.5, condition: healthyStation },
    ...{ withMask: true, shot, disturbance, foreign: null, isTraining: false },
  })

let parts: Capture[] = []
beforeAll(() => {
  parts = Array.from({ length: 160 }, (_, sequence) => shoot(sequence))
})

describe('a circuit board', () => {
  it('is defective exactly when a mark reaches its limit', () => {
    for (const { truth } of parts)
      expect(truth.isDefective).toBe(truth.marks.some((mark) => (mark.sizeOverLimit ?? 0) >= 1))
  })

  it('keeps its conductors apart: what is bridged is a mark', () => {
    for (let sequence = 0; sequence < 90; sequence++) {
      const depth = bareDepth(512, 1, 0, 4)
      etchBoard(drawScene(rngOf(sequence, 21), false, sequence % 2 === 0).board, depth)
      expect(narrowPlaces(depth.data)).toBe(0)
    }
  })

  it('keeps materials and layouts from training, and practice layouts from verification', () => {
    const seen = (isTraining: boolean) => {
      const scenes = Array.from({ length: 150 }, (_, sequence) =>
        drawScene(rngOf(sequence, 31), false, isTraining),
      )
      return [new Set(scenes.map(({ surface }) => surface.name)), new Set(scenes.map(({ layout }) => layout))]
    }
    expect(seen(true)).toEqual([new Set(trainingMaterials), new Set(trainingLayouts)])
    expect(seen(false)).toEqual([new Set(allMaterials), new Set(allLayouts)])
  })
})

describe('marks and look-alikes', () => {
  const count = (of: readonly Capture[], isLookAlike: boolean) =>
    of.reduce((sum, { truth }) => sum + truth.marks.filter((m) => m.isLookAlike === isLookAlike).length, 0) /
    of.length

  it('of every harmless kind lie on at least 30 % of good and of bad parts', () => {
    for (const isDefective of [false, true]) {
      const of = parts.filter(({ truth }) => truth.isDefective === isDefective)
      for (const kind of pcb.lookAlikes) {
        const having = of.filter(({ truth }) => truth.marks.some((mark) => mark.class === kind))
        expect(having.length / of.length, `${kind} on ${isDefective}`).toBeGreaterThan(0.3)
      }
    }
  })

  it('are as many on good parts as on bad ones', () => {
    const [good, bad] = [false, true].map((is) => parts.filter(({ truth }) => truth.isDefective === is))
    for (const isLookAlike of [false, true])
      expect(Math.abs(count(good ?? [], isLookAlike) - count(bad ?? [], isLookAlike))).toBeLessThan(0.3)
    expect(count(good ?? [], false)).toBeGreaterThanOrEqual(1)
  })

  it('stay wholly in the frame, however the part lies', () => {
    const askew = Array.from({ length: 40 }, (_, sequence) =>
      shoot(sequence, {}, { name: 'shift', severity: 5 }),
    )
    for (const { truth, mask } of [...parts, ...askew])
      for (const [index, { box, isLookAlike, sizeOverLimit }] of truth.marks.entries()) {
        expect(Math.min(box.x, box.y)).toBeGreaterThanOrEqual(0)
        expect(Math.max(box.x + box.width, box.y + box.height)).toBeLessThanOrEqual(512)
        if (!isLookAlike && (sizeOverLimit ?? 0) >= 0.6) expect(mask?.includes(index + 1)).toBe(true)
      }
  })
})

describe('the copper alone', () => {
  it('is black on white, and shows the copper of the same part', () => {
    const grey = shoot(6, { maker: pcbCopperMaker })
    const { data, channels } = binarised(grey.frame.image)
    expect(channels).toBe(1)
    expect([...new Set(data)].sort((a, b) => a - b)).toEqual([0, 255])
    const black = data.filter((level) => level === 0).length / data.length
    expect(black).toBeGreaterThan(0.05)
    expect(black).toBeLessThan(0.7)
    const defects = ({ truth }: Capture) => truth.marks.filter(({ isLookAlike }) => !isLookAlike)
    expect(defects(grey)).toEqual(defects(parts[6] as Capture))
  })
})

/** Bare places within 2 pixels of two conductors that do not touch. */
function narrowPlaces(depth: Float32Array): number {
  const size = 512
  const net = new Int32Array(depth.length)
  const around = (at: number, reach: number): number[] => {
    const [x, y] = [at % size, Math.floor(at / size)]
    const places: number[] = []
    for (let v = Math.max(0, y - reach); v <= Math.min(size - 1, y + reach); v++)
      for (let u = Math.max(0, x - reach); u <= Math.min(size - 1, x + reach); u++) places.push(v * size + u)
    return places
  }
  let nets = 0
  depth.forEach((deep, start) => {
    if (deep <= 0 || net[start] !== 0) return
    nets++
    net[start] = nets
    for (const open = [start]; open.length > 0; )
      for (const at of around(open.pop() ?? 0, 1))
        if ((depth[at] ?? 0) > 0 && net[at] === 0) {
          net[at] = nets
          open.push(at)
        }
  })
  let narrow = 0
  depth.forEach((deep, at) => {
    if (deep > 0 || deep < -3) return
    if (new Set(around(at, 2).flatMap((near) => net[near] || [])).size > 1) narrow++
  })
  return narrow
}
