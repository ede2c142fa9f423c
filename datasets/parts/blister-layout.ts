import type { Rng } from '../../edge/contract/port.ts'
import { direction, pick, uniform } from '../rng.ts'

/** Where something lies, and how it is turned: pixels, in the frame of what it lies on. */
export interface Place {
  readonly x: number
  readonly y: number
  readonly cos: number
  readonly sin: number
}

/** A place on a thing which itself has a place. */
export const within = (outer: Place, inner: Place): Place => ({
  x: outer.x + outer.cos * inner.x - outer.sin * inner.y,
  y: outer.y + outer.sin * inner.x + outer.cos * inner.y,
  cos: outer.cos * inner.cos - outer.sin * inner.sin,
  sin: outer.sin * inner.cos + outer.cos * inner.sin,
})

/** A round (`half` 0) or oblong outline: everything nearer than `radius` to a line of twice `half` along u; pixels. */
export interface Stadium {
  readonly half: number
  readonly radius: number
}

export interface Cell {
  /** On the card. */
  readonly cavity: Place
  /** In the cavity: off its centre, and turned. */
  readonly tablet: Place
  /** Brightness against the batch, brighter or darker towards u and v for it lies tilted, and strength of its print. */
  readonly tone: number
  readonly tiltU: number
  readonly tiltV: number
  readonly inkDensity: number
}

export interface TabletShape extends Stadium {
  /** Domed, or flat with a bevel of so many pixels. */
  readonly isConvex: boolean
  readonly bevelPx: number
  readonly gloss: number
  readonly hasScore: boolean
  readonly isEmbossed: boolean
}

export interface Layout {
  readonly tablet: TabletShape
  readonly cavity: Stadium
  readonly cells: readonly Cell[]
  /** Room for a cell, along x and y of the card. */
  readonly pitchX: number
  readonly pitchY: number
  readonly halfWidth: number
  readonly halfHeight: number
  readonly corner: number
  /** Punched out, on a belt; or still one web with its neighbours. */
  readonly isCut: boolean
  /** Lines of perforation: where they cross x, where they cross y. */
  readonly acrossX: readonly number[]
  readonly acrossY: readonly number[]
}

interface Grid {
  readonly columns: number
  readonly rows: number
}
const twoByFive = { columns: 5, rows: 2 }
const twoBySix = { columns: 6, rows: 2 }
const threeByFour = { columns: 4, rows: 3 }

/** Draws the card lying wide; a tall one is the same, turned. Training sees no card of 2 × 6 and no tall one of 3 × 4. */
export function drawLayout(rng: Rng, isTraining: boolean): Layout {
  const grid = isTraining
    ? pick(rng, [twoByFive, threeByFour])
    : pick(rng, [twoByFive, threeByFour, twoBySix])
  const isTall = rng.next() < (isTraining && grid === threeByFour ? 0 : 0.4)
  const pitchX = uniform(rng, 424, 440) / grid.columns
  const tablet = drawTablet(rng, grid, pitchX)
  const slack = uniform(rng, 6.5, 9)
  const cavity = { half: tablet.half, radius: tablet.radius + slack }
  const isAlongX = grid === threeByFour || tablet.half === 0
  const needY = 2 * (cavity.radius + (isAlongX ? 0 : cavity.half))
  const pitchY = needY + uniform(rng, 12, grid.rows === 2 ? 60 : 20)
  const wide = {
    pitchX,
    pitchY,
    halfWidth: (grid.columns * pitchX) / 2 + uniform(rng, 10, 18),
    halfHeight: (grid.rows * pitchY) / 2 + uniform(rng, 22, 30),
    acrossX: drawCuts(rng, grid.columns, pitchX),
    acrossY: drawCuts(rng, grid.rows, pitchY),
  }
  const { acrossX, acrossY, halfWidth, halfHeight } = wide
  const card = isTall
    ? { ...wide, acrossX: acrossY, acrossY: acrossX, halfWidth: halfHeight, halfHeight: halfWidth }
    : wide
  const extent = isTall ? { pitchX: pitchY, pitchY: pitchX } : {}
  const cells = drawCells(rng, grid, wide, { isTall, isAlongX, isRound: tablet.half === 0, slack })
  const corner = uniform(rng, 10, 26)
  return { tablet, cavity, cells, ...card, ...extent, corner, isCut: rng.next() < 0.75 }
}

/** Larger cavities where there are fewer columns; oblong tablets stand across the long side, but on 3 × 4. */
function drawTablet(rng: Rng, grid: Grid, pitchX: number): TabletShape {
  const most = pitchX / 2 - 14
  const isRound = rng.next() < 0.55
  const radius = isRound ? most * uniform(rng, 0.94, 1) : Math.min(most, uniform(rng, 20, 25))
  const half = isRound ? 0 : grid === threeByFour ? most - radius + 2 : uniform(rng, 20, 32)
  const isConvex = rng.next() < (isRound ? 0.45 : 0.65)
  return {
    radius: Math.max(20, radius),
    half,
    isConvex,
    bevelPx: uniform(rng, 3.2, 6),
    gloss: isConvex ? uniform(rng, 3, 16) : uniform(rng, 0, 3),
    // Print needs its place beside the line.
    hasScore: rng.next() < 0.6 && (half > 0 ? radius + half > 46 : radius > 26),
    isEmbossed: rng.next() < 0.5,
  }
}

const drawCuts = (rng: Rng, count: number, pitch: number): number[] => {
  const every = pick(rng, [1, 2, 9])
  return Array.from({ length: count - 1 }, (_, line) => line + 1)
    .filter((line) => line % every === 0)
    .map((line) => (line - count / 2) * pitch)
}

interface Lie {
  readonly isTall: boolean
  readonly isAlongX: boolean
  readonly isRound: boolean
  readonly slack: number
}

function drawCells(
  rng: Rng,
  grid: Grid,
  { pitchX, pitchY }: Pick<Layout, 'pitchX' | 'pitchY'>,
  lie: Lie,
): Cell[] {
  const turn = direction((lie.isAlongX ? 0 : 90) + (lie.isTall ? 90 : 0))
  const heading = uniform(rng, 0, 360)
  const isTumbled = rng.next() < 0.7
  return Array.from({ length: grid.columns * grid.rows }, (_, index) => {
    const x = ((index % grid.columns) + 0.5 - grid.columns / 2) * pitchX
    const y = (Math.floor(index / grid.columns) + 0.5 - grid.rows / 2) * pitchY
    const cavity = lie.isTall ? { x: -y, y: x, ...turn } : { x, y, ...turn }
    return { cavity, ...drawTabletLie(rng, lie, isTumbled ? uniform(rng, 0, 360) : heading) }
  })
}

/** Every tablet lies as it fell: a little off the centre, a little turned, one in six visibly tilted. */
function drawTabletLie(rng: Rng, { isRound, slack }: Lie, headingDeg: number) {
  const away = direction(uniform(rng, 0, 360))
  const off = slack * 0.55 * Math.sqrt(rng.next())
  const turnDeg = isRound ? headingDeg : uniform(rng, -3.5, 3.5) + (headingDeg < 180 ? 0 : 180)
  const tilt = (rng.next() < 1 / 6 ? 0.0032 : 0.0009) * rng.next()
  const down = direction(uniform(rng, 0, 360))
  return {
    tablet: { x: away.cos * off, y: away.sin * off, ...direction(turnDeg) },
    tone: uniform(rng, 0.975, 1.025),
    tiltU: tilt * down.cos,
    tiltV: tilt * down.sin,
    inkDensity: uniform(rng, 0.88, 1.06),
  }
}
