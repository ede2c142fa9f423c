import { crc32 } from 'node:zlib'

export interface BitmapForm {
  readonly width: number
  readonly height: number
  readonly bits: number
  readonly compression?: number
  readonly palette?: readonly (readonly number[])[]
  readonly rows: readonly (readonly number[])[]
}

/** A Windows bitmap as its specification says, rows in file order. */
export function bitmap({ width, height, bits, compression = 0, palette = [], rows }: BitmapForm): Buffer {
  const header = Buffer.alloc(54)
  header.write('BM')
  header.writeUInt32LE(54 + palette.length * 4, 10)
  header.writeUInt32LE(40, 14)
  header.writeInt32LE(width, 18)
  header.writeInt32LE(height, 22)
  header.writeUInt16LE(1, 26)
  header.writeUInt16LE(bits, 28)
  header.writeUInt32LE(compression, 30)
  return Buffer.concat([header, Buffer.from(palette.flat()), Buffer.from(rows.flat())])
}

/** A chunk of a PNG file. */
export function chunk(kind: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(kind), data])
  const ends = [Buffer.alloc(4), Buffer.alloc(4)] as const
  ends[0].writeUInt32BE(data.length)
  ends[1].writeUInt32BE(crc32(body))
  return Buffer.concat([ends[0], body, ends[1]])
}

/** Header, a few bytes of pixels, end: all valid but the claim. */
export function hugePng(width: number, height: number): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header[8] = 8
  const magic = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')
  return Buffer.concat([
    magic,
    chunk('IHDR', header),
    chunk('IDAT', Buffer.from([0x78, 0x9c, 0, 0])),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

export interface TiffForm {
  readonly width: number
  readonly samples: number
  readonly bits: number
  /** TIFF 6.0 PhotometricInterpretation: 0 white is zero, 1 black is zero, 5 inks. */
  readonly photometric: number
  /** 1 whole numbers, 3 floating point. */
  readonly format?: number
  readonly data: Uint8Array
}

/** One row of pixels in an uncompressed file as TIFF 6.0 says, little-endian. */
export function tiff({ width, samples, bits, photometric, format = 1, data }: TiffForm): Buffer {
  const [short, long] = [3, 4]
  const depths = Buffer.alloc(8)
  for (let i = 0; i < 4; i++) depths.writeUInt16LE(bits, i * 2)
  const depthsAt = 8 + 2 + 11 * 12 + 4
  const entries = [
    [256, long, 1, width],
    [257, long, 1, 1],
    [258, short, samples, samples > 2 ? depthsAt : bits | (samples === 2 ? bits << 16 : 0)],
    [259, short, 1, 1],
    [262, short, 1, photometric],
    [273, long, 1, depthsAt + 8],
    [277, short, 1, samples],
    [278, long, 1, 1],
    [279, long, 1, data.length],
    [332, short, 1, 1],
    [339, short, 1, format],
  ] as const
  const directory = Buffer.alloc(2 + entries.length * 12 + 4)
  directory.writeUInt16LE(entries.length)
  entries.forEach(([tag, type, count, value], i) => {
    directory.writeUInt16LE(tag, 2 + i * 12)
    directory.writeUInt16LE(type, 4 + i * 12)
    directory.writeUInt32LE(count, 6 + i * 12)
    directory.writeUInt32LE(value, 10 + i * 12)
  })
  return Buffer.concat([Buffer.from('II*\0\x08\0\0\0', 'latin1'), directory, depths, data])
}
