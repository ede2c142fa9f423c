import type { DataSetFormat } from '../contract/data-set.ts'
import type { Capture, Image, Mark } from '../contract/part.ts'
import type { Recipe } from '../contract/recipe.ts'
import { runsOf } from '../core/vision/outline.ts'
import { isDefect } from '../core/vision/trial.ts'
import type { DataSetFolder } from '../io/data-set-folder.ts'

/** A file of a part that is encoded as PNG. */
export interface Picture {
  readonly name: string
  readonly image: Image
}

/** How a format lays out its files. Everything but pixels of the images goes through `add`, in the order of the parts. */
export interface Layout {
  /** null: the pixels lie in a common file. */
  imageOf(capture: Capture): string | null
  masksOf(capture: Capture): Picture[]
  add(capture: Capture): Promise<void>
  end(): Promise<void>
}

type CreateLayout = (folder: DataSetFolder, recipe: Recipe) => Promise<Layout>

export const layouts: Readonly<Record<DataSetFormat, CreateLayout>> = {
  mvtec: createMvtec,
  coco: createCoco,
  yolo: createYolo,
  folder: async () => ({
    ...plain,
    imageOf: (capture) => `images/${kindOf(capture)}/${nameOf(capture)}.png`,
  }),
  raw: createRaw,
}

const plain = { masksOf: () => [], add: async () => undefined, end: async () => undefined }

const nameOf = ({ frame }: Capture): string => frame.partId
const imagesOf = (capture: Capture): string => `images/${nameOf(capture)}.png`
const defectsOf = ({ truth }: Capture): Mark[] => truth.marks.filter(isDefect)
const classesOf = (recipe: Recipe): string[] => [...Object.keys(recipe.limitsMm), ...recipe.presentOrAbsent]

/** The folder of a part: good, or the class of its worst defect. */
export function kindOf(capture: Capture): string {
  if (!capture.truth.isDefective) return 'good'
  const [worst] = defectsOf(capture).toSorted((a, b) => (b.sizeOverLimit ?? 1) - (a.sizeOverLimit ?? 1))
  return worst?.class ?? 'defect'
}

/** MVTec AD (Bergmann et al. 2019): masks show defects only. All parts are for testing; `train/good` is left empty. */
async function createMvtec(folder: DataSetFolder, { line }: Recipe): Promise<Layout> {
  for (const room of ['train/good', 'test/good', 'ground_truth']) await folder.makeFolder(`${line}/${room}`)
  return {
    ...plain,
    imageOf: (capture) => `${line}/test/${kindOf(capture)}/${nameOf(capture)}.png`,
    masksOf(capture) {
      if (!capture.truth.isDefective || !capture.mask) return []
      const isShown = [false, ...capture.truth.marks.map(isDefect)]
      const data = capture.mask.map((label) => (isShown[label] ? 255 : 0))
      const name = `${line}/ground_truth/${kindOf(capture)}/${nameOf(capture)}_mask.png`
      return [{ name, image: { ...capture.frame.image, channels: 1, data } }]
    },
  }
}

/** YOLO: one text file an image, a line a defect, `class x y width height` in shares of the image; empty for a good part. */
async function createYolo(folder: DataSetFolder, recipe: Recipe): Promise<Layout> {
  const classes = classesOf(recipe)
  const names = classes.map((name, number) => `  ${number}: ${JSON.stringify(name)}\n`).join('')
  await folder.add('data.yaml', `train: images\nval: images\ntest: images\nnames:\n${names}`)
  return {
    ...plain,
    imageOf: imagesOf,
    async add(capture) {
      const { width, height } = capture.frame.image
      const lines = defectsOf(capture).map(({ class: name, box }) => {
        const centre = [(box.x + box.width / 2) / width, (box.y + box.height / 2) / height]
        const shares = [...centre, box.width / width, box.height / height].map((share) => share.toFixed(6))
        return `${classes.indexOf(name)} ${shares.join(' ')}\n`
      })
      await folder.add(`labels/${nameOf(capture)}.txt`, lines.join(''))
    },
  }
}

/** Frames one after the other in one file, masks in another. */
async function createRaw(folder: DataSetFolder): Promise<Layout> {
  const frames = await folder.grow('frames.u8')
  const masks = await folder.grow('masks.u8')
  return {
    ...plain,
    imageOf: () => null,
    async add({ frame, mask }) {
      await frames.append(frame.image.data)
      if (mask) await masks.append(mask)
    },
    async end() {
      await frames.end()
      await masks.end()
    },
  }
}

/**
 * COCO instances: only defects are annotated, since its readers take every annotation for an object. Outlines are plain
 * runs, exact to the pixel. Annotations stand first and go straight to the file; of the images only the names wait.
 */
async function createCoco(folder: DataSetFolder, recipe: Recipe): Promise<Layout> {
  const classes = classesOf(recipe)
  const file = await folder.grow('annotations.json')
  const names: string[] = []
  let annotations = 0
  await file.append('{"annotations":[')
  return {
    ...plain,
    imageOf: imagesOf,
    async add(capture) {
      names.push(`${nameOf(capture)}.png`)
      const { width, height } = capture.frame.image
      const plane = { width, height, data: capture.mask ?? new Uint8Array(width * height) }
      for (const [index, mark] of capture.truth.marks.entries()) {
        if (!isDefect(mark)) continue
        const counts = runsOf(plane, index + 1)
        const annotation = {
          id: ++annotations,
          image_id: names.length,
          category_id: classes.indexOf(mark.class) + 1,
          iscrowd: 0,
          bbox: [mark.box.x, mark.box.y, mark.box.width, mark.box.height],
          area: counts.reduce((sum, run, place) => sum + (place % 2 === 1 ? run : 0), 0),
          segmentation: { size: [height, width], counts },
          attributes: { ...sizesOf(mark), isDefect: true },
        }
        await file.append(`${annotations === 1 ? '' : ','}\n${JSON.stringify(annotation)}`)
      }
    },
    async end() {
      const { widthPx: width, heightPx: height, line } = recipe
      await file.append('\n],"images":[')
      for (const [index, file_name] of names.entries()) {
        const image = { id: index + 1, file_name, width, height }
        await file.append(`${index === 0 ? '' : ','}\n${JSON.stringify(image)}`)
      }
      const categories = classes.map((name, index) => ({ id: index + 1, name, supercategory: 'defect' }))
      const info = { description: `${line}, simulated by Jidoka` }
      await file.append(`\n],"categories":${JSON.stringify(categories)},"info":${JSON.stringify(info)}}\n`)
      await file.end()
    },
  }
}

const sizesOf = ({ sizeMm, sizeOverLimit, contrastToNoise }: Mark) => ({
  sizeMm,
  sizeOverLimit,
  contrastToNoise,
})
