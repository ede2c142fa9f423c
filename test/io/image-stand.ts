import fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect } from 'vitest'
import { JidokaError } from '../../edge/contract/error.ts'
import { readImage } from '../../edge/io/image.ts'

/** A folder of its own for each test file, with a blank and 图像 in its name. */
let folder = ''
beforeAll(async () => {
  folder = await fs.mkdtemp(path.join(os.tmpdir(), 'jidoka 图像 '))
})
afterAll(() => fs.rm(folder, { recursive: true, force: true }))

let files = 0
export async function save(bytes: Uint8Array | string, name = `${files++}.jpg`): Promise<string> {
  const file = path.join(folder, name)
  await fs.writeFile(file, bytes)
  return file
}

export const grey = { channels: 1 } as const
export const colour = { channels: 3 } as const
export const readGrey = async (bytes: Uint8Array): Promise<number[]> => [
  ...(await readImage(await save(bytes), grey)).data,
]
export const readColour = async (bytes: Uint8Array): Promise<number[]> => [
  ...(await readImage(await save(bytes), colour)).data,
]

export async function faultOf(file: string): Promise<JidokaError> {
  const fault = await readImage(file, grey).catch((error: unknown) => error)
  if (!(fault instanceof JidokaError)) throw new Error('it was read')
  expect(fault.message).toContain(file)
  return fault
}

export const inFolder = (name: string): string => path.join(folder, name)
