import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { JidokaError } from '../contract/error.ts'
import type { Image } from '../contract/part.ts'
import { fewestTaughtImages } from '../contract/workbench.ts'
import { thumbnail } from '../core/teach/near-duplicate.ts'
import { type Surveyed, survey, twoKinds } from '../core/teach/survey.ts'
import { withChannels } from '../core/vision/channel.ts'
import { imageFeatures } from '../core/vision/monitor.ts'
import type { GraphInput } from '../io/anomaly-graph.ts'
import { listFolder } from '../io/folder.ts'
import { readImage, resizeImage } from '../io/image.ts'

/** Images to learn from, each as the model will see it. */
export interface GoodImages {
  readonly input: GraphInput
  readonly files: readonly string[]
  readonly images: readonly Image[]
  /** Of the input monitor, image by image. */
  readonly features: readonly Float64Array[]
  readonly warnings: readonly string[]
}

/** The network halves a side four times. */
const sideStep = 16
/** Shorter side that an `auto` model sees at most, and the most cells of 16 × 16 pixels whatever the shape. */
const autoSidePx = 256
const mostPixels = 1024 * 1024
/** Beyond this a person should know how much smaller a picture is made. */
const leastShrinkage = 1.5
/** Images at once: so many pixels, with the features of each 256 of them, take 1.3 GB in colour. */
const most = { images: 2000, pixels: 270_000_000 }

/**
 * The files of good images: `<folder>/train/good` in the layout of MVTec, where nothing else is looked at, or all
 * images below a plain folder.
 * @throws {JidokaError} IMAGES_NONE, IMAGE_UNREADABLE, DATASET_INVALID for labelled defects that nobody asked for
 */
export async function goodFiles(folder: string): Promise<string[]> {
  const inside = path.join(folder, 'train', 'good')
  const place = existsSync(inside) ? inside : folder
  if (!existsSync(place)) throw new JidokaError('IMAGES_NONE', `There is no folder ${folder}.`)
  if (place === folder)
    for (const part of ['test', 'ground_truth'])
      if (existsSync(path.join(folder, part)))
        throw new JidokaError(
          'DATASET_INVALID',
          `${folder} holds ${part} but no train/good: which images are good is not said.`,
        )
  return (await listFolder(place)).map((name) => path.join(place, name))
}

/** How many images of this size are learnt from at once; what is normal changes little with more. */
export async function mostAtOnce(file: string, size: number | 'auto'): Promise<number> {
  const { width, height } = sidesOf(await readImage(file, { channels: 3 }), size)
  return Math.min(most.images, Math.floor(most.pixels / (width * height)))
}

/**
 * Reads all images, checks them, and brings those that can be learnt from to one size.
 * @throws {JidokaError} IMAGE_UNREADABLE, DATASET_INVALID for too few of them or two kinds
 */
export async function gatherGood(
  files: readonly string[],
  size: number | 'auto',
  progress: () => void,
): Promise<GoodImages> {
  const surveyed: Surveyed[] = []
  const images: Image[] = []
  let sides: Sides | null = null
  for (const file of files) {
    const image = await readImage(file, { channels: 3 })
    sides ??= sidesOf(image, size)
    const seen = await resizeImage(image, sides.width, sides.height)
    const { width, height } = image
    const hash = createHash('sha256').update(image.data).digest('hex')
    surveyed.push({
      ...{ file, width, height, hash },
      features: imageFeatures(seen),
      thumbnail: thumbnail(seen),
    })
    images.push(isGrey(seen) ? withChannels(seen, 1) : seen)
    progress()
  }
  const { kept, warnings } = survey(surveyed)
  const lost = sides && surveyed[0] ? shrinkage(surveyed[0], sides) : []
  if (kept.length < fewestTaughtImages)
    throw new JidokaError(
      'DATASET_INVALID',
      `${kept.length} different images show something, and at least ${fewestTaughtImages} are needed; 50 or more are better.`,
    )
  const kinds = twoKinds(kept.flatMap((index) => surveyed[index] ?? []))
  if (kinds)
    throw new JidokaError(
      'DATASET_INVALID',
      `The images are of two kinds, like ${kinds[0]} and ${kinds[1]}: teach each product, or each set-up of the camera, by itself.`,
    )
  const channels = kept.every((index) => images[index]?.channels === 1) ? 1 : 3
  const brought = kept.flatMap((index) => images[index] ?? []).map((image) => withChannels(image, channels))
  return {
    input: { ...(sides ?? { width: 0, height: 0 }), channels },
    files: kept.flatMap((index) => surveyed[index]?.file ?? []),
    images: brought,
    features: brought.map(imageFeatures),
    warnings: [...lost, ...warnings],
  }
}

type Sides = Pick<Image, 'width' | 'height'>

/** What a photograph loses on its way into the model, in a sentence; none where little. */
function shrinkage(photograph: Sides, seen: Sides): string[] {
  const times = photograph.width / seen.width
  if (times < leastShrinkage) return []
  return [
    `${photograph.width} × ${photograph.height} pixels are seen as ${seen.width} × ${seen.height}: a mark smaller than ${Math.ceil(2 * times)} pixels of the photograph may be lost; a larger --size sees more, and takes longer.`,
  ]
}

/** A defect that was shown, as the model will see it; `class`: the folder that it lies in, null in none. */
export interface ShownDefect {
  readonly class: string | null
  readonly image: Image
}

/**
 * Images of defects, in folders by class or not.
 * @throws {JidokaError} IMAGES_NONE, IMAGE_UNREADABLE, DATASET_INVALID where a folder says that it holds good ones
 */
export async function readDefects(
  folder: string,
  { width, height, channels }: GraphInput,
): Promise<ShownDefect[]> {
  const shown: ShownDefect[] = []
  for (const file of await listFolder(folder)) {
    const [first = '', ...rest] = file.split(/[\\/]/)
    if (first === 'good' && rest.length > 0)
      throw new JidokaError(
        'DATASET_INVALID',
        `${path.join(folder, file)} is no defect: name a folder of defects alone.`,
      )
    const image = await readImage(path.join(folder, file), { channels })
    shown.push({ class: rest.length > 0 ? first : null, image: await resizeImage(image, width, height) })
  }
  return shown
}

/** The shape of the image, its shorter side at the wanted number of pixels and never enlarged. */
function sidesOf({ width, height }: Image, size: number | 'auto') {
  const short = Math.min(width, height)
  const wanted = Math.min(1, (size === 'auto' ? autoSidePx : size) / short)
  const scale = Math.min(wanted, Math.sqrt(mostPixels / (width * height)))
  const stepped = (side: number) => Math.max(2, Math.round((side * scale) / sideStep)) * sideStep
  return { width: stepped(width), height: stepped(height) }
}

function isGrey({ data }: Image): boolean {
  for (let at = 0; at < data.length; at += 3)
    if (data[at] !== data[at + 1] || data[at] !== data[at + 2]) return false
  return true
}
