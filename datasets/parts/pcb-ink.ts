import type { Rng } from '../../edge/contract/port.ts'
import { pick } from '../rng.ts'
import { line, type Piece } from './pcb-copper.ts'
import type { Heading } from './pcb-route.ts'

/** Letters as an engraver draws them: strokes between points of a grid 4 wide and 6 high, two digits a point. */
const glyphs: Readonly<Record<string, string>> = {
  '0': '10 30 41 45 36 16 05 01 10',
  '1': '11 20 26',
  '2': '01 10 30 41 42 06 46',
  '3': '00 40 22 32 43 45 36 16 05',
  '4': '36 30 04 44',
  '5': '40 00 02 32 43 45 36 06',
  '6': '40 20 03 05 16 36 45 44 33 03',
  '7': '00 40 16',
  '8': '10 30 41 42 33 13 02 01 10|13 04 05 16 36 45 44 33',
  '9': '06 26 43 41 30 10 01 02 13 43',
  C: '41 30 10 01 05 16 36 45',
  D: '00 20 42 44 26 06 00',
  J: '10 40 45 36 16 05',
  L: '00 06 46',
  P: '06 00 30 41 42 33 03',
  R: '06 00 30 41 42 33 03|23 46',
  T: '00 40|20 26',
  U: '00 05 16 36 45 40',
  X: '00 46|40 06',
  '+': '23 43|32 34',
}

/** A word as strokes; it starts at (x, y) and runs along the heading. */
export function lettering(
  word: string,
  x: number,
  y: number,
  heading: Heading,
  height: number,
  stroke: number,
): Piece[] {
  const unit = height / 6
  const strokes: Piece[] = []
  for (const [index, letter] of [...word].entries()) {
    for (const run of (glyphs[letter] ?? '').split('|')) {
      const points = run.split(' ').map((pair) => {
        const u = (Number(pair[0]) + index * 6.4) * unit
        const v = Number(pair[1]) * unit
        return [x + u * heading.cos - v * heading.sin, y + u * heading.sin + v * heading.cos] as const
      })
      for (const [at, [x0, y0]] of points.entries()) {
        const next = points[at + 1]
        if (next) strokes.push(line(x0, y0, next[0], next[1], stroke))
      }
    }
  }
  return strokes
}

/** The reference of a component: its letter and a number. */
export const designator = (rng: Rng, letter: string): string => `${letter}${Math.floor(rng.next() * 98) + 1}`

export const anyWord = (rng: Rng): string =>
  designator(rng, pick(rng, ['R', 'C', 'U', 'J', 'TP', 'L', 'D', 'X']))
