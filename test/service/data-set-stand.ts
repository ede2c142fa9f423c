import { cp, mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { capturePart, productLines } from '../../datasets/world.ts'
import type { DataSetFormat, LabelledCapture } from '../../edge/contract/data-set.ts'
import { JidokaError } from '../../edge/contract/error.ts'
import { type Capture, healthyStation, type Image } from '../../edge/contract/part.ts'
import { encodePng } from '../../edge/io/image.ts'
import { openDataSet } from '../../edge/service/data-set.ts'
import { writeDataSet } from '../../edge/service/data-set-writer.ts'

const line = productLines['steel-strip']
if (!line) throw new Error('the steel strip line is missing')

export const order = { recipe: line.recipe, seed: 11, parts: 24, prevalence: 0.5 }

/** The parts of the order as the world makes them. */
export const made: readonly Capture[] = Array.from({ length: order.parts }, (_, sequence) => {
  const { seed, prevalence } = order
  const shot = { capturedAtMs: 0, condition: healthyStation, withMask: true, disturbance: null, shot: 0 }
  return capturePart({ line, seed, prevalence, sequence, ...shot })
})

export async function writeMade(folder: string, format: DataSetFormat): Promise<string> {
  await mkdir(folder)
  async function* captures() {
    yield* made
  }
  await writeDataSet(folder, { ...order, format }, captures(), () => undefined)
  return folder
}

/** As the card of a grey model for pictures of any size. */
export const grey = { channels: 1, fit: 'tile', width: 512, height: 512 } as const

export async function readAll(spec: string, input: Parameters<typeof openDataSet>[1]['input'] = grey) {
  const set = await openDataSet(spec, { input })
  const parts: LabelledCapture[] = []
  for await (const part of set.items(new AbortController().signal)) parts.push(part)
  return { set, parts }
}

/** The line that a person reads when this set is asked for, `SET` for its folder. */
export async function complaintOf(kind: string, set: string): Promise<string> {
  const error: unknown = await readAll(`${kind}:${set}`).catch((caught: unknown) => caught)
  if (!(error instanceof JidokaError)) throw new Error(`no complaint but ${error}`)
  return set === '' ? error.line : error.line.replace(set, 'SET')
}

/** A small grey picture that no other number gives. */
export function picture(number: number, width = 8, height = 6): Image {
  const data = new Uint8Array(width * height).map((_, pixel) => (pixel * 7 + number * 31) % 256)
  return { width, height, channels: 1, data }
}

/** A mask with these boxes (x, y, width, height) in 255. */
export function maskOf(
  boxes: readonly (readonly [number, number, number, number])[],
  width = 8,
  height = 6,
): Image {
  const data = new Uint8Array(width * height)
  for (const [x, y, across, down] of boxes)
    for (let row = y; row < y + down; row++) data.fill(255, row * width + x, row * width + x + across)
  return { width, height, channels: 1, data }
}

/** Writes files below a folder: pictures as PNG, the rest as it is. */
export async function lay(folder: string, files: Readonly<Record<string, Image | string | Uint8Array>>) {
  for (const [name, content] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true })
    const isBytes = typeof content === 'string' || content instanceof Uint8Array
    await writeFile(path.join(folder, name), isBytes ? content : await encodePng(content))
  }
  return folder
}

export const copyOf = async (folder: string, to: string): Promise<string> => {
  await cp(folder, to, { recursive: true })
  return to
}
