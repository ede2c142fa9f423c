import type { Defect } from '../../contract/inspection.ts'
import type { Sight } from './decide.ts'

/** Pixels of the original for each pixel that the network saw. */
export interface Stretch {
  readonly across: number
  readonly down: number
}

/** A defect of the resized image, on the pixels of the original. */
export function stretchedDefect(defect: Defect, { across, down }: Stretch): Defect {
  const { x, y, width, height } = defect.box
  return { ...defect, box: { x: x * across, y: y * down, width: width * across, height: height * down } }
}

/** What was seen in the resized image, on the pixels of the original; the heat keeps its cells. */
export function stretchedSight(sight: Sight, stretch: Stretch): Sight {
  const { x, y } = sight.peak
  return {
    ...sight,
    ...{ x: sight.x * stretch.across, y: sight.y * stretch.down },
    peak: { x: x * stretch.across, y: y * stretch.down },
    defects: sight.defects.map((defect) => stretchedDefect(defect, stretch)),
  }
}
