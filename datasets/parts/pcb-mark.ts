import type { Box, Mark } from '../../edge/contract/part.ts'
import type { Rng } from '../../edge/contract/port.ts'
import type { Recipe } from '../../edge/contract/recipe.ts'
import { logUniform, pick } from '../rng.ts'
import { crowd, lookAlikeCounts, markCounts } from './mark.ts'
import {
  type Flaw,
  type FlawMaker,
  mouseBite,
  open,
  pinHole,
  short,
  spur,
  spuriousCopper,
} from './pcb-flaw.ts'
import {
  type Cover,
  type CoverMaker,
  fibre,
  fluxStain,
  inkSpeck,
  maskBubble,
  scuff,
} from './pcb-look-alike.ts'
import {
  type Ground,
  mouseBiteSite,
  openSite,
  pinHoleSite,
  type Site,
  type SiteFinder,
  shortSite,
  spuriousCopperSite,
  spurSite,
  testPointSite,
  topSite,
} from './pcb-site.ts'

/** A mark with its place on the board, before the part turns and shifts; its box is that of the place. */
export interface BoardMark extends Site {
  readonly mark: Mark
  /** One of them: a fault of the copper, something on top, or a test point of this radius. */
  readonly flaw: Flaw | null
  readonly cover: Cover | null
  readonly testPointPx: number
}

interface Extent {
  readonly halfU: number
  readonly fromV: number
  readonly toV: number
}

/** The upright box around a turned extent. */
export function boxAround({ x, y, cos, sin }: Omit<Site, 'across'>, { halfU, fromV, toV }: Extent): Box {
  const middle = (fromV + toV) / 2
  const half = (toV - fromV) / 2
  const [centreX, centreY] = [x - middle * sin, y + middle * cos]
  const halfX = Math.abs(cos) * halfU + Math.abs(sin) * half
  const halfY = Math.abs(sin) * halfU + Math.abs(cos) * half
  const [left, top] = [Math.floor(centreX - halfX), Math.floor(centreY - halfY)]
  return {
    x: left,
    y: top,
    width: Math.ceil(centreX + halfX) - left,
    height: Math.ceil(centreY + halfY) - top,
  }
}

export const extentOf = ({ flaw, cover, testPointPx }: BoardMark): Extent =>
  flaw ?? {
    halfU: cover?.halfU ?? testPointPx,
    fromV: -(cover?.halfV ?? testPointPx),
    toV: cover?.halfV ?? testPointPx,
  }

const defectKinds: Readonly<Record<string, { readonly find: SiteFinder; readonly make: FlawMaker }>> = {
  open: { find: openSite, make: open },
  short: { find: shortSite, make: short },
  'mouse-bite': { find: mouseBiteSite, make: mouseBite },
  spur: { find: spurSite, make: spur },
  'spurious-copper': { find: spuriousCopperSite, make: spuriousCopper },
  'pin-hole': { find: pinHoleSite, make: pinHole },
}

/** Sizes in millimetres: lowest and highest, log-uniform, around the limits of the defects. */
const lookAlikeKinds: Readonly<
  Record<string, { readonly sizesMm: readonly [number, number]; readonly make: CoverMaker | null }>
> = {
  fibre: { sizesMm: [0.4, 3.6], make: fibre },
  'flux-stain': { sizesMm: [0.2, 2.4], make: fluxStain },
  'ink-speck': { sizesMm: [0.15, 1.8], make: inkSpeck },
  'test-point': { sizesMm: [0.4, 1.5], make: null },
  'mask-bubble': { sizesMm: [0.15, 1.6], make: maskBubble },
  scuff: { sizesMm: [0.4, 3], make: scuff },
}

const lamp = { x: -0.6, y: -0.8 }
const gapPx = 7
const smallest = 0.3
const largest = 4

interface Wanted {
  readonly name: string
  readonly sizeOverLimit: number
}

/**
 * Draws the sizes of a part's marks until the part is what the line's prevalence asked for; how many there are, and of
 * which classes, was drawn before, for good and bad parts alike.
 */
function drawSizes(rng: Rng, names: readonly string[], isDefective: boolean): Wanted[] {
  for (;;) {
    const wanted = names.map((name) => ({ name, sizeOverLimit: logUniform(rng, smallest, largest) }))
    if (wanted.some(({ sizeOverLimit }) => sizeOverLimit >= 1) === isDefective) return wanted
  }
}

const touches = (a: Box, b: Box): boolean =>
  a.x < b.x + b.width + gapPx &&
  b.x < a.x + a.width + gapPx &&
  a.y < b.y + b.height + gapPx &&
  b.y < a.y + a.height + gapPx

/** One more mark where none lies yet; null: the board has no place for it. */
type Placing = () => BoardMark | null
const attempts = 6

function placed(marks: readonly BoardMark[], placing: Placing): BoardMark | null {
  for (let attempt = 0; attempt < attempts; attempt++) {
    const drawn = placing()
    if (!drawn) return null
    if (!marks.some(({ mark }) => touches(mark.box, drawn.mark.box))) return drawn
  }
  return null
}

function drawDefect(
  rng: Rng,
  recipe: Recipe,
  ground: Ground,
  { name, sizeOverLimit }: Wanted,
  contrastToNoise: number,
): BoardMark | null {
  const kind = defectKinds[name]
  const sizeMm = sizeOverLimit * (recipe.limitsMm[name] ?? 1)
  const sizePx = sizeMm * recipe.pxPerMm
  const site = kind?.find(rng, ground, sizePx)
  if (!kind || !site) return null
  const flaw = kind.make(rng, sizePx, site)
  const mark = {
    class: name,
    isLookAlike: false,
    sizeMm,
    sizeOverLimit,
    contrastToNoise,
    box: boxAround(site, flaw),
  }
  return { ...site, mark, flaw, cover: null, testPointPx: 0 }
}

function drawLookAlike(
  rng: Rng,
  recipe: Recipe,
  ground: Ground,
  name: string,
  copperContrast: number,
): BoardMark | null {
  const kind = lookAlikeKinds[name]
  if (!kind) return null
  const sizeMm = logUniform(rng, ...kind.sizesMm)
  const sizePx = sizeMm * recipe.pxPerMm
  const site = (kind.make ? topSite : testPointSite)(rng, ground, sizePx)
  if (!site) return null
  const light = { u: lamp.x * site.cos + lamp.y * site.sin, v: lamp.y * site.cos - lamp.x * site.sin }
  const cover = kind.make?.(rng, sizePx, light) ?? null
  const contrastToNoise = cover ? logUniform(rng, 3, 12) : copperContrast
  const extent = cover
    ? { halfU: cover.halfU, fromV: -cover.halfV, toV: cover.halfV }
    : { halfU: sizePx / 2, fromV: -sizePx / 2, toV: sizePx / 2 }
  const mark = {
    class: name,
    isLookAlike: true,
    sizeMm,
    sizeOverLimit: null,
    contrastToNoise,
    box: boxAround(site, extent),
  }
  return { ...site, mark, flaw: null, cover, testPointPx: cover ? 0 : sizePx / 2 }
}

/**
 * The marks and look-alikes of one part.
 * @param copperContrast contrast to noise of copper on this board
 */
export function drawMarks(
  rng: Rng,
  recipe: Recipe,
  ground: Ground,
  isDefective: boolean,
  copperContrast: number,
  isCrowded: boolean,
): BoardMark[] {
  const count = isCrowded ? crowd : pick(rng, markCounts)
  const marks = drawDefects(rng, recipe, ground, isDefective, copperContrast, count)
  const [first = '', ...others] = recipe.lookAlikes
  const fork = rng.fork('look-alikes')
  for (let left = isCrowded ? crowd : pick(fork, lookAlikeCounts); left > 0; left--) {
    const name = pick(fork, [first, ...others])
    const drawn = placed(marks, () => drawLookAlike(fork, recipe, ground, name, copperContrast))
    if (drawn) marks.push(drawn)
  }
  return marks
}

/** Boards without two conductors side by side have no shorts: after so many attempts other classes are drawn. */
const patience = 8

/** All or none: a mark without a place draws the part's sizes anew, since counting marks must tell nothing. */
function drawDefects(
  rng: Rng,
  recipe: Recipe,
  ground: Ground,
  isDefective: boolean,
  copperContrast: number,
  count: number,
): BoardMark[] {
  const [first = '', ...others] = Object.keys(recipe.limitsMm)
  for (let attempt = 0; ; attempt++) {
    const classes = rng.fork(`classes/${Math.floor(attempt / patience)}`)
    const names = Array.from({ length: count }, () => pick(classes, [first, ...others]))
    const fork = rng.fork(`attempt/${attempt}`)
    const marks: BoardMark[] = []
    for (const wanted of drawSizes(fork, names, isDefective)) {
      const drawn = placed(marks, () => drawDefect(fork, recipe, ground, wanted, copperContrast))
      if (!drawn) break
      marks.push(drawn)
    }
    if (marks.length === count) return marks
  }
}
