import { existsSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { listImages } from '../../edge/io/folder.ts'
import { readImage } from '../../edge/io/image.ts'
import { openInspector } from '../../edge/io/inspector.ts'
import { loadModel } from '../../edge/io/model.ts'
import { root } from '../law/source.ts'

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

  it('of other products are not decided by the steel strip model: at least 95 %, each set on its own', async () => {
    const inspector = await openInspector(await loadModel('steel-strip', { root }), 2)
    for (const name of ['kolektorsdd/commutator/test', 'cookie/cookie/test', 'deeppcb/PCBData']) {
      const files = (await listImages([path.join(data, name)])).filter((_, i) => i % 4 === 0)
      let undecided = 0
      for (const file of files) {
        const verdict = await inspector.inspect(await readImage(file, { channels: 1 }))
        expect(verdict.score).toEqual(expect.any(Number))
        undecided += verdict.evaluation === 'NotDecidable' ? 1 : 0
      }
      expect(undecided / files.length, name).toBeGreaterThanOrEqual(0.95)
    }
    await inspector.close()
  })
})
