import fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readFolder } from '../../datasets/readers/folder.ts'
import { JidokaError } from '../../edge/contract/error.ts'
import { listFolder, listImages } from '../../edge/io/folder.ts'

let folder = ''
const names = [
  'good/2.png',
  'good/1.JPG',
  '裂纹 crack/a b.bmp',
  '裂纹 crack/deep/c.tif',
  '[odd]/d.webp',
  'top.jpeg',
  'no.svg',
]
const others = ['notes.txt', 'good/labels.csv', '.hidden.png']

beforeAll(async () => {
  folder = await fs.mkdtemp(path.join(os.tmpdir(), 'jidoka 照片 '))
  for (const name of [...names, ...others]) {
    await fs.mkdir(path.dirname(path.join(folder, name)), { recursive: true })
    await fs.writeFile(path.join(folder, name), 'x')
  }
})
afterAll(() => fs.rm(folder, { recursive: true, force: true }))

const inside = async (...patterns: string[]): Promise<string[]> => {
  const files = await listImages(patterns.map((pattern) => path.join(folder, pattern)))
  return files.map((file) => path.relative(folder, file).split(path.sep).join('/'))
}

describe('the truth of a folder of photographs', () => {
  it('is good under good/, a defect under any other name, and unknown under none', () => {
    expect(readFolder(['top.jpg', 'good/a.jpg', '裂纹 crack/deep/b.jpg', 'OK/c.jpg'])).toEqual([
      { path: 'OK/c.jpg', truth: { isDefective: false, marks: [] }, defect: null },
      { path: 'good/a.jpg', truth: { isDefective: false, marks: [] }, defect: null },
      { path: 'top.jpg', truth: { isDefective: null, marks: [] }, defect: null },
      { path: '裂纹 crack/deep/b.jpg', truth: { isDefective: true, marks: [] }, defect: '裂纹 crack' },
    ])
  })

  it('is the same with the separators of Windows', () => {
    expect(
      readFolder(['pit\\a.jpg', '.\\b.jpg', 'good\\c.jpg']).map(({ path, truth }) => [
        path,
        truth.isDefective,
      ]),
    ).toEqual([
      ['.\\b.jpg', null],
      ['good\\c.jpg', false],
      ['pit\\a.jpg', true],
    ])
  })

  it('comes in one order, whatever the order of the listing', () => {
    const paths = fc.uniqueArray(
      fc
        .array(fc.constantFrom('a', 'b', 'good', '裂'), { minLength: 1, maxLength: 3 })
        .map((l) => l.join('/')),
    )
    fc.assert(
      fc.property(paths, (listing) => {
        expect(readFolder([...listing].reverse())).toEqual(readFolder(listing))
      }),
    )
  })
})

describe('finding images', () => {
  it('takes a folder with all below, by its endings, and refusable kinds too', async () => {
    expect(await inside('')).toEqual([...names].sort())
    expect(await listFolder(folder)).toEqual([...names].sort())
  })

  it('takes a file at its word, and a name with brackets as a name', async () => {
    expect(await inside('notes.txt', '[odd]')).toEqual(['notes.txt', '[odd]/d.webp'])
  })

  it('takes globs, each image once, in the order given', async () => {
    expect(await inside('good/2.png', 'good/*.{png,JPG}', '*/*.bmp')).toEqual([
      'good/2.png',
      'good/1.JPG',
      '裂纹 crack/a b.bmp',
    ])
  })

  it('says what names none, even beside others that do', async () => {
    await fs.mkdir(path.join(folder, 'empty'))
    for (const pattern of ['empty', 'none/*.png', 'missing.png']) {
      const fault = await listImages([folder, path.join(folder, pattern)]).catch((error: unknown) => error)
      expect(fault).toBeInstanceOf(JidokaError)
      expect(fault).toMatchObject({ code: 'IMAGES_NONE', message: expect.stringContaining(pattern) })
    }
  })
})
