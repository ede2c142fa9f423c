import { JidokaError } from '../contract/error.ts'
import type { Image } from '../contract/part.ts'

/** The header of a Windows bitmap (BITMAPINFOHEADER and its later versions). */
export interface BitmapHeader {
  readonly width: number
  readonly height: number
  readonly bitsPerPixel: number
  readonly isTopDown: boolean
  /** Where the rows start, and how many bytes each takes: a multiple of 4. */
  readonly pixelOffset: number
  readonly rowBytes: number
  /** Blue, green, red, unused: four bytes a colour. Empty over 8 bits a pixel. */
  readonly palette: Uint8Array
}

const refuse = (cause: string): JidokaError => new JidokaError('IMAGE_UNREADABLE', cause)

/**
 * Reads and checks the header without touching a pixel.
 * @throws {JidokaError} IMAGE_UNREADABLE, its message a predicate (`is cut off …`) to which the caller adds the file.
 */
export function readBitmapHeader(bytes: Uint8Array): BitmapHeader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  if (bytes.length < 54) throw refuse('is cut off within its header.')
  const headerBytes = view.getUint32(14, true)
  if (headerBytes < 40) throw refuse('is a bitmap of the OS/2 kind.')
  const width = view.getInt32(18, true)
  const signedHeight = view.getInt32(22, true)
  const height = Math.abs(signedHeight)
  if (width < 1 || height < 1) throw refuse(`claims a size of ${width} × ${height} pixels.`)
  const bitsPerPixel = view.getUint16(28, true)
  checkCoding(view, bitsPerPixel, headerBytes)
  const pixelOffset = view.getUint32(10, true)
  const rowBytes = Math.ceil((width * bitsPerPixel) / 32) * 4
  const palette = bitsPerPixel > 8 ? new Uint8Array() : bytes.subarray(14 + headerBytes, pixelOffset)
  return { width, height, bitsPerPixel, isTopDown: signedHeight < 0, pixelOffset, rowBytes, palette }
}

function checkCoding(view: DataView, bitsPerPixel: number, headerBytes: number): void {
  const compression = view.getUint32(30, true)
  if (![1, 4, 8, 24, 32].includes(bitsPerPixel)) throw refuse(`is a bitmap of ${bitsPerPixel} bits a pixel.`)
  if (compression === 0) return
  // BI_BITFIELDS: the colour masks follow the first 40 bytes of the header, inside it or behind it.
  const isUsual =
    compression === 3 &&
    bitsPerPixel === 32 &&
    headerBytes + 14 + 12 <= view.byteLength &&
    view.byteLength >= 66
  if (!isUsual) throw refuse('is a compressed bitmap.')
  const masks = [54, 58, 62].map((at) => view.getUint32(at, true))
  if (masks.join() !== '16711680,65280,255') throw refuse('is a bitmap with unusual colour masks.')
}

/**
 * Decodes the pixels to RGB. The fourth byte of a 32-bit pixel is ignored, as most viewers do: writers leave it 0.
 * fast-bmp is not used here: it returns palette indices as grey values and refuses rows stored top down and
 * 32-bit pixels without masks.
 */
export function decodeBitmap(bytes: Uint8Array, header: BitmapHeader): Image {
  const { width, height, rowBytes, pixelOffset } = header
  if (pixelOffset + rowBytes * height > bytes.length) throw refuse('is cut off: pixels are missing.')
  const data = new Uint8Array(width * height * 3)
  const copyRow = header.bitsPerPixel > 8 ? copyColours : copyPalette
  for (let y = 0; y < height; y++) {
    const row = header.isTopDown ? y : height - 1 - y
    const start = pixelOffset + row * rowBytes
    copyRow(
      bytes.subarray(start, start + rowBytes),
      data.subarray(y * width * 3, (y + 1) * width * 3),
      header,
    )
  }
  return { width, height, channels: 3, data }
}

function copyColours(row: Uint8Array, to: Uint8Array, { bitsPerPixel, width }: BitmapHeader): void {
  const step = bitsPerPixel / 8
  for (let x = 0; x < width; x++) {
    to[x * 3] = row[x * step + 2] ?? 0
    to[x * 3 + 1] = row[x * step + 1] ?? 0
    to[x * 3 + 2] = row[x * step] ?? 0
  }
}

function copyPalette(row: Uint8Array, to: Uint8Array, { bitsPerPixel, width, palette }: BitmapHeader): void {
  const perByte = 8 / bitsPerPixel
  for (let x = 0; x < width; x++) {
    const shift = 8 - bitsPerPixel * ((x % perByte) + 1)
    const colour = ((row[Math.floor(x / perByte)] ?? 0) >> shift) & ((1 << bitsPerPixel) - 1)
    if (colour * 4 + 2 >= palette.length)
      throw refuse(`is damaged: it uses colour ${colour}, which its palette lacks.`)
    to[x * 3] = palette[colour * 4 + 2] ?? 0
    to[x * 3 + 1] = palette[colour * 4 + 1] ?? 0
    to[x * 3 + 2] = palette[colour * 4] ?? 0
  }
}
