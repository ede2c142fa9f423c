import type { Box } from '../../edge/contract/part.ts'
import { type DescribedMark, type PartDescription, plainMark, refuseSet, stemOf } from './description.ts'

/**
 * The class names of `data.yaml` (`names` as a list or by number) by their number; null when it holds none.
 */
export function yoloNames(value: unknown): Map<number, string> | null {
  if (typeof value !== 'object' || value === null || !('names' in value)) return null
  const { names } = value
  if (typeof names !== 'object' || names === null) return null
  return new Map(Object.entries(names).map(([number, name]) => [Number(number), String(name)]))
}

/** Where the images to verify on are looked for: a test set before a validation set before all there are. */
const rooms = [
  'images/test/',
  'test/images/',
  'images/val/',
  'val/images/',
  'valid/images/',
  'images/',
] as const

/** The images of the first of these folders that holds any. */
export function yoloImages(listing: readonly string[]): { readonly room: string; readonly images: string[] } {
  for (const room of rooms) {
    const images = listing.filter((path) => path.startsWith(room))
    if (images.length > 0) return { room, images }
  }
  return { room: 'images/', images: [] }
}

/** Where an image has its labels: in `labels/` for the last `images/` of its path, under the same name. */
export function yoloLabelPath(image: string): string {
  const levels = stemOf(image).split('/')
  const place = levels.lastIndexOf('images')
  return `${levels.map((level, index) => (index === place ? 'labels' : level)).join('/')}.txt`
}

/**
 * One image and its label file in the format of YOLO: a line is a defect, `class x y width height` or
 * `class x y x y x y …` in shares of the image. No file, or an empty one, is a good part (as Ultralytics reads it).
 */
export function readYoloPart(
  image: string,
  text: string | null,
  names: Map<number, string>,
): PartDescription {
  const file = yoloLabelPath(image)
  const lines = (text ?? '').replace(/^\uFEFF/, '').split(/\r?\n/)
  const marks = lines.flatMap((line, index) =>
    line.trim() === '' ? [] : [markOf(line.trim(), `${file}, row ${index + 1}`, names)],
  )
  const shared = { part: image, image, size: null, unit: 'share', mask: null } as const
  return { ...shared, where: text === null ? image : file, isDefective: marks.length > 0, marks }
}

function markOf(line: string, where: string, names: Map<number, string>): DescribedMark {
  const cells = line.split(/[ \t]+/).map(Number)
  const [label = Number.NaN, ...values] = cells
  if (cells.some((cell) => !Number.isFinite(cell)))
    refuseSet(where, `"${line.slice(0, 60)}" is not all numbers`)
  const name = names.get(label)
  if (name === undefined)
    return refuseSet(where, `its label ${label} is none of the ${names.size} names of the classes`)
  if (values.length === 4) return { ...plainMark(name), box: boxOf(values, where) }
  if (values.length < 6 || values.length % 2 === 1)
    refuseSet(
      where,
      `it has ${values.length} numbers after the class; a box has 4, a polygon pairs from 6 on`,
    )
  if (values.some((value) => !isShare(value))) refuseSet(where, 'a corner does not lie in the image')
  return { ...plainMark(name), outline: { rings: [values] } }
}

/** A rounding of up to 1 % is no fault. */
const isShare = (value: number): boolean => value >= -0.01 && value <= 1.01

function boxOf(values: readonly number[], where: string): Box {
  const [centreX = 0, centreY = 0, width = 0, height = 0] = values
  const box = { x: centreX - width / 2, y: centreY - height / 2, width, height }
  const corners = [box.x, box.y, box.x + width, box.y + height]
  if (width <= 0 || height <= 0 || !corners.every(isShare))
    refuseSet(where, 'its box does not lie in the image')
  return box
}
