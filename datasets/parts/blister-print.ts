import type { Rng } from '../../edge/contract/port.ts'
import { pick, uniform } from '../rng.ts'
import type { TabletShape } from './blister-layout.ts'

/** Strokes of each letter on a grid of 4 × 6: corners as two digits, x and y. */
const glyphs: Readonly<Record<string, string>> = {
  A: '06 20 46,14 34',
  B: '00 06 36 45 44 33 42 41 30 00,03 33',
  C: '41 30 10 01 05 16 36 45',
  D: '00 20 42 44 26 06 00',
  E: '40 00 06 46,03 33',
  F: '40 00 06,03 33',
  G: '41 30 10 01 05 16 36 45 43 23',
  H: '00 06,40 46,03 43',
  K: '00 06,40 03 46',
  L: '00 06 46',
  M: '06 00 23 40 46',
  N: '06 00 46 40',
  O: '10 30 41 45 36 16 05 01 10',
  P: '06 00 30 41 42 33 03',
  R: '06 00 30 41 42 33 03,23 46',
  S: '41 30 10 01 02 13 33 44 45 36 16 05',
  T: '00 40,20 26',
  U: '00 05 16 36 45 40',
  V: '00 26 40',
  X: '00 46,40 06',
  Z: '00 40 06 46',
  '0': '10 30 41 45 36 16 05 01 10,31 15',
  '1': '02 20 26',
  '2': '01 10 30 41 42 06 46',
  '3': '00 40 23 33 44 45 36 16 05',
  '4': '36 30 04 44',
  '5': '40 00 03 33 44 45 36 06',
  '6': '40 20 02 05 16 36 45 44 33 03',
  '7': '00 40 16',
  '8': '13 02 01 10 30 41 42 33 13 04 05 16 36 45 44 33',
  '9': '06 26 44 41 30 10 01 02 13 43',
}

const letters = [...'ABCDEFGHKLMNPRSTUVXZ'] as [string, ...string[]]
const digits = [...'0123456789'] as [string, ...string[]]

/** Lettering as a raster of coverage, 0 … 1, two samples a pixel; its middle is the middle of the text. */
export interface Lettering {
  readonly columns: number
  readonly rows: number
  readonly cover: Float32Array
  readonly halfWidth: number
  readonly halfHeight: number
}

const perPx = 2
const marginPx = 2

export interface Font {
  readonly glyphWidth: number
  readonly height: number
  readonly gap: number
  readonly stroke: number
}

/** Rasters a text: pixels of the frame for widths and heights. */
export function letter(text: string, { glyphWidth, height, gap, stroke }: Font): Lettering {
  const width = text.length * (glyphWidth + gap) - gap
  const halfWidth = width / 2 + stroke / 2 + marginPx
  const halfHeight = height / 2 + stroke / 2 + marginPx
  const columns = Math.ceil(2 * halfWidth * perPx) + 2
  const rows = Math.ceil(2 * halfHeight * perPx) + 2
  const lettering = { columns, rows, cover: new Float32Array(columns * rows), halfWidth, halfHeight }
  for (const [index, char] of [...text].entries()) {
    const left = marginPx + stroke / 2 + index * (glyphWidth + gap)
    for (const line of (glyphs[char] ?? '').split(',')) {
      const points = line.split(' ').map((point) => ({
        x: (left + (Number(point[0]) * glyphWidth) / 4) * perPx,
        y: (marginPx + stroke / 2 + (Number(point[1]) * height) / 6) * perPx,
      }))
      points.forEach((to, at) => {
        if (at > 0) addStroke(lettering, points[at - 1] ?? to, to, (stroke / 2) * perPx)
      })
    }
  }
  return lettering
}

interface Point {
  readonly x: number
  readonly y: number
}

function addStroke({ columns, rows, cover }: Lettering, from: Point, to: Point, half: number): void {
  const [dx, dy] = [to.x - from.x, to.y - from.y]
  const inverse = 1 / (dx * dx + dy * dy || 1)
  const reach = half + 1
  const right = Math.min(columns - 1, Math.ceil(Math.max(from.x, to.x) + reach))
  const bottom = Math.min(rows - 1, Math.ceil(Math.max(from.y, to.y) + reach))
  const left = Math.max(0, Math.floor(Math.min(from.x, to.x) - reach))
  for (let y = Math.max(0, Math.floor(Math.min(from.y, to.y) - reach)); y <= bottom; y++) {
    for (let x = left; x <= right; x++) {
      const share = Math.max(0, Math.min(1, ((x - from.x) * dx + (y - from.y) * dy) * inverse))
      const [ex, ey] = [x - from.x - share * dx, y - from.y - share * dy]
      const covered = Math.min(1, (half + 1 - Math.sqrt(ex * ex + ey * ey)) / 2)
      const at = y * columns + x
      if (covered > (cover[at] ?? 0)) cover[at] = covered
    }
  }
}

/** Coverage at a place relative to the middle of the text, linear between samples; nothing outside. */
export function coverAt(
  { columns, rows, cover, halfWidth, halfHeight }: Lettering,
  u: number,
  v: number,
): number {
  const x = (u + halfWidth) * perPx
  const y = (v + halfHeight) * perPx
  if (x < 0 || y < 0 || x >= columns - 1 || y >= rows - 1) return 0
  const column = x | 0
  const at = (y | 0) * columns + column
  const [fx, fy] = [x - column, y - (y | 0)]
  const above = (cover[at] ?? 0) * (1 - fx) + (cover[at + 1] ?? 0) * fx
  const below = (cover[at + columns] ?? 0) * (1 - fx) + (cover[at + columns + 1] ?? 0) * fx
  return above * (1 - fy) + below * fy
}

/** Lettering with the place of its middle on the tablet. */
export interface Placed {
  readonly lettering: Lettering
  readonly u: number
  readonly v: number
}

export interface Prints {
  readonly ink: Placed
  readonly embossed: Placed | null
  /** Grey levels that full ink takes from a bright tablet. */
  readonly depth: number
}

/** What every tablet of a card has in print: two to four letters and digits, at least 31 pixels long. */
export function drawPrints(rng: Rng, tablet: TabletShape): Prints {
  const isOblong = tablet.half > 0
  const room =
    isOblong && tablet.hasScore ? tablet.half + tablet.radius - 7 : 2 * (tablet.half + tablet.radius) - 10
  const offU = isOblong && tablet.hasScore ? -(tablet.half + tablet.radius) / 2 + 0.5 : 0
  const offV = !isOblong && tablet.hasScore ? -0.36 * tablet.radius : 0
  const font = (longest: number): [string, Font] => {
    const count = pick(rng, [2, 3, 3, 4])
    const width = Math.max(31, Math.min(longest, uniform(rng, 31, 46)))
    const gap = uniform(rng, 3.6, 4.6)
    const height = uniform(rng, 10, offV === 0 ? 15 : 11.5)
    const stroke = uniform(rng, 2.2, 2.8)
    const text = Array.from({ length: count }, () => pick(rng, rng.next() < 0.6 ? letters : digits)).join('')
    return [text, { glyphWidth: (width - stroke + gap) / count - gap, height, gap, stroke }]
  }
  const longest = isOblong ? room : Math.min(room, 1.5 * tablet.radius)
  const ink = { lettering: letter(...font(longest)), u: offU, v: offV }
  const carved = letter(...font(longest))
  const isEmbossed = tablet.isEmbossed && tablet.hasScore
  const embossed = isEmbossed ? { lettering: carved, u: -offU, v: -offV } : null
  return { ink, embossed, depth: uniform(rng, 34, 80) }
}

/** Lot and date, as they stand at the rim. */
export function drawLotText(rng: Rng): Lettering {
  const chars = (count: number, of: [string, ...string[]]) =>
    Array.from({ length: count }, () => pick(rng, of)).join('')
  const month = String(1 + Math.floor(12 * rng.next())).padStart(2, '0')
  const lot = `${chars(1, letters)}${chars(4, digits)}${chars(1, letters)}`
  const text = `LOT ${lot}  EXP ${month} 202${pick(rng, ['6', '7', '8', '9'])}`
  const height = uniform(rng, 9, 11.5)
  return letter(text, { glyphWidth: height * 0.5, height, gap: height * 0.3, stroke: uniform(rng, 1.3, 1.8) })
}
