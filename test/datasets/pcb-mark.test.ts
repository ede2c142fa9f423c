import { beforeAll, describe, expect, it } from 'vitest'
import { drawOptics, type Optics } from '../../datasets/parts/optics.ts'
import { type DrawnScene, drawScene, pcb } from '../../datasets/parts/pcb.ts'
import type { BoardMark } from '../../datasets/parts/pcb-mark.ts'
import { paintScene } from '../../datasets/parts/pcb-picture.ts'
import { rngFromSeed } from '../../datasets/rng.ts'

const size = 512
const optics: Optics = { ...drawOptics(rngFromSeed(1), null), shiftX: 0, shiftY: 0, rotationDeg: 0 }
const sensorSigma = optics.usualNoiseSigma

/** A defect as it was drawn, and as it was painted. */
interface Seen {
  readonly placed: BoardMark
  /** Extents of the mask in the mark's own frame, pixels: along, across, and along its middle line. */
  readonly along: number
  readonly outwards: number
  readonly halfWay: number
  readonly contrastToNoise: number
}

let seen: Seen[] = []
beforeAll(() => {
  seen = Array.from({ length: 400 }, (_, part) => {
    const rng = rngFromSeed(41).fork(`part/${part}`)
    return look(drawScene(rng, part % 2 === 0, false), part)
  }).flat()
})

describe('the masks', () => {
  it('of every class are as large as the mark is said to be, to two pixels', () => {
    for (const name of Object.keys(pcb.limitsMm)) {
      const errors = seen
        .filter(({ placed }) => placed.mark.class === name)
        .map(({ placed, along, outwards, halfWay }) => {
          const painted = { open: halfWay, short: halfWay, spur: outwards }[name] ?? along
          return Math.abs(painted - placed.mark.sizeMm * pcb.pxPerMm)
        })
      expect(errors.length, name).toBeGreaterThan(30)
      expect(Math.max(...errors), name).toBeLessThan(2)
    }
  })

  it('show marks near the limit with a contrast to noise whose 5th percentile is at most 4', () => {
    const near = seen
      .filter(({ placed: { mark } }) => (mark.sizeOverLimit ?? 0) > 0.8 && (mark.sizeOverLimit ?? 9) < 1.25)
      .map(({ contrastToNoise }) => contrastToNoise)
      .sort((a, b) => a - b)
    expect(near.length).toBeGreaterThan(40)
    expect(near[Math.floor(near.length * 0.05)]).toBeLessThanOrEqual(4)
    expect(near[0]).toBeGreaterThan(1)
  })
})

function look(scene: DrawnScene, part: number): Seen[] {
  const mask = new Uint8Array(size * size)
  const rng = rngFromSeed(42).fork(`part/${part}`)
  const defects = scene.marks.filter(({ mark }) => !mark.isLookAlike)
  const [marked, plain] = [defects, []].map((marks, index) =>
    paintScene({ ...scene, marks }, optics, size, index === 0 ? mask : null, rng).planes.map((p) =>
      p.slice(),
    ),
  )
  const grey = (planes: readonly Float32Array[] | undefined, at: number) =>
    0.299 * (planes?.[0]?.[at] ?? 0) + 0.587 * (planes?.[1]?.[at] ?? 0) + 0.114 * (planes?.[2]?.[at] ?? 0)
  const greyOf = (at: number) => grey(plain, at)
  return defects.map((placed, index) => {
    const places: { u: number; v: number; change: number }[] = []
    mask.forEach((label, at) => {
      if (label !== index + 1) return
      const [dx, dy] = [(at % size) + 0.5 - placed.x, Math.floor(at / size) + 0.5 - placed.y]
      const [u, v] = [dx * placed.cos + dy * placed.sin, dy * placed.cos - dx * placed.sin]
      places.push({ u, v, change: Math.abs(grey(marked, at) - grey(plain, at)) })
    })
    const extent = (of: readonly number[]) => (of.length > 0 ? Math.max(...of) - Math.min(...of) + 1 : 0)
    return {
      placed,
      along: extent(places.map(({ u }) => u)),
      outwards: Math.max(0, ...places.map(({ v }) => v + 0.5)),
      halfWay: extent(places.filter(({ v }) => Math.abs(v) < 0.75).map(({ u }) => u)),
      contrastToNoise:
        places.reduce((sum, { change }) => sum + change, 0) /
        (places.length || 1) /
        noiseAround(greyOf, placed),
    }
  })
}

/** Standard deviation of the grain where a mark lies, and of the sensor's noise in the grey of three channels. */
function noiseAround(greyAt: (at: number) => number, { x, y }: BoardMark): number {
  const differences: number[] = []
  for (let row = Math.max(0, Math.floor(y) - 25); row < Math.min(size, y + 25); row++)
    for (let column = Math.max(2, Math.floor(x) - 25); column < Math.min(size - 2, x + 25); column++) {
      const at = row * size + column
      differences.push(Math.abs(greyAt(at) - (greyAt(at - 2) + greyAt(at + 2)) / 2))
    }
  differences.sort((a, b) => a - b)
  // The median takes no notice of the copper's edges.
  const grain = (differences[differences.length >> 1] ?? 0) / 0.6745 / Math.sqrt(1.5)
  return Math.sqrt(grain ** 2 + sensorSigma ** 2 * (0.299 ** 2 + 0.587 ** 2 + 0.114 ** 2))
}
