import { readdir } from 'node:fs/promises'
import path from 'node:path'
import type { Cutout, Foreign } from '../../datasets/parts/foreign.ts'
import { JidokaError } from '../contract/error.ts'
import { readCutout } from '../io/image.ts'

/** @throws {JidokaError} USAGE for a folder that holds none, IMAGE_UNREADABLE for a picture that is no cut-out */
export async function readForeign(
  folder: string,
  sizesMm: readonly number[],
): Promise<Foreign & { folder: string }> {
  const names = await readdir(folder).catch(() => {
    throw new JidokaError('USAGE', `The folder ${folder} of cut-outs cannot be read.`)
  })
  const files = names.filter((name) => /\.(png|webp|tiff?)$/i.test(name)).sort()
  const [first, ...others] = await Promise.all(
    files.map((name): Promise<Cutout> => readCutout(path.join(folder, name))),
  )
  const [size, ...sizes] = sizesMm
  if (!first || size === undefined)
    throw new JidokaError('USAGE', `${folder} holds no cut-outs: png, webp or tiff with an alpha channel.`)
  return { folder, cutouts: [first, ...others], sizesMm: [size, ...sizes] }
}
