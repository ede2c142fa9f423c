import { lobe } from './machined-disc-angle.ts'
import { type Hole, type Keyway, reachOf } from './machined-disc-layout.ts'
import type { Direction } from './machined-disc-material.ts'

/** Where and under which light a hole is painted; pixels of the frame. */
export interface HoleSite {
  readonly x: number
  readonly y: number
  /** Light of the face around it. */
  readonly light: number
  readonly lamp: Direction
  readonly softnessPx: number
  /** Of a hole that goes through nothing: how deep it was begun, share of its radius; null: a finished hole. */
  readonly begun: number | null
}

/** Paints one drilled hole over the face: counterbore, chamfer, wall, dark. */
export function paintHole(luminance: Float32Array, size: number, hole: Hole, site: HoleSite): void {
  const reach = (site.begun === null ? reachOf(hole) : hole.radiusPx * site.begun + 1.8) + site.softnessPx
  const shade = site.begun === null ? finishedShade : begunShade
  const soft = 2 * site.softnessPx
  const bottom = Math.min(size, Math.ceil(site.y + reach))
  const right = Math.min(size, Math.ceil(site.x + reach))
  for (let y = Math.max(0, Math.floor(site.y - reach)); y < bottom; y++) {
    for (let x = Math.max(0, Math.floor(site.x - reach)); x < right; x++) {
      const offX = x + 0.5 - site.x
      const offY = y + 0.5 - site.y
      const distance = Math.sqrt(offX * offX + offY * offY)
      if (distance >= reach) continue
      const unit = 1 / Math.max(distance, 0.5)
      const towards = (offX * site.lamp.cos + offY * site.lamp.sin) * unit
      const sideways = (offX * site.lamp.sin - offY * site.lamp.cos) * unit
      const index = y * size + x
      const old = luminance[index] ?? 0
      // The face's own streaks and grain go on over what is cut into it.
      const rough = 0.55 + (0.45 * old) / site.light
      const value = shade(hole, site, distance, towards, sideways) * rough
      const cover = Math.min(1, (reach - distance) / soft)
      luminance[index] = old + cover * (value - old)
    }
  }
}

const step = (share: number): number => {
  const t = share < 0 ? 0 : share > 1 ? 1 : share
  return t * t * (3 - 2 * t)
}

/** Brightness at a distance from the axis; `towards`: 1 on the side of the lamp; `sideways`: sine of the angle from it. */
function finishedShade(
  { radiusPx, chamferPx, counterborePx, isThreaded }: Hole,
  { light, softnessPx }: HoleSite,
  distance: number,
  towards: number,
  sideways: number,
): number {
  const soft = 2 * softnessPx
  const depth = radiusPx - distance
  const inside = step(depth / soft + 0.5)
  let hollow = 8
  const wall = -towards * (1 - depth / (0.55 * radiusPx))
  if (inside > 0 && towards < 0 && wall > 0) {
    const thread = isThreaded
      ? 0.75 + 0.5 * Math.abs((Math.abs(depth + 0.35 * sideways * radiusPx) % 2.6) - 1.3)
      : 1
    hollow += 0.55 * light * wall * thread
  }
  if (inside === 1) return hollow
  const glint = lobe(sideways, 0.3) * (towards < 0 ? 0.25 : -0.15)
  const chamfer = light * (0.95 - 0.62 * towards + glint)
  if (counterborePx === 0) return hollow * inside + chamfer * (1 - inside)
  const fromWall = Math.max(0, counterborePx - distance)
  const shadow = 1 - 0.6 * Math.max(0, towards) * Math.max(0, 1 - fromWall / 7)
  const floor = light * (0.5 + 0.5 * lobe(sideways, 0.35)) * shadow
  const bevel = light * (0.9 - 0.55 * towards)
  const onChamfer = step((radiusPx + Math.min(chamferPx, 1.8) - distance) / soft + 0.5)
  const onFloor = step((counterborePx - distance) / soft + 0.5)
  const outer = floor * onFloor + bevel * (1 - onFloor)
  return hollow * inside + (1 - inside) * (chamfer * onChamfer + outer * (1 - onChamfer))
}

/** The mark that a drill leaves where it was only set on: a cone, ringed by its cutting edges. */
function begunShade(
  { radiusPx }: Hole,
  { light, begun, softnessPx }: HoleSite,
  distance: number,
  towards: number,
  sideways: number,
): number {
  const cone = radiusPx * (begun ?? 0)
  const onCone = step((cone - distance) / (2 * softnessPx) + 0.5)
  const lip = 1.02 + 0.2 * towards
  const ring = 1 + 0.06 * (Math.abs((distance % 3.2) - 1.6) - 0.8)
  const glint = lobe(sideways, 0.3) * (towards < 0 ? 0.4 : -0.1)
  const flank =
    (0.66 - 0.42 * towards * Math.min(1, distance / 2) + glint) * ring * (distance < 1.2 ? 0.7 : 1)
  return light * (lip + onCone * (flank - lip))
}

/** Cuts the keyway into the bore. `axis` is its direction in the frame, `centre` the disc's. */
export function paintKeyway(
  luminance: Float32Array,
  size: number,
  keyway: Keyway,
  borePx: number,
  site: HoleSite & { readonly axis: Direction },
): void {
  const { axis, lamp, light } = site
  const bevelPx = 2
  const middle = (borePx + keyway.reachPx) / 2
  const reach = (keyway.reachPx - borePx) / 2 + keyway.halfWidthPx + 6
  const [middleX, middleY] = [site.x + axis.cos * middle, site.y + axis.sin * middle]
  const lampAlong = lamp.cos * axis.cos + lamp.sin * axis.sin
  const lampAcross = lamp.sin * axis.cos - lamp.cos * axis.sin
  for (let y = Math.floor(middleY - reach); y < middleY + reach; y++) {
    for (let x = Math.floor(middleX - reach); x < middleX + reach; x++) {
      const offX = x + 0.5 - site.x
      const offY = y + 0.5 - site.y
      const along = offX * axis.cos + offY * axis.sin
      const across = offY * axis.cos - offX * axis.sin
      const [over, beside] = [along - keyway.reachPx, Math.abs(across) - keyway.halfWidthPx]
      const outside = Math.max(over, beside)
      if (along < 0 || outside >= bevelPx || offX * offX + offY * offY < (borePx - 3) ** 2) continue
      const towards = over > beside ? lampAlong : lampAcross * Math.sign(across)
      const index = y * size + x
      const old = luminance[index] ?? 0
      const inside = step((0.5 * site.softnessPx - outside) / site.softnessPx)
      const wall = Math.max(0, -towards) * Math.max(0, 1 + outside / 5)
      const cut = 10 + 0.5 * light * wall
      const bevel = old * Math.max(0.3, 1 - 0.55 * towards)
      const edge = step((bevelPx - outside) / 1.2)
      luminance[index] = cut * inside + (1 - inside) * (old + edge * (bevel - old))
    }
  }
}
