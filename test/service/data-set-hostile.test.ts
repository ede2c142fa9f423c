import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { encodePng } from '../../edge/io/image.ts'
import { removeFolder, temporaryFolder } from '../flow/running.ts'
import { complaintOf, lay, maskOf, picture } from './data-set-stand.ts'

let folder = ''
let count = 0
beforeAll(async () => {
  folder = await temporaryFolder('bad-set')
})
afterAll(() => removeFolder(folder))

/** The line that a person reads when this set is asked for. */
async function complaint(kind: string, files: Parameters<typeof lay>[1] | string): Promise<string> {
  const set = typeof files === 'string' ? files : await lay(path.join(folder, String(count++)), files)
  return complaintOf(kind, set)
}

const mvtec = {
  'test/good/000.png': picture(1),
  'test/bent/000.png': picture(2),
  'ground_truth/bent/000_mask.png': maskOf([[1, 1, 2, 2]]),
}

describe('a set in the layout of MVTec AD is refused with the file', () => {
  const { 'ground_truth/bent/000_mask.png': mask, ...unmasked } = mvtec
  const cases: readonly [string, Parameters<typeof lay>[1], RegExp][] = [
    [
      'a missing mask',
      unmasked,
      /^DATASET_INVALID: test\/bent\/000\.png: its mask is missing in ground_truth\/bent\./,
    ],
    [
      'a mask of no image',
      { ...mvtec, 'ground_truth/bent/001_mask.png': mask },
      /ground_truth\/bent\/001_mask\.png: this mask belongs to no image/,
    ],
    [
      'a part that is there twice under two endings',
      { ...mvtec, 'test/bent/000.webp': picture(4) },
      /test\/bent\/000\.webp: it was there already as test\/bent\/000\.png; a part counts once/,
    ],
    [
      'a part that is there twice under two names',
      { ...mvtec, 'test/good/copy.png': picture(1) },
      /test\/good\/copy\.png: it holds the same bytes as test\/good\/000\.png; a part counts once/,
    ],
    [
      'a mask of another size',
      { ...mvtec, 'ground_truth/bent/000_mask.png': maskOf([[0, 0, 1, 1]], 6, 8) },
      /000_mask\.png: the mask has 6 × 8 pixels, its image 8 × 6\./,
    ],
    [
      'a mask that marks nothing',
      { ...mvtec, 'ground_truth/bent/000_mask.png': maskOf([]) },
      /000_mask\.png: this mask of a defective part marks nothing/,
    ],
    [
      'an image in no class',
      { ...mvtec, 'test/x.png': picture(5) },
      /^DATASET_INVALID: test\/x\.png: it lies in no folder of test\//,
    ],
    [
      'nothing to verify on',
      { 'train/good/0.png': picture(1) },
      /^DATASET_INVALID: SET: it holds no part to verify on/,
    ],
    ['no image at all', { 'readme.txt': 'hello' }, /^DATASET_INVALID: SET: it holds no image/],
  ]
  it.each(cases)('%s', async (_, files, line) => {
    expect(await complaint('mvtec', files)).toMatch(line)
  })

  it('a truncated image', async () => {
    const png = await encodePng(picture(9, 200, 200))
    const files = { ...mvtec, 'test/good/cut.png': png.subarray(0, png.length / 2) }
    expect(await complaint('mvtec', files)).toMatch(/^IMAGE_UNREADABLE: .*cut\.png is damaged or incomplete/)
  })

  it('a folder that is not there', async () => {
    expect(await complaint('mvtec', path.join(folder, 'nowhere'))).toMatch(
      /^DATASET_INVALID: There is no folder SET/,
    )
  })
})

describe('a set in COCO is refused with the file and the place in it', () => {
  const images = [{ id: 1, file_name: 'a.png', width: 8, height: 6 }]
  const categories = [{ id: 1, name: 'dent' }]
  const dent = { id: 5, image_id: 1, category_id: 1, bbox: [1, 1, 3, 3] }
  const set = (...annotations: object[]) => ({ images, categories, annotations })
  const cases: readonly [string, object | string, RegExp][] = [
    [
      'an annotation of no image',
      set(dent, { ...dent, id: 6, image_id: 9 }),
      /^DATASET_INVALID: annotations\.json, annotation 2 \(id 6\): it points to image 9, which is not there\./,
    ],
    [
      'an unknown label',
      set({ ...dent, category_id: 4 }),
      /annotation 1 \(id 5\): its label 4 is none of the categories/,
    ],
    ['a label that is there twice', set(dent, dent), /annotation 2 \(id 5\): this id was there already/],
    [
      'a box outside of its image',
      set({ ...dent, bbox: [6, 1, 9, 3] }),
      /annotation 1 \(id 5\): its box \[6,1,9,3\] does not lie in the image of 8 × 6 pixels/,
    ],
    [
      'runs that do not fit',
      set({ ...dent, segmentation: { size: [6, 8], counts: [3, 4] } }),
      /annotation 1 \(id 5\): its runs do not fill the image/,
    ],
    [
      'a polygon of odd length',
      set({ ...dent, segmentation: [[1, 2, 3, 4, 5, 6, 7]] }),
      /an odd number of values/,
    ],
    ['neither box nor outline', set({ ...dent, bbox: undefined }), /neither a box nor an outline/],
    [
      'an image that is not there',
      { images: [...images, { ...images[0], id: 2, file_name: 'b.png' }], categories, annotations: [] },
      /image 2 \(b\.png\): this image is not there/,
    ],
    [
      'an image that is there twice',
      { images: [...images, { ...images[0], id: 2 }], categories, annotations: [] },
      /image 2 \(a\.png\): it was there already; a part counts once/,
    ],
    [
      'an image of another size',
      { images: [{ ...images[0], width: 9 }], categories, annotations: [] },
      /image 1 \(a\.png\): the image has 8 × 6 pixels, its labels are for 9 × 6/,
    ],
    [
      'a missing field',
      { images: [{ id: 1, file_name: 'a.png' }], categories, annotations: [] },
      /annotations\.json, image 1, width: /,
    ],
    ['broken JSON', '{\n  "images": [\n    {"id": 1,}\n  ]\n}', /annotations\.json, line 3: this is no JSON/],
    [
      'text that is cut off',
      '{"images": [],\n"categories": [\n',
      /annotations\.json, line 3: this is no JSON/,
    ],
  ]
  it.each(cases)('%s', async (_, labels, line) => {
    const text = typeof labels === 'string' ? labels : JSON.stringify(labels)
    expect(await complaint('coco', { 'annotations.json': text, 'images/a.png': picture(1) })).toMatch(line)
  })

  it('text that is not UTF-8', async () => {
    const files = { 'annotations.json': Buffer.from([0x7b, 0xff, 0xfe, 0x7d]), 'images/a.png': picture(1) }
    expect(await complaint('coco', files)).toMatch(/annotations\.json: this is not text in UTF-8/)
  })

  it('no annotations, or several to choose from', async () => {
    expect(await complaint('coco', { 'images/a.png': picture(1) })).toMatch(/it holds no annotations\.json/)
    const two = { 'a.json': '{}', 'b.json': '{}', 'images/a.png': picture(1) }
    expect(await complaint('coco', two)).toMatch(/it holds a\.json, b\.json; name the one to read/)
  })
})

describe('a set in YOLO is refused with the file and the row', () => {
  const yolo = { 'data.yaml': 'names: [dent]', 'images/a.png': picture(1) }
  it.each([
    [
      'a label outside the names',
      '0 0.5 0.5 0.1 0.1\n1 0.5 0.5 0.1 0.1',
      /labels\/a\.txt, row 2: its label 1 is none of the 1 names/,
    ],
    [
      'a box outside of the image',
      '0 0.9 0.5 0.4 0.1',
      /labels\/a\.txt, row 1: its box does not lie in the image/,
    ],
    ['a box in pixels', '0 4 3 2 2', /row 1: its box does not lie in the image/],
    ['words', '\n0 half 0.5 0.1 0.1', /row 2: "0 half 0\.5 0\.1 0\.1" is not all numbers/],
    ['too few numbers', '0 0.5 0.5 0.1', /row 1: it has 3 numbers after the class/],
    [
      'a corner outside of the image',
      '0 0.1 0.1 0.2 0.2 0.3 1.2',
      /row 1: a corner does not lie in the image/,
    ],
  ])('%s', async (_, text, line) => {
    expect(await complaint('yolo', { ...yolo, 'labels/a.txt': text })).toMatch(line)
  })

  it.each([
    [
      'labels of no image',
      { ...yolo, 'labels/b.txt': '' },
      /labels\/b\.txt: these labels belong to no image/,
    ],
    ['no labels', yolo, /it has no folder labels/],
    [
      'no names',
      { 'images/a.png': picture(1), 'labels/a.txt': '' },
      /neither a data\.yaml nor a classes\.txt/,
    ],
    [
      'a data.yaml without names',
      { ...yolo, 'data.yaml': 'nc: 3', 'labels/a.txt': '' },
      /data\.yaml: it holds no names/,
    ],
    [
      'an image that is there twice',
      { ...yolo, 'labels/a.txt': '', 'images/a.webp': picture(3) },
      /images\/a\.webp: it was there already as images\/a\.png/,
    ],
  ])('%s', async (_, files, line) => {
    expect(await complaint('yolo', files)).toMatch(line)
  })
})

describe('other names and folders', () => {
  it('a format that is not read is bad usage', async () => {
    expect(await complaint('voc', { 'a.png': picture(1) })).toMatch(/^USAGE: .*mvtec:<folder>.*voc:/)
    expect(await complaint('mvtec', '')).toMatch(/^USAGE: /)
  })

  it('a photograph in no sub-folder has no truth to verify against', async () => {
    const files = { 'good/a.png': picture(1), 'b.png': picture(2) }
    expect(await complaint('folder', files)).toMatch(/^DATASET_INVALID: b\.png: it lies in no sub-folder/)
  })
})
