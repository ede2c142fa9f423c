import type { Rng } from '../../edge/contract/port.ts'
import { direction, pick, uniform } from '../rng.ts'
import { bareDepth, type Depth, depthAt, lay, type Piece } from './pcb-copper.ts'
import { type Board, etchBoard } from './pcb-draft.ts'

/** A place on the board for a mark: its own frame, and the room across it that it has or may fill, pixels. */
export interface Site {
  readonly x: number
  readonly y: number
  readonly cos: number
  readonly sin: number
  readonly across: number
}

/** A board with what finding places on it needs. */
export interface Ground {
  readonly board: Board
  readonly copper: Depth
  /** Where the mask is open, holes are drilled, or ink lies. */
  readonly blocked: Depth
  readonly size: number
}

export type SiteFinder = (rng: Rng, ground: Ground, sizePx: number) => Site | null

export function survey(board: Board, size: number): Ground {
  const copper = bareDepth(size / 2, 2, 0, 8)
  etchBoard(board, copper)
  const blocked = bareDepth(size / 4, 4, 0, 8)
  for (const piece of board.reserved) lay({ piece, isCopper: true }, blocked)
  return { board, copper, blocked, size }
}

/** However the part turns and shifts (8 degrees, 16 pixels), what lies in this circle stays in the frame. */
const inFrame = ({ size }: Ground, x: number, y: number, reach: number): boolean => {
  const [dx, dy] = [x - size / 2, y - size / 2]
  const most = size / 2 - 19 - reach
  return most > 0 && dx * dx + dy * dy <= most * most
}

/** A probe in a site's frame. */
const probe = (depth: Depth, { x, y, cos, sin }: Site, u: number, v: number): number =>
  depthAt(depth, x + u * cos - v * sin, y + u * sin + v * cos)

/** Whether nothing open, drilled or inked lies within these bounds, looked at every few pixels. */
function isClear({ blocked }: Ground, site: Site, halfU: number, fromV: number, toV: number): boolean {
  const [columns, rows] = [Math.ceil(halfU / 4), Math.ceil((toV - fromV) / 8)]
  for (let i = -columns; i <= columns; i++)
    for (let j = 0; j <= rows; j++)
      if (probe(blocked, site, (halfU * i) / columns, fromV + ((toV - fromV) * j) / rows) > -3) return false
  return true
}

/** A place on the middle line of a conductor, or on one of its flanks with v pointing outwards; null: it is too short. */
function along(rng: Rng, conductor: Piece, needed: number, isFlank: boolean): Site | null {
  const isAcross = isFlank && conductor.halfWidth > 0 && rng.next() < 0.5
  const [half, thick] = isAcross
    ? [conductor.halfWidth, conductor.halfLength + conductor.radius]
    : [conductor.halfLength, conductor.halfWidth + conductor.radius]
  if (half * 2 < needed) return null
  const way = rng.next() < 0.5 ? 1 : -1
  const turn = isAcross
    ? { cos: -conductor.sin * way, sin: conductor.cos * way }
    : { cos: conductor.cos * way, sin: conductor.sin * way }
  const u = uniform(rng, -1, 1) * (half - needed / 2)
  const v = isFlank ? thick : 0
  const x = conductor.x + u * turn.cos - v * turn.sin
  const y = conductor.y + u * turn.sin + v * turn.cos
  return { x, y, ...turn, across: 2 * thick }
}

const tries = 30

function search(find: () => Site | null): Site | null {
  for (let attempt = 0; attempt < tries; attempt++) {
    const site = find()
    if (site) return site
  }
  return null
}

const anyConductor = (rng: Rng, { board }: Ground): Piece | null => {
  const [first, ...others] = board.conductors
  return first ? pick(rng, [first, ...others]) : null
}

/** On a conductor, where the frame is far enough; `needed` pixels of it straight. */
function onConductor(rng: Rng, ground: Ground, needed: number, reach: number, isFlank: boolean): Site | null {
  const conductor = anyConductor(rng, ground)
  const site = conductor && along(rng, conductor, needed, isFlank)
  return site && inFrame(ground, site.x, site.y, reach) ? site : null
}

export const openSite: SiteFinder = (rng, ground, sizePx) =>
  search(() => {
    const site = onConductor(rng, ground, sizePx + 10, sizePx / 2 + 14, false)
    if (!site || site.across > 18) return null
    const beyond = site.across / 2 + 4
    const isLone = [-0.5, 0, 0.5].every((share) =>
      [-beyond, beyond].every((v) => probe(ground.copper, site, share * (sizePx + 8), v) < -1),
    )
    return isLone && isClear(ground, site, sizePx / 2 + 6, -beyond, beyond) ? site : null
  })

/** How far it is from a flank to the next conductor; 0: too near or too far. */
function gapAt({ copper }: Ground, site: Site, u: number): number {
  if (probe(copper, site, u, -3) <= 0 || probe(copper, site, u, 2.5) > 0) return 0
  for (let v = 4; v < 27; v++) if (probe(copper, site, u, v) > 0) return v
  return 0
}

export const shortSite: SiteFinder = (rng, ground, sizePx) =>
  search(() => {
    const site = onConductor(rng, ground, sizePx + 8, sizePx / 2 + 16, true)
    if (!site) return null
    const half = sizePx / 2 + 4
    const gaps = [-half, -half / 2, 0, half / 2, half].map((u) => gapAt(ground, site, u))
    const [least, most] = [Math.min(...gaps), Math.max(...gaps)]
    if (least < 5 || most - least > 2.5) return null
    const across = (least + most) / 2
    if (!isClear(ground, site, half, -2, across + 2)) return null
    return { ...site, x: site.x - (site.sin * across) / 2, y: site.y + (site.cos * across) / 2, across }
  })

export const mouseBiteSite: SiteFinder = (rng, ground, sizePx) =>
  search(() => {
    const site = onConductor(rng, ground, sizePx + 6, sizePx / 2 + 6, true)
    if (!site) return null
    const isEdge = [-1, -0.5, 0, 0.5, 1].every((share) => {
      const u = share * (sizePx / 2 + 2)
      return probe(ground.copper, site, u, -2.5) > 0 && probe(ground.copper, site, u, 2.5) < 0
    })
    const deep = Math.min(sizePx, site.across) * 0.7
    return isEdge && isClear(ground, site, sizePx / 2, -deep, 2) ? site : null
  })

export const spurSite: SiteFinder = (rng, ground, sizePx) => {
  const across = Math.max(3, sizePx * uniform(rng, 0.4, 1))
  return search(() => {
    const site = onConductor(rng, ground, across + 6, sizePx + 8, true)
    if (!site) return null
    const half = across / 2 + 0.3 * sizePx + 3
    for (const share of [-1, -0.5, 0, 0.5, 1]) {
      if (probe(ground.copper, site, (share * across) / 2, -2.5) <= 0) return null
      for (let v = 4; v <= sizePx + 6; v += 3)
        if (probe(ground.copper, site, share * half, v) > -2.5) return null
    }
    return isClear(ground, site, half, -1, sizePx + 2) ? { ...site, across } : null
  })
}

/** A place anywhere, in any direction, whose surroundings all lie deeper than `least` (in copper), or outside it. */
function anywhere(
  rng: Rng,
  ground: Ground,
  sizePx: number,
  across: number,
  isInside: (depth: number) => boolean,
): Site | null {
  const reach = ground.size / 2 - 19
  const [dx, dy] = [uniform(rng, -reach, reach), uniform(rng, -reach, reach)]
  const site = {
    x: ground.size / 2 + dx,
    y: ground.size / 2 + dy,
    ...direction(uniform(rng, 0, 180)),
    across,
  }
  if (!inFrame(ground, site.x, site.y, sizePx / 2 + 2)) return null
  for (const u of [0, -0.5, 0.5, -1, 1])
    for (const v of [0, -1, 1])
      if (!isInside(probe(ground.copper, site, (u * sizePx) / 2, (v * across) / 2))) return null
  return isClear(ground, site, sizePx / 2, -across / 2, across / 2) ? site : null
}

export const spuriousCopperSite: SiteFinder = (rng, ground, sizePx) => {
  // Never so wide that it could pass for a test point.
  const across = Math.max(2, sizePx * uniform(rng, 0.35, 0.72))
  return (
    search(() => anywhere(rng, ground, sizePx, across, (depth) => depth < -5)) ??
    search(() => anywhere(rng, ground, sizePx, across, (depth) => depth < -4))
  )
}

/** A round pad needs the same room in every direction. */
export const testPointSite: SiteFinder = (rng, ground, sizePx) =>
  search(() => anywhere(rng, ground, sizePx, sizePx, (depth) => depth < -4.5))

export const pinHoleSite: SiteFinder = (rng, ground, sizePx) => {
  const across = Math.max(2, sizePx * uniform(rng, 0.4, 0.75))
  return search(() => {
    if (rng.next() < 0.5) return anywhere(rng, ground, sizePx, across, (depth) => depth > 3.5)
    const site = onConductor(rng, ground, sizePx + 6, sizePx / 2 + 4, false)
    if (!site) return null
    const most = site.across - 6
    if (most < 2 || most < sizePx / 5) return null
    const thin = { ...site, across: Math.min(across, most) }
    return isClear(ground, thin, sizePx / 2, -thin.across / 2, thin.across / 2) ? thin : null
  })
}

/** Somewhere for what lies on top of a board: often at a conductor's edge, as the defects do. */
export const topSite: SiteFinder = (rng, ground, sizePx) =>
  search(() => {
    if (rng.next() < 0.5) return anywhere(rng, ground, sizePx, 0, () => true)
    const site = onConductor(rng, ground, 0, sizePx / 2 + 2, true)
    return site && { ...site, ...direction(uniform(rng, 0, 360)) }
  })
