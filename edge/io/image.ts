import { readFile, stat } from 'node:fs/promises'
import sharp, { type Metadata } from 'sharp'
import { JidokaError } from '../contract/error.ts'
import type { Image } from '../contract/part.ts'
import { cmykToRgb, withChannels } from '../core/vision/channel.ts'
import { imageKind, isAnimatedPng } from '../core/vision/image-kind.ts'
import { decodeBitmap, readBitmapHeader } from './bitmap.ts'

const maxPixels = 100_000_000
const maxBytes = 200_000_000

// One thread and no cache: memory stays flat, and the cores belong to inference. Only these loaders may run.
sharp.cache(false)
sharp.concurrency(1)
sharp.block({ operation: ['VipsForeignLoad'] })
sharp.unblock({
  operation: ['Jpeg', 'Png', 'Webp', 'Tiff'].map((format) => `VipsForeignLoad${format}Buffer`),
})

/** Colour spaces that are read, and what they are read as. Others (Lab, scRGB, many bands) are refused, not guessed. */
const readAs: Readonly<Record<string, 'b-w' | 'srgb' | 'cmyk'>> = {
  'b-w': 'b-w',
  grey16: 'b-w',
  srgb: 'srgb',
  rgb16: 'srgb',
  cmyk: 'cmyk',
}

export interface ImageWish {
  readonly channels: 1 | 3
  readonly isOnBlack?: boolean
}

/**
 * Reads a jpg, png, webp, tiff or bmp file, told by its first bytes, never by its name. The EXIF orientation is
 * applied, transparency is laid on white (or on black, for masks), 16 bits become 8. Pixel values are taken as the libraries of training
 * (Pillow, OpenCV) take them: colour profiles are ignored, CMYK is (255 − C)(255 − K) / 255, grey is Rec. 601 luma.
 * @throws {JidokaError} IMAGE_UNREADABLE, also for several frames or pages, since a part is one picture;
 *   IMAGE_TOO_LARGE over 100 megapixels or 200 MB, before anything is decoded.
 */
export async function readImage(file: string, want: ImageWish): Promise<Image> {
  return imageOf(await named(file, () => readBytes(file)), file, want)
}

/** The same of bytes that are there already; `name` says in a refusal what they are. @throws {JidokaError} as above */
export const imageOf = (bytes: Uint8Array, name: string, want: ImageWish): Promise<Image> =>
  named(name, async () =>
    withChannels(await decode(bytes, want.isOnBlack ? '#000000' : '#ffffff'), want.channels),
  )

/** Refusals say of what. */
async function named<T>(name: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read()
  } catch (error) {
    if (error instanceof JidokaError) throw new JidokaError(error.code, `${name} ${error.message}`)
    throw new JidokaError('IMAGE_UNREADABLE', `${name} is damaged or incomplete (${faultOf(error)}).`)
  }
}

/** A refusal inside this door is a predicate: `readImage` puts the file before it. */
const refuse = (cause: string): JidokaError => new JidokaError('IMAGE_UNREADABLE', cause)

async function readBytes(file: string): Promise<Uint8Array> {
  const entry = await stat(file).catch(noEntry)
  if (!entry.isFile()) throw refuse('is not a file.')
  if (entry.size > maxBytes)
    throw new JidokaError('IMAGE_TOO_LARGE', `has ${Math.round(entry.size / 1e6)} MB.`)
  return readFile(file).catch(noEntry)
}

function noEntry(error: NodeJS.ErrnoException): never {
  throw refuse(error.code === 'ENOENT' ? 'does not exist.' : `could not be opened (${error.code}).`)
}

async function decode(bytes: Uint8Array, background: string): Promise<Image> {
  const kind = imageKind(bytes)
  if (typeof kind === 'object') throw refuse(kind.refusal)
  if (kind === 'png' && isAnimatedPng(bytes)) throw refuse('is animated; a part is one picture.')
  if (kind !== 'bmp') return decodeWithSharp(bytes, background)
  const header = readBitmapHeader(bytes)
  checkSize(header)
  return decodeBitmap(bytes, header)
}

async function decodeWithSharp(bytes: Uint8Array, background: string): Promise<Image> {
  // The pixel limit is ours, checked on the header: sharp's own names no size.
  const picture = sharp(bytes, {
    failOn: 'error',
    limitInputPixels: false,
    autoOrient: true,
    ignoreIcc: true,
  })
  const header = await picture.metadata()
  const space = checkHeader(header)
  if (space === 'cmyk') picture.pipelineColourspace('cmyk')
  const raw = picture.flatten({ background }).toColourspace(space).raw({ depth: 'uchar' })
  const { data, info } = await raw.toBuffer({ resolveWithObject: true })
  const { width, height } = info
  const pixels = plain(data)
  if (space === 'cmyk') return { width, height, channels: 3, data: cmykToRgb(pixels) }
  return { width, height, channels: space === 'b-w' ? 1 : 3, data: pixels }
}

function checkHeader(header: Metadata): 'b-w' | 'srgb' | 'cmyk' {
  checkSize(header)
  if ((header.pages ?? 1) > 1) throw refuse(`holds ${header.pages} frames or pages; a part is one picture.`)
  const space = readAs[header.space]
  const isOddCmyk = space === 'cmyk' && (header.channels !== 4 || header.depth !== 'uchar')
  if (!space || isOddCmyk)
    throw refuse(`has ${header.channels} channels of the colour space ${header.space}.`)
  if (header.depth !== 'uchar' && header.depth !== 'ushort') {
    throw refuse(
      `holds values of type ${header.depth}, whose black and white are not defined; 8 or 16 bits are read.`,
    )
  }
  return space
}

function checkSize({ width, height }: { readonly width: number; readonly height: number }): void {
  if (width * height > maxPixels)
    throw new JidokaError('IMAGE_TOO_LARGE', `is ${width} × ${height} pixels large.`)
}

/** The first line of a decoder's message, without its own name. */
const faultOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split('\n')[0]?.replace(/^\w+: /, '') ?? ''

const raw = (image: Image) => ({
  raw: { width: image.width, height: image.height, channels: image.channels },
})
const spaceOf = (image: Image) => (image.channels === 1 ? 'b-w' : 'srgb')

/** PNG of the image, lightly compressed: for the board, over loopback, speed matters more than size. */
export const encodePng = (image: Image): Promise<Buffer> =>
  sharp(image.data, raw(image)).toColourspace(spaceOf(image)).png({ compressionLevel: 2 }).toBuffer()

/** The image at exactly this size, its shape stretched if need be. */
export async function resizeImage(image: Image, width: number, height: number): Promise<Image> {
  const resized = sharp(image.data, raw(image))
    .resize(width, height, { fit: 'fill' })
    .toColourspace(spaceOf(image))
  return { width, height, channels: image.channels, data: plain(await resized.raw().toBuffer()) }
}

/**
 * A copy that can move to another thread, as a Buffer cannot. `toUint8Array` would give one, but in sharp 0.35.5 it never
 * frees its own copy (`FreeCallback` is called with its arguments swapped): each picture read stays in memory.
 */
const plain = (data: Buffer): Uint8Array<ArrayBuffer> => new Uint8Array(data)

/** Longest side of a cut-out, pixels: larger ones are made smaller. */
const cutoutPx = 512

/**
 * Reads a picture with an alpha channel as grey and opacity.
 * @throws {JidokaError} IMAGE_UNREADABLE, also where nothing is transparent or everything is
 */
export const readCutout = (file: string) =>
  named(file, async () => {
    const picture = sharp(await readBytes(file), {
      failOn: 'error',
      ignoreIcc: true,
      limitInputPixels: maxPixels,
    })
    if (!(await picture.metadata()).hasAlpha) throw refuse('has no alpha channel and is no cut-out.')
    const sized = picture.resize(cutoutPx, cutoutPx, { fit: 'inside', withoutEnlargement: true })
    const { data, info } = await sized
      .toColourspace('srgb')
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true })
    const { width, height } = info
    const grey = new Uint8Array(width * height)
    const alpha = new Uint8Array(width * height)
    for (let pixel = 0; pixel < alpha.length; pixel++) {
      const [red = 0, green = 0, blue = 0, opacity = 0] = data.subarray(4 * pixel, 4 * pixel + 4)
      grey[pixel] = Math.round(0.299 * red + 0.587 * green + 0.114 * blue)
      alpha[pixel] = opacity
    }
    if (alpha.every((opacity) => opacity === 0)) throw refuse('is transparent everywhere.')
    return { width, height, grey, alpha }
  })

/** Longest side of a picture in a report, pixels. */
const thumbPx = 512
const dataUri = (webp: Buffer): string => `data:image/webp;base64,${webp.toString('base64')}`

/** The image small enough for a report, as a data URI. */
export async function encodeThumb(image: Image): Promise<string> {
  const small = sharp(image.data, raw(image)).resize(thumbPx, thumbPx, {
    fit: 'inside',
    withoutEnlargement: true,
  })
  return dataUri(await small.toColourspace(spaceOf(image)).webp({ quality: 85 }).toBuffer())
}

/** A heat map (0 … 255) painted: transparent where it is cold, then amber, then red; as a data URI. */
export async function encodeHeat(heat: Image): Promise<string> {
  const rgba = new Uint8Array(heat.data.length * 4)
  for (const [cell, level] of heat.data.entries()) {
    const share = level / 255
    rgba.set([255 - 40 * share, 205 - 185 * share, 60 - 30 * share, 215 * share ** 0.75], 4 * cell)
  }
  const painted = sharp(rgba, { raw: { width: heat.width, height: heat.height, channels: 4 } })
  const sized = painted.resize(thumbPx, thumbPx, { fit: 'inside', withoutEnlargement: true })
  return dataUri(await sized.webp({ quality: 60 }).toBuffer())
}

/** Side and gap of the pictures on a contact sheet, pixels: six of them fill the page of a README. */
const tile = { side: 246, gap: 4 }
const mostSheetBytes = 250_000

/** Pictures of one shape, row by row on dark grey, as WebP of at most 250 kB if any quality makes it so small. */
export async function encodeSheet(images: readonly Image[], columns: number): Promise<Buffer> {
  const step = tile.side + tile.gap
  const tiles = images.map(async (image, index) => {
    const small = sharp(image.data, raw(image)).resize(tile.side, tile.side).toColourspace('srgb')
    const at = { left: (index % columns) * step, top: Math.floor(index / columns) * step }
    return { input: await small.png({ compressionLevel: 0 }).toBuffer(), ...at }
  })
  const width = columns * step - tile.gap
  const height = Math.ceil(images.length / columns) * step - tile.gap
  const page = sharp({ create: { width, height, channels: 3, background: '#303030' } })
  page.composite(await Promise.all(tiles))
  let sheet = Buffer.alloc(0)
  for (const quality of [97, 94, 91, 88, 84, 80]) {
    sheet = await page.clone().webp({ quality, smartSubsample: true }).toBuffer()
    if (sheet.length <= mostSheetBytes) break
  }
  return sheet
}
