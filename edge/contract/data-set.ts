import { z } from 'zod'
import { type Box, type Frame, Mark } from './part.ts'
import { Recipe } from './recipe.ts'

/** Labelled images that are read and written: three public formats, and a folder for each kind of part. */
export const exchangeKinds = ['mvtec', 'coco', 'yolo', 'folder'] as const

/** What is read besides: two public data sets, each in the layout that its authors gave it. */
export const dataSetKinds = [...exchangeKinds, 'deeppcb', 'kolektorsdd'] as const
export type DataSetKind = (typeof dataSetKinds)[number]

/** What is written besides: `raw` is one file of frames and one of masks, for training. */
export const dataSetFormats = [...exchangeKinds, 'raw'] as const
export type DataSetFormat = (typeof dataSetFormats)[number]

/** A mark as a data set describes it; null is what the set does not say. A simulated `Mark` is one too. */
export interface LabelledMark {
  readonly class: string
  readonly isLookAlike: boolean
  /** Millimetres. */
  readonly sizeMm: number | null
  /** null without a limit: a defect whatever its size, unless it is a look-alike. */
  readonly sizeOverLimit: number | null
  readonly contrastToNoise: number | null
  /** null: nobody says where it is. */
  readonly box: Box | null
}

/** One part of a data set. A simulated `Capture` is one too, so that both are examined alike. */
export interface LabelledCapture {
  readonly frame: Frame
  readonly truth: { readonly isDefective: boolean | null; readonly marks: readonly LabelledMark[] }
  /**
   * One byte a pixel: 0 background, i + 1 on `truth.marks[i]` (255 also on any later one); all 0 for a good part.
   * null where the set outlines nothing.
   */
  readonly mask: Uint8Array<ArrayBuffer> | null
}

/**
 * Where a mark lies. `rings`: polygons, each `x y x y …` in pixels, whose areas are joined. `runs`: lengths of pixels off
 * and on in turn, down the first column and on with the next (COCO).
 */
export type Outline =
  | { readonly rings: readonly (readonly number[])[] }
  | { readonly runs: readonly number[] }

/** One line of `parts.ndjson`: what the public formats cannot say, kept beside them. Paths have `/` between levels. */
export const PartRecord = z.object({
  part: z.string().min(1),
  image: z.string().nullable().describe('null in the raw format'),
  plane: z
    .string()
    .nullable()
    .describe('grey PNG of the mask: the value of a pixel is the number of its mark'),
  isDefective: z.boolean(),
  marks: z.array(Mark),
})
export type PartRecord = z.infer<typeof PartRecord>

const Range = z.tuple([z.number(), z.number()]).nullable()
const count = z.number().int().nonnegative()

/** `data-card.json` beside a generated set: what it holds, and what it is good for. */
export const DataCard = z
  .object({
    line: z.string(),
    seed: count,
    parts: count,
    prevalence: z.number().describe('asked for; each part is defective independently'),
    defective: count.describe('parts that really are'),
    format: z.enum(dataSetFormats),
    isSimulated: z.literal(true),
    licence: z.string(),
    recipe: Recipe,
    classes: z
      .record(z.string(), z.object({ marks: count, defects: count }))
      .describe('true marks of each class, and how many of them are defects'),
    lookAlikes: z.record(z.string(), count),
    nearLimit: z
      .object({ marks: count, share: z.number().nullable() })
      .describe('true marks between 0.85 and 1.15 times their limit'),
    envelope: z.object({
      brightness: Range.describe('mean grey level of a frame, smallest and largest'),
      contrast: Range.describe('standard deviation of the grey levels of a frame'),
      sizeMm: Range.describe('of the true marks'),
      sizeOverLimit: Range,
      contrastToNoise: Range,
    }),
    sha256: z.string().describe('of all pixels in order, the same in every format'),
    checksums: z.string().describe('the file with the SHA-256 of every other file, for `sha256sum -c`'),
  })
  .meta({ id: 'DataCard' })
export type DataCard = z.infer<typeof DataCard>

const id = z.union([z.number(), z.string()])
const coordinates = z.array(z.number())

/** What is read of a COCO instances file; other fields are ignored. */
export const CocoFile = z.object({
  images: z.array(
    z.object({
      id,
      file_name: z.string().min(1),
      width: z.number().int().positive(),
      height: z.number().int().positive(),
    }),
  ),
  annotations: z.array(
    z.object({
      id: id.optional(),
      image_id: id,
      category_id: id,
      bbox: z.tuple([z.number(), z.number(), z.number(), z.number()]).optional(),
      segmentation: z
        .union([
          z.array(coordinates),
          z.object({
            size: z.tuple([z.number(), z.number()]),
            counts: z.union([coordinates, z.string()]),
          }),
        ])
        .nullish(),
    }),
  ),
  categories: z.array(z.object({ id, name: z.string().min(1) })),
})
export type CocoFile = z.infer<typeof CocoFile>
