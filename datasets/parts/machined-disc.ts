import type { Mark } from '../../edge/contract/part.ts'
import type { Rng } from '../../edge/contract/port.ts'
import type { Recipe } from '../../edge/contract/recipe.ts'
import { direction, quantize, uniform } from '../rng.ts'
import { drawAngles } from './machined-disc-angle.ts'
import { type DiscMark, type DrawnDisc, drawDisc, pxPerMm } from './machined-disc-draw.ts'
import { drawStreaks, type Face, lightAt, paintFace } from './machined-disc-face.ts'
import { type DiscPose, drawFixture, paintFixture } from './machined-disc-fixture.ts'
import { paintHole, paintKeyway } from './machined-disc-hole.ts'
import type { Hole } from './machined-disc-layout.ts'
import { defectKinds, lookAlikeKinds, missingBore } from './machined-disc-place.ts'
import { drawProfile } from './machined-disc-profile.ts'
import { boxAround, type DrawnMark, extentPx, paintMark } from './mark.ts'
import type { Optics } from './optics.ts'
import type { Painted, PaintOrder, PartMaker } from './photograph.ts'

/** Turned and drilled discs on a black table, seen from above: 102 × 102 mm a frame, the disc about 88 across. */
export const machinedDisc: Recipe = {
  line: 'machined-disc',
  widthPx: 512,
  heightPx: 512,
  channels: 1,
  pxPerMm,
  limitsMm: {
    crack: defectKinds.crack.limitMm,
    dent: defectKinds.dent.limitMm,
    burr: defectKinds.burr.limitMm,
  },
  presentOrAbsent: [missingBore],
  lookAlikes: Object.keys(lookAlikeKinds),
}

const size = machinedDisc.widthPx

/** What is painted, and where. */
interface Scene {
  readonly luminance: Float32Array
  readonly disc: DrawnDisc
  readonly face: Face
  readonly pose: DiscPose
  readonly order: PaintOrder
}

/** A machined disc: fixture, turned face, holes, then marks, each in its place. */
export const machinedDiscMaker: PartMaker = {
  recipe: machinedDisc,
  paint(order) {
    const { rng, isDefective, spoilt, isTraining, isCrowded } = order
    const disc = drawDisc(rng, isDefective, isTraining, isCrowded, spoilt)
    return paintDisc(disc, order, rng.fork('texture'))
  },
}

/** Paints a disc that was drawn before; `texture`: the stream of all that is rough on it. */
export function paintDisc(disc: DrawnDisc, order: PaintOrder, texture: Rng): Painted {
  const { rng, optics, mask } = order
  const pose = layDown(rng, disc, optics)
  const luminance = new Float32Array(size * size)
  const { material, layout } = disc
  const face = {
    pose,
    profile: drawProfile(texture.fork('profile'), layout, material, optics.edgeSoftness),
    angles: drawAngles(texture.fork('angles'), material),
    streaks: drawStreaks(texture.fork('streaks'), layout.radiusPx, material.memory),
    trackShare: material.feedDepth / material.streak,
  }
  paintFixture(luminance, size, drawFixture(rng.fork('fixture')), pose, material.lamp, texture.fork('table'))
  paintFace(luminance, size, face, texture.fork('grain'))
  const scene = { luminance, disc, face, pose, order }
  paintHoles(scene)
  const marks = disc.marks.map((mark, index) => layMark(scene, mark, index + 1))
  const missing = missingMark(scene)
  if (missing && mask) labelHole(mask, missing, marks.length + 1)
  return { planes: [luminance], marks: missing ? [...marks, missing.mark] : marks }
}

/** The disc never lies quite in the middle; where it lies and how it is turned goes on top. */
function layDown(rng: Rng, { layout }: DrawnDisc, optics: Optics): DiscPose {
  const place = rng.fork('place')
  return {
    x: size / 2 + uniform(place, -2, 2) + optics.shiftX,
    y: size / 2 + uniform(place, -2, 2) + optics.shiftY,
    radiusPx: layout.radiusPx,
    ...direction(optics.rotationDeg),
  }
}

/** A place of the disc in the frame. */
const framed = (pose: DiscPose, at: { readonly x: number; readonly y: number }) => ({
  x: pose.x + at.x * pose.cos - at.y * pose.sin,
  y: pose.y + at.x * pose.sin + at.y * pose.cos,
})

function paintHoles({ luminance, disc, face, pose, order }: Scene): void {
  const { layout, missing, material } = disc
  const site = (hole: { readonly x: number; readonly y: number }, begun: number | null) => {
    const at = framed(pose, hole)
    const { light } = lightAt(face, at.x - pose.x, at.y - pose.y)
    return { ...at, light, begun, lamp: material.lamp, softnessPx: order.optics.edgeSoftness }
  }
  const paint = (hole: Hole, begun: number | null) => paintHole(luminance, size, hole, site(hole, begun))
  for (const [index, hole] of layout.bolts.entries())
    paint(hole, missing?.bolt === index ? missing.begun : null)
  for (const dowel of layout.dowels) paint(dowel, null)
  if (!layout.keyway) return
  const { cos, sin } = layout.keyway
  const axis = { cos: cos * pose.cos - sin * pose.sin, sin: sin * pose.cos + cos * pose.sin }
  const { light } = site({ x: cos * layout.borePx * 1.3, y: sin * layout.borePx * 1.3 }, null)
  paintKeyway(luminance, size, layout.keyway, layout.borePx, {
    ...site({ x: 0, y: 0 }, null),
    light,
    axis,
  })
}

const edgeReachPx = 9
/** An edge is busier than a face: its chamfer and its blur count as noise. */
const edgeUnrest = 1.8

/** Paints a mark where the disc lies; its contrast is measured by what the face is like there. */
function layMark({ luminance, face, pose, order }: Scene, mark: DiscMark, label: number): Mark {
  const { x: centreX, y: centreY } = framed(pose, mark)
  const cos = quantize(mark.cos * pose.cos - mark.sin * pose.sin)
  const sin = quantize(mark.sin * pose.cos + mark.cos * pose.sin)
  const box = boxAround(centreX, centreY, extentPx(mark.shape, { cos, sin }))
  const { name, isLookAlike, sizeMm, sizeOverLimit, contrastToNoise } = mark
  const drawn: DrawnMark = {
    mark: { class: name, isLookAlike, sizeMm, sizeOverLimit, contrastToNoise, box },
    shape: mark.shape,
    centreX,
    centreY,
    cos,
    sin,
  }
  // Across it to both sides: of a mark on an edge, one of them is metal.
  const around = [-edgeReachPx, 0, edgeReachPx].map((v) =>
    lightAt(face, centreX - pose.x - v * sin, centreY - pose.y + v * cos),
  )
  const surface = Math.max(...around.map(({ sigma }) => sigma)) * (name === 'burr' ? edgeUnrest : 1)
  // Nothing is darker than without any light, and no shadow takes all of it.
  const most = Math.max(...around.map(({ light }) => light)) * (name === 'fixture-shadow' ? 0.45 : 0.95)
  const noiseSigma = Math.min(
    Math.sqrt(surface ** 2 + order.optics.usualNoiseSigma ** 2),
    most / contrastToNoise,
  )
  const { mask, optics } = order
  paintMark({ luminance, mask, size, noiseSigma, edgeSoftnessPx: optics.edgeSoftness }, drawn, label)
  return drawn.mark
}

interface MissingHole {
  readonly mark: Mark
  readonly x: number
  readonly y: number
  readonly radiusPx: number
}

/** The place where a hole should be: there is no contrast that was drawn, and no limit. */
function missingMark({ disc, pose }: Scene): MissingHole | null {
  const hole = disc.missing ? disc.layout.bolts[disc.missing.bolt] : undefined
  if (!hole) return null
  const { x, y } = framed(pose, hole)
  const box = boxAround(x, y, { x: hole.radiusPx, y: hole.radiusPx })
  const sizeMm = (2 * hole.radiusPx) / pxPerMm
  const drawn = { class: missingBore, isLookAlike: false, sizeMm, sizeOverLimit: null, contrastToNoise: 0 }
  return { mark: { ...drawn, box }, x, y, radiusPx: hole.radiusPx }
}

function labelHole(mask: Uint8Array, { mark: { box }, x, y, radiusPx }: MissingHole, label: number): void {
  for (let row = Math.max(0, box.y); row < Math.min(size, box.y + box.height); row++)
    for (let column = Math.max(0, box.x); column < Math.min(size, box.x + box.width); column++)
      if ((column + 0.5 - x) ** 2 + (row + 0.5 - y) ** 2 <= radiusPx ** 2) mask[row * size + column] = label
}
