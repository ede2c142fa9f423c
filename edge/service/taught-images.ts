import { rmSync } from 'node:fs'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { JidokaError } from '../contract/error.ts'
import type { Image } from '../contract/part.ts'
import { mostTaughtImages, type TaughtImage } from '../contract/workbench.ts'
import { encodePng, resizeImage } from '../io/image.ts'

/** Pictures of good parts, in a folder of their own. */
export interface TaughtImages {
  /** Oldest first. */
  list(): TaughtImage[]
  room(): number
  /** @throws {JidokaError} REQUEST_INVALID where it is full */
  keep(image: Image, source: TaughtImage['source']): Promise<void>
  /** PNG. @throws {JidokaError} NOT_FOUND */
  read(id: number): Promise<Uint8Array>
  /** null: all of them. */
  remove(id: number | null): Promise<void>
}

/** Longest side that is kept of a picture, pixels: more than the network will see of it, and much less than a phone's. */
const mostSidePx = 1280

/** What a run that ended badly left in the folder is taken away: nobody would see that it is learnt from. */
export function createTaughtImages(folder: string): TaughtImages {
  rmSync(folder, { recursive: true, force: true })
  const images = new Map<number, TaughtImage['source']>()
  let lastId = 0
  const fileOf = (id: number) => path.join(folder, `${String(id).padStart(6, '0')}.png`)
  return {
    list: () => [...images].map(([id, source]) => ({ id, source })),
    room: () => mostTaughtImages - images.size,
    async keep(image, source) {
      if (images.size >= mostTaughtImages)
        throw new JidokaError('REQUEST_INVALID', `The workbench holds ${mostTaughtImages} images already.`)
      const id = ++lastId
      await mkdir(folder, { recursive: true })
      await writeFile(fileOf(id), await encodePng(await bounded(image)))
      images.set(id, source)
    },
    read(id) {
      if (!images.has(id)) throw new JidokaError('NOT_FOUND', `The workbench holds no image ${id}.`)
      return readFile(fileOf(id))
    },
    async remove(id) {
      for (const gone of id === null ? [...images.keys()] : [id]) {
        images.delete(gone)
        await rm(fileOf(gone), { force: true })
      }
    },
  }
}

async function bounded(image: Image): Promise<Image> {
  const scale = mostSidePx / Math.max(image.width, image.height)
  const side = (length: number) => Math.max(1, Math.round(length * scale))
  return scale < 1 ? resizeImage(image, side(image.width), side(image.height)) : image
}
