import path from 'node:path'
import { binarised } from '../../datasets/parts/pcb.ts'
import {
  type DescribedMark,
  type PartDescription,
  plainMark,
  refuseSet,
} from '../../datasets/readers/description.ts'
import type { Card } from '../contract/card.ts'
import type { DataCard, LabelledCapture, LabelledMark, Outline } from '../contract/data-set.ts'
import type { Box, Image } from '../contract/part.ts'
import type { Recipe } from '../contract/recipe.ts'
import { boxOfOutline, type Plane, paintOutline, resizePlane } from '../core/vision/outline.ts'
import { regionsOf } from '../core/vision/region.ts'
import { readMask, readPlane } from '../io/data-set-mask.ts'
import { readImage, resizeImage } from '../io/image.ts'

/** How an image of any size is brought in: a part of the model's card. */
export type ImageInput = Pick<Card['input'], 'channels' | 'fit' | 'width' | 'height'>

/** What is known of a set once its labels have been read. */
export interface SetFacts {
  readonly folder: string
  readonly parts: number
  readonly defective: number
  readonly classes: readonly string[]
  /** Whether any mark is outlined to the pixel. */
  readonly hasMasks: boolean
  /** Whether its images are black and white by nature, and any grey in them is a trace of how they were stored. */
  readonly isBinary: boolean
  readonly isSimulated: boolean
  /** null, as is `card`, for a set that is not ours. */
  readonly recipe: Recipe | null
  readonly card: DataCard | null
}

/** What the labels of a set say. */
export interface DescribedSet extends SetFacts {
  descriptions(): AsyncIterable<PartDescription> | Iterable<PartDescription>
}

/** What a person asked to be done to every image, so that it is more like what a model learnt from. */
export interface Preparation {
  /** Pixels along a side, of the image inspected for each of the file; marks and masks go with it. */
  readonly scale: number
  /** Whether black becomes white. */
  readonly isInverted: boolean
}

/** What all captures of a set have in common. */
export interface SetContext extends SetFacts, Preparation {
  readonly line: string
  readonly input: ImageInput
}

interface Marked {
  readonly marks: readonly LabelledMark[]
  readonly plane: Plane | null
}

/** Opens the image of a part, and its mask. */
export async function openPart(
  set: SetContext,
  description: PartDescription,
  sequence: number,
): Promise<LabelledCapture> {
  const { part, isDefective, size, where } = description
  const file = path.join(set.folder, description.image)
  const image = toned(await readImage(file, { channels: set.input.channels }), set)
  if (size && (size.width !== image.width || size.height !== image.height)) {
    const [found, said] = [image, size].map(({ width, height }) => `${width} × ${height}`)
    refuseSet(where, `the image has ${found} pixels, its labels are for ${said}`)
  }
  const marked = await markedOf(set, description, image)
  const brought = await bringIn(image, marked, set)
  const { line, isSimulated } = set
  return {
    frame: { line, partId: part, sequence, capturedAtMs: 0, isSimulated, image: brought.image },
    truth: { isDefective, marks: brought.marks },
    mask: brought.plane?.data ?? null,
  }
}

async function markedOf(set: SetContext, description: PartDescription, image: Image): Promise<Marked> {
  const { mask, marks, unit } = description
  if (mask?.kind === 'plane') {
    const plane = await readPlane(path.join(set.folder, mask.file))
    return { marks: marks.map(withoutOutline), plane: sameSize(plane, image, mask.file) }
  }
  if (mask) return regionsIn(await readMask(path.join(set.folder, mask.file)), mask, image)
  const { width, height } = image
  const scaled = unit === 'share' ? marks.map((mark) => scaleMark(mark, width, height)) : marks
  const blank: Plane = { width, height, data: new Uint8Array(width * height) }
  const isOutlined = set.hasMasks && scaled.every(({ outline }) => outline !== null)
  return { marks: scaled.map((mark, i) => paint(mark, blank, i)), plane: isOutlined ? blank : null }
}

function regionsIn(
  mask: Plane,
  { file, class: name }: { file: string; class: string },
  image: Image,
): Marked {
  const { plane, boxes } = regionsOf(sameSize(mask, image, file).data, image.width)
  if (boxes.length === 0) refuseSet(file, 'this mask of a defective part marks nothing')
  const marks = boxes.map((box) => withoutOutline({ ...plainMark(name), box }))
  return { marks, plane: { ...mask, data: plane } }
}

function sameSize(plane: Plane, image: Image, file: string): Plane {
  if (plane.width !== image.width || plane.height !== image.height) {
    const [own, other] = [plane, image].map(({ width, height }) => `${width} × ${height}`)
    refuseSet(file, `the mask has ${own} pixels, its image ${other}`)
  }
  return plane
}

function paint(mark: DescribedMark, plane: Plane, index: number): LabelledMark {
  const { outline, box } = mark
  if (outline) paintOutline(plane, outline, Math.min(255, index + 1))
  return { ...withoutOutline(mark), box: box ?? (outline && boxOfOutline(outline, plane.height)) }
}

const withoutOutline = ({ outline: _, ...mark }: DescribedMark): LabelledMark => mark

/** The same cut between black and white as our own boards in black and white have; then the other way round, if asked. */
function toned(image: Image, { isBinary, isInverted }: SetContext): Image {
  const own = isBinary ? binarised(image) : image
  return isInverted ? { ...own, data: own.data.map((level) => 255 - level) } : own
}

async function bringIn(image: Image, { marks, plane }: Marked, { input, scale }: SetContext) {
  const scaled = (side: number) => Math.max(1, Math.round(side * scale))
  const { width, height } =
    input.fit === 'resize' ? input : { width: scaled(image.width), height: scaled(image.height) }
  if (image.width === width && image.height === height) return { image, marks, plane }
  const [x, y] = [width / image.width, height / image.height]
  return {
    image: await resizeImage(image, width, height),
    marks: marks.map((mark) => ({ ...mark, box: mark.box && scaleBox(mark.box, x, y) })),
    plane: plane && resizePlane(plane, width, height),
  }
}

const scaleMark = (mark: DescribedMark, x: number, y: number): DescribedMark => ({
  ...mark,
  box: mark.box && scaleBox(mark.box, x, y),
  outline: mark.outline && scaleOutline(mark.outline, x, y),
})

const scaleBox = (box: Box, x: number, y: number): Box => ({
  x: box.x * x,
  y: box.y * y,
  width: box.width * x,
  height: box.height * y,
})

/** Runs belong to one size of image and are never shares of it. */
const scaleOutline = (outline: Outline, x: number, y: number): Outline =>
  'runs' in outline
    ? outline
    : { rings: outline.rings.map((ring) => ring.map((value, i) => value * (i % 2 === 0 ? x : y))) }
