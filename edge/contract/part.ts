import { z } from 'zod'

/** 8-bit image, rows top to bottom, channels interleaved: `data.length = width × height × channels`. */
export interface Image {
  readonly width: number
  readonly height: number
  readonly channels: 1 | 3
  readonly data: Uint8Array<ArrayBuffer>
}

/** Pixels from the top left corner, half open: a box of width 1 covers one pixel. */
export const Box = z
  .object({ x: z.number(), y: z.number(), width: z.number().nonnegative(), height: z.number().nonnegative() })
  .meta({ id: 'Box' })
export type Box = z.infer<typeof Box>

/** Something on a part's surface: a defect, a mark under its limit, or a harmless look-alike. */
export const Mark = z
  .object({
    class: z.string(),
    isLookAlike: z.boolean().describe('harmless whatever its size: water, oil, chalk'),
    sizeMm: z.number().nonnegative().describe('largest extent of the mark on the part, millimetres'),
    sizeOverLimit: z
      .number()
      .nonnegative()
      .nullable()
      .describe('size divided by the limit of its class; null for look-alikes'),
    contrastToNoise: z
      .number()
      .nonnegative()
      .describe('mean contrast divided by the standard deviation of the background'),
    box: Box,
  })
  .meta({ id: 'Mark' })
export type Mark = z.infer<typeof Mark>

/** What a part really is. Only verification ever sees it (law: the mind never does). */
export const Truth = z
  .object({
    isDefective: z.boolean().nullable().describe('null: nobody knows'),
    marks: z.array(Mark),
  })
  .meta({ id: 'Truth' })
export type Truth = z.infer<typeof Truth>

/** What inspection gets to see. */
export interface Frame {
  readonly line: string
  readonly partId: string
  /** Position in the run, from 0. */
  readonly sequence: number
  readonly capturedAtMs: number
  readonly isSimulated: boolean
  readonly image: Image
}

/** What the world gives: the frame goes to inspection, the truth to verification by another door. */
export interface Capture {
  readonly frame: Frame
  readonly truth: Truth
  /** One byte a pixel: 0 background, i + 1 where `truth.marks[i]` covers at least half of it. */
  readonly mask: Uint8Array<ArrayBuffer> | null
}

/** What acts on parts and pixels from outside. A lamp level of 1 and 0 else are a healthy station. */
export interface StationCondition {
  /** Light output of the lamp against new, 0 … 1. */
  readonly lampLevel: number
  /** Share of the lens under a greasy film, 0 … 1. */
  readonly lensSmear: number
  /** What is out of focus, and what shakes, comes on top of what each shot has: Gaussian blur, and smear along the travel. */
  readonly defocusPx: number
  readonly vibrationPx: number
  /** The defective parts bear a body of no class that a model knows, and no other defect. */
  readonly hasNovelDefects: boolean
  /** How worn the line's machine is, and which class of defect that makes; left out: as new. */
  readonly wear?: { readonly damage: number; readonly spoils: string }
}
export const healthyStation: StationCondition = {
  lampLevel: 1,
  lensSmear: 0,
  defocusPx: 0,
  vibrationPx: 0,
  hasNovelDefects: false,
}
