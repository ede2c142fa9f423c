import { CocoFile, type Outline } from '../../edge/contract/data-set.ts'
import type { Box } from '../../edge/contract/part.ts'
import { type DescribedMark, type PartDescription, plainMark, refuseSet } from './description.ts'
import { runsFromText } from './run-length.ts'

type CocoImage = CocoFile['images'][number]
type Annotation = CocoFile['annotations'][number]

export interface CocoSet {
  readonly parts: PartDescription[]
  readonly classes: string[]
}

/**
 * Reads a COCO instances file: every annotation is a defect, an image without one is a good part. Outlines are polygons or
 * runs, plain or compressed. `images` are the files of the set, among which each image is looked up by its name.
 */
export function readCoco(value: unknown, file: string, images: readonly string[]): CocoSet {
  const coco = checked(value, file)
  const paths = locate(coco.images, images, file)
  const names = new Map(coco.categories.map(({ id, name }) => [String(id), name]))
  const marks = marksByImage(coco, names, file)
  const parts = coco.images.map((image, index): PartDescription => {
    const own = marks.get(String(image.id)) ?? []
    const { width, height, file_name: name } = image
    const path = paths[index] ?? name
    return {
      part: path,
      image: path,
      where: `${file}, image ${index + 1} (${name})`,
      isDefective: own.length > 0,
      size: { width, height },
      unit: 'pixel',
      marks: own,
      mask: null,
    }
  })
  return { parts, classes: [...new Set(names.values())] }
}

function marksByImage(
  { images, annotations }: CocoFile,
  names: ReadonlyMap<string, string>,
  file: string,
): Map<string, DescribedMark[]> {
  const byId = new Map(images.map((image) => [String(image.id), image]))
  const marks = new Map<string, DescribedMark[]>(images.map(({ id }) => [String(id), []]))
  const seen = new Set<string>()
  for (const [index, annotation] of annotations.entries()) {
    const { id, image_id: imageId, category_id: label } = annotation
    const where = `${file}, annotation ${index + 1}${id === undefined ? '' : ` (id ${id})`}`
    const image = byId.get(String(imageId))
    if (!image) return refuseSet(where, `it points to image ${imageId}, which is not there`)
    const name = names.get(String(label))
    if (name === undefined) return refuseSet(where, `its label ${label} is none of the categories`)
    if (id !== undefined && seen.size === seen.add(String(id)).size)
      refuseSet(where, 'this id was there already')
    marks.get(String(imageId))?.push(markOf(annotation, image, name, where))
  }
  return marks
}

function checked(value: unknown, file: string): CocoFile {
  const result = CocoFile.safeParse(value)
  if (result.success) return result.data
  const [issue] = result.error.issues
  const [list, index, ...field] = issue?.path ?? []
  const singular = String(list ?? 'the file')
    .replace(/ies$/, 'y')
    .replace(/s$/, '')
  const place = typeof index === 'number' ? `${singular} ${index + 1}` : singular
  return refuseSet([file, place, ...field].join(', '), issue?.message ?? 'this is no COCO file')
}

/** The file of each image: by its whole name, else by the one path that ends with it. */
function locate(images: readonly CocoImage[], listing: readonly string[], file: string): string[] {
  const byName = groupByName(listing)
  const seen = new Set<string>()
  const ids = new Set<string>()
  return images.map((image, index) => {
    const where = `${file}, image ${index + 1} (${image.file_name})`
    const name = image.file_name.replaceAll('\\', '/').replace(/^(\.\.?\/)+/, '')
    const near = byName.get(nameOf(name)) ?? []
    const ending = near.filter((path) => path === name || path.endsWith(`/${name}`))
    const candidates = ending.length > 0 ? ending : near
    const path = candidates.find((one) => one === `images/${name}` || one === name) ?? candidates[0]
    if (path === undefined) return refuseSet(where, 'this image is not there')
    if (candidates.length > 1 && path !== name && path !== `images/${name}`)
      refuseSet(where, `it may be ${candidates.slice(0, 2).join(' or ')}`)
    if (ids.size === ids.add(String(image.id)).size) refuseSet(where, `the id ${image.id} was there already`)
    if (seen.size === seen.add(path).size) refuseSet(where, 'it was there already; a part counts once')
    return path
  })
}

const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1)

function groupByName(listing: readonly string[]): Map<string, string[]> {
  const groups = new Map<string, string[]>()
  for (const path of listing) {
    const group = groups.get(nameOf(path))
    if (group) group.push(path)
    else groups.set(nameOf(path), [path])
  }
  return groups
}

function markOf(annotation: Annotation, image: CocoImage, name: string, where: string): DescribedMark {
  const outline = outlineOf(annotation.segmentation, image, where)
  const [x, y, width, height] = annotation.bbox ?? [0, 0, 0, 0]
  const box = annotation.bbox ? boxInside({ x, y, width, height }, image, where) : null
  if (!box && !outline) return refuseSet(where, 'it has neither a box nor an outline')
  return { ...plainMark(name), box, outline }
}

/** A rounding of up to a pixel is no fault. */
function boxInside(box: Box, { width, height }: CocoImage, where: string): Box {
  const isInside =
    box.x >= -1 && box.y >= -1 && box.x + box.width <= width + 1 && box.y + box.height <= height + 1
  if (box.width < 0 || box.height < 0 || !isInside)
    refuseSet(
      where,
      `its box [${Object.values(box)}] does not lie in the image of ${width} × ${height} pixels`,
    )
  return box
}

function outlineOf(
  segmentation: Annotation['segmentation'],
  image: CocoImage,
  where: string,
): Outline | null {
  if (!segmentation) return null
  if (Array.isArray(segmentation)) {
    if (segmentation.some((ring) => ring.length % 2 === 1))
      refuseSet(where, 'a polygon has an odd number of values')
    const rings = segmentation.filter((ring) => ring.length >= 6)
    return rings.length > 0 ? { rings } : null
  }
  const { counts, size } = segmentation
  const runs = typeof counts === 'string' ? runsFromText(counts) : counts
  const pixels = runs?.reduce((sum, run) => (run < 0 ? Number.NaN : sum + run), 0)
  if (!runs || size[0] !== image.height || size[1] !== image.width || pixels !== image.width * image.height)
    return refuseSet(where, `its runs do not fill the image of ${image.width} × ${image.height} pixels`)
  return { runs }
}
