import { existsSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { listImages } from '../../edge/io/folder.ts'
import { readImage } from '../../edge/io/image.ts'

/** Public photographs beside the repository; see the README of each. */
const data = path.join(import.meta.dirname, '..', '..', '..', 'shared', 'data')
const isThere = existsSync(data)
if (!isThere) process.stderr.write(`SKIPPED: the photographs of ${data} are not there.\n`)

describe.skipIf(!isThere)('real photographs', () => {
  it.each([
    ['kolektorsdd/commutator/test/defect', 50, 500, 1],
    ['cookie/cookie/train/good', 31, 576, 3],
    ['deeppcb/PCBData', 750, 640, 1],
  ] as const)('%s is read, all %i of them', async (name, count, width, channels) => {
    const files = await listImages([path.join(data, name)])
    expect(files).toHaveLength(count)
    for (const file of files.filter((_, i) => i % 10 === 0)) {
      const image = await readImage(file, { channels })
      expect(image.width).toBe(width)
      expect(image.data).toHaveLength(image.width * image.height * channels)
      expect(new Set(image.data).size).toBeGreaterThan(1)
    }
  })
})
