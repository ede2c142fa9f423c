import type { Rng } from '../../edge/contract/port.ts'
import { uniform } from '../rng.ts'
import type { DiscLayout, Ring } from './machined-disc-layout.ts'
import type { DiscMaterial } from './machined-disc-material.ts'
import { PixelNoise } from './noise.ts'

/** Rows of the profile for one pixel of radius. */
export const rowsPerPx = 8
/** Columns of a row: see `column`. */
export const profileColumns = 8

/**
 * What stands in the columns of a row. Brightness at radius r and angle θ: base + sheen × S(θ) + broad × W(θ) +
 * facing × F(θ), the angular tables of `machined-disc-angle.ts`; then streaks and grain, relative to it.
 */
export const column = { base: 0, sheen: 1, broad: 2, facing: 3, streak: 4, grain: 5, cover: 6 } as const

/** How much of the batch's light each finish gives back, and how rough it is. */
const finishes = {
  turned: { base: 1, sheen: 1, broad: 0.12, streak: 1, grain: 1 },
  fine: { base: 0.92, sheen: 0.5, broad: 0.5, streak: 0.7, grain: 0.8 },
  rough: { base: 0.8, sheen: 0, broad: 0.25, streak: 0.45, grain: 1.9 },
} as const

/** The disc's face from its centre to a little beyond its rim, one row each 1/8 pixel of radius. */
export function drawProfile(
  rng: Rng,
  layout: DiscLayout,
  material: DiscMaterial,
  softnessPx: number,
): Float32Array<ArrayBuffer> {
  const rows = Math.ceil((layout.radiusPx + 6) * rowsPerPx)
  const profile = new Float32Array(rows * profileColumns)
  layFaces(profile, layout, material)
  layBore(profile, layout, material)
  layEdges(profile, layout, material, rng.fork('edge'))
  soften(profile, rows, Math.max(1, Math.round(softnessPx * rowsPerPx)))
  turnFaces(profile, layout, material, rng.fork('feed'))
  return profile
}

function layFaces(profile: Float32Array, layout: DiscLayout, material: DiscMaterial): void {
  let ring = 0
  for (let at = 0, row = 0; at < profile.length; at += profileColumns, row++) {
    const radius = (row + 0.5) / rowsPerPx
    while (ring < layout.rings.length - 1 && radius > (layout.rings[ring]?.outerPx ?? 0)) ring++
    const { finish, tone } = layout.rings[ring] ?? faceless
    const share = finishes[finish]
    profile[at + column.base] = material.base * share.base * tone
    profile[at + column.sheen] = material.sheen * share.sheen * tone
    profile[at + column.broad] = material.sheen * share.broad * tone
    profile[at + column.streak] = material.streak * share.streak
    profile[at + column.grain] = material.grain * share.grain
    profile[at + column.cover] = radius < layout.radiusPx ? 1 : 0
  }
}

const faceless: Pick<Ring, 'finish' | 'tone'> = { finish: 'turned', tone: 1 }

/** The bore is dark; of its wall a strip is seen, lit where it faces the lamp. */
function layBore(profile: Float32Array, { borePx }: DiscLayout, { base }: DiscMaterial): void {
  for (let row = 0; row < borePx * rowsPerPx; row++) {
    const at = row * profileColumns
    const depth = borePx - (row + 0.5) / rowsPerPx
    const wall = Math.max(0, 1 - depth / 5)
    profile[at + column.base] = 11 + wall * base * 0.3
    profile[at + column.sheen] = 0
    profile[at + column.broad] = 0
    profile[at + column.facing] = -wall * base * 0.3
    profile[at + column.streak] = 0.05
    profile[at + column.grain] = 0.05
  }
}

/** A slope between two radii; `facing` 1: it looks outwards, -1: inwards. */
interface Flank {
  readonly from: number
  readonly to: number
  readonly facing: number
}

function layEdges(profile: Float32Array, layout: DiscLayout, material: DiscMaterial, rng: Rng): void {
  const { radiusPx, borePx, rings, groovesPx } = layout
  const borders = rings.slice(0, -1).map((ring, index) => {
    const step = ring.level - (rings[index + 1]?.level ?? 0)
    return { radius: ring.outerPx, step, width: uniform(rng, 1.6, 3.6) }
  })
  for (const { radius, step } of borders) layFoot(profile, radius, step)
  for (const { radius, step, width } of borders)
    layFlank(profile, { from: radius - width / 2, to: radius + width / 2, facing: Math.sign(step) }, material)
  for (const radius of groovesPx) {
    const half = uniform(rng, 1, 2)
    layFoot(profile, radius - half, 0.15)
    layFlank(profile, { from: radius - half, to: radius, facing: 1 }, material)
    layFlank(profile, { from: radius, to: radius + half, facing: -1 }, material)
    darken(profile, radius - half / 2, radius + half / 2, 0.55)
  }
  layFlank(profile, { from: borePx, to: borePx + uniform(rng, 2, 4.5), facing: -1 }, material)
  layFlank(profile, { from: radiusPx - uniform(rng, 2.2, 5), to: radiusPx, facing: 1 }, material)
}

function layFlank(profile: Float32Array, { from, to, facing }: Flank, { base, sheen }: DiscMaterial): void {
  const last = Math.min(profile.length / profileColumns, Math.round(to * rowsPerPx))
  for (let row = Math.max(0, Math.round(from * rowsPerPx)); row < last; row++) {
    const at = row * profileColumns
    profile[at + column.base] = base * 0.8 + sheen * 0.12
    profile[at + column.sheen] = 0
    profile[at + column.broad] = sheen * 0.1
    profile[at + column.facing] = facing * (base * 0.42 + sheen * 0.3)
  }
}

/** The lower face beside a step: less light from the sky, and a shadow where the step stands between it and the lamp. */
function layFoot(profile: Float32Array, radius: number, step: number): void {
  const outwards = Math.sign(step)
  const height = Math.min(2, Math.abs(step))
  if (height === 0) return
  const reach = 4 + 8 * height
  for (let distance = 0; distance < reach; distance += 1 / rowsPerPx) {
    const at = Math.round((radius + outwards * distance) * rowsPerPx) * profileColumns
    const fade = (1 - distance / reach) ** 2
    const base = profile[at + column.base] ?? 0
    profile[at + column.facing] = outwards * base * 0.3 * fade * height
    const sky = 1 - 0.3 * fade * height
    for (const part of [column.base, column.sheen, column.broad])
      profile[at + part] = (profile[at + part] ?? 0) * sky
  }
}

function darken(profile: Float32Array, from: number, to: number, share: number): void {
  for (let row = Math.round(from * rowsPerPx); row < to * rowsPerPx; row++) {
    const at = row * profileColumns
    profile[at + column.base] = (profile[at + column.base] ?? 0) * share
  }
}

/** A running mean over the light's columns and the cover: no edge is sharper than the lens. */
function soften(profile: Float32Array, rows: number, reach: number): void {
  const original = profile.slice()
  for (const part of [column.base, column.sheen, column.broad, column.facing, column.cover]) {
    let sum = 0
    for (let row = -reach; row < rows; row++) {
      sum += original[Math.min(rows - 1, row + reach) * profileColumns + part] ?? 0
      sum -= row > reach ? (original[(row - reach - 1) * profileColumns + part] ?? 0) : 0
      if (row >= reach) profile[row * profileColumns + part] = sum / (2 * reach + 1)
    }
  }
}

/** The tool's track: the feed, regular, and what a worn tool adds. It shows in the sheen more than beside it. */
function turnFaces(profile: Float32Array, layout: DiscLayout, material: DiscMaterial, rng: Rng): void {
  const halfPixels = Math.ceil(profile.length / profileColumns / 4)
  const track = new Float32Array(halfPixels)
  const slow = new Float32Array(halfPixels)
  const noise = new PixelNoise(rng.fork('track'))
  noise.fillPair(track, slow)
  let [phase, memory, swell] = [rng.next(), 0, 0]
  for (let half = Math.ceil(layout.borePx * 2); half < halfPixels; half++) {
    phase += (0.5 + 0.06 * (slow[half] ?? 0)) / material.feedPx
    memory = 0.4 * memory + (track[half] ?? 0)
    swell = 0.96 * swell + 0.28 * (slow[half] ?? 0)
    const saw = phase - Math.floor(phase)
    const wave = saw < 0.6 ? saw / 0.6 : (1 - saw) / 0.4
    const change = material.feedDepth * (2.4 * (wave - 0.5) + 0.6 * memory) + 0.03 * swell
    for (let row = half * 4; row < half * 4 + 4; row++) {
      const at = row * profileColumns
      const share = (profile[at + column.streak] ?? 0) / material.streak
      profile[at + column.base] = (profile[at + column.base] ?? 0) * (1 + 0.7 * change * share)
      profile[at + column.sheen] = (profile[at + column.sheen] ?? 0) * Math.max(0, 1 + 1.8 * change * share)
    }
  }
}
