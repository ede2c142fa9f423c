import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { crc32, deflate } from 'node:zlib'
import { runJidoka } from '../edge/process.ts'
import type { Outcome } from './report.ts'

const packed = promisify<Buffer, Buffer>(deflate)

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data])
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  sum.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, sum])
}

/** A PNG of one bit a pixel (ISO/IEC 15948, 11.2.2), with more chunks before its pixels. */
async function png(side: number, more: readonly Buffer[] = []): Promise<Buffer> {
  const head = Buffer.alloc(13)
  head.writeUInt32BE(side, 0)
  head.writeUInt32BE(side, 4)
  head[8] = 1
  const pixels = await packed(Buffer.alloc(side * (1 + Math.ceil(side / 8))))
  const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')
  const chunks = [chunk('IHDR', head), ...more, chunk('IDAT', pixels), chunk('IEND', Buffer.alloc(0))]
  return Buffer.concat([signature, ...chunks])
}

/** Small files that would be gigabytes: 900 megapixels, and a text of 256 MB in a picture of 64 × 64. */
export async function bombs(folder: string): Promise<Outcome> {
  const name = Buffer.from('Comment\0\0')
  const text = chunk('zTXt', Buffer.concat([name, await packed(Buffer.alloc(256 * 1024 * 1024))]))
  const files = { 'pixels.png': await png(30_000), 'text.png': await png(64, [text]) }
  for (const [file, bytes] of Object.entries(files)) await writeFile(path.join(folder, file), bytes)
  const answers = await Promise.all(
    Object.keys(files).map((file) => runJidoka(['inspect', path.join(folder, file), '--json'])),
  )
  const [pixels, picture] = answers.map(({ out, err }) => out + err)
  const isHeld = /IMAGE_TOO_LARGE/.test(pixels ?? '') && /"evaluation"|IMAGE_/.test(picture ?? '')
  const kB = Object.values(files).map(({ length }) => Math.round(length / 1000))
  return {
    name: 'image bombs',
    isHeld,
    found: isHeld ? `${kB.join(' and ')} kB, both answered for` : `${pixels} ${picture}`,
  }
}
