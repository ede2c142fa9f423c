import type { LabelledCapture, LabelledMark } from '../../contract/data-set.ts'
import type { Defect, Inspection } from '../../contract/inspection.ts'
import type { Box, Image } from '../../contract/part.ts'
import type { Trial } from '../../contract/trial.ts'
import type { Sight } from './decide.ts'
import { reflect } from './tile.ts'

type Extent = Pick<Image, 'width' | 'height'>

/** How far beside a defect a peak may lie and still point at it, pixels. */
const pointingTolerancePx = 3

/** A mark that makes its part defective: no look-alike, and not known to be under its limit. */
export const isDefect = (mark: LabelledMark): boolean =>
  !mark.isLookAlike && (mark.sizeOverLimit === null || mark.sizeOverLimit >= 1)

/** The highest that a byte of the mask can say; later marks share it. */
export const lastLabel = 255
/** What the mask holds on the mark at this position of `truth.marks`. */
export const labelOf = (index: number): number => Math.min(lastLabel, index + 1)

/**
 * What one inspection came to, for every figure of a report. `sights` null: nobody looked; `row`: from 1. Where nobody
 * knows whether the part is defective, its marks say so.
 */
export function trialOf(
  capture: LabelledCapture,
  inspection: Inspection,
  sights: readonly Sight[] | null,
  row: number,
): Trial {
  const { marks } = capture.truth
  const isDefective = capture.truth.isDefective ?? marks.some(isDefect)
  const { evaluation, reason, score } = inspection
  return {
    part: inspection.partId,
    row,
    isDefective,
    evaluation,
    reason,
    score,
    marks: marks.flatMap((mark, index) => {
      if (mark.isLookAlike) return []
      const { class: name, sizeMm, sizeOverLimit } = mark
      const isReported = inspection.defects.some((defect) => isHit(defect, mark, capture, labelOf(index)))
      return [{ class: name, sizeMm, sizeOverLimit, isReported }]
    }),
    isPointed: isDefective && capture.mask ? pointsAtDefect(capture, sights ?? []) : null,
  }
}

/** Whether the reported box holds a pixel of the mark; without a mask, a piece of its box; without both, never. */
function isHit(defect: Defect, mark: LabelledMark, { mask, frame }: LabelledCapture, label: number): boolean {
  const shared = mark.box ? intersection(defect.box, mark.box) : defect.box
  if (shared.width <= 0 || shared.height <= 0) return false
  if (!mask) return mark.box !== null
  return somePixel(shared, frame.image, (x, y) => mask[y * frame.image.width + x] === label)
}

/** Of two boxes that do not overlap it is no higher or no wider than 0. */
function intersection(a: Box, b: Box): Box {
  const [x, y] = [Math.max(a.x, b.x), Math.max(a.y, b.y)]
  const width = Math.min(a.x + a.width, b.x + b.width) - x
  return { x, y, width, height: Math.min(a.y + a.height, b.y + b.height) - y }
}

/** Whether any pixel that the box touches, inside the image, is such. */
function somePixel(box: Box, image: Extent, isSuch: (x: number, y: number) => boolean): boolean {
  const right = Math.min(image.width, Math.ceil(box.x + box.width))
  const bottom = Math.min(image.height, Math.ceil(box.y + box.height))
  for (let y = Math.max(0, Math.floor(box.y)); y < bottom; y++)
    for (let x = Math.max(0, Math.floor(box.x)); x < right; x++) if (isSuch(x, y)) return true
  return false
}

/** The pointing game: does the peak of the heat map lie in a defect, or next to it? */
function pointsAtDefect({ frame, truth, mask }: LabelledCapture, sights: readonly Sight[]): boolean {
  const peak = peakOf(sights, frame.image)
  if (!peak) return false
  const labels = new Set(truth.marks.flatMap((mark, index) => (isDefect(mark) ? [labelOf(index)] : [])))
  const side = 2 * pointingTolerancePx
  const near = { x: peak.x - pointingTolerancePx, y: peak.y - pointingTolerancePx, width: side, height: side }
  return somePixel(
    near,
    frame.image,
    (x, y) =>
      Math.hypot(x + 0.5 - peak.x, y + 0.5 - peak.y) <= pointingTolerancePx &&
      labels.has(mask?.[y * frame.image.width + x] ?? 0),
  )
}

/**
 * The peak of the sight with the highest score, pixels of the image (the middle of its first one is 0.5, 0.5): what a
 * mirror at its far ends showed is folded back.
 */
function peakOf(sights: readonly Sight[], image: Extent) {
  const [first, ...others] = sights
  if (!first) return null
  const best = others.reduce((a, b) => (b.score > a.score ? b : a), first)
  return { x: folded(best.x + best.peak.x, image.width), y: folded(best.y + best.peak.y, image.height) }
}

const folded = (at: number, length: number): number =>
  at < length ? at : reflect(Math.floor(at), length) + 0.5
