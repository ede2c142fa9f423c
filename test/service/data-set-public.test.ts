import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Image } from '../../edge/contract/part.ts'
import { removeFolder, temporaryFolder } from '../flow/running.ts'
import { complaintOf, grey, lay, maskOf, picture, readAll } from './data-set-stand.ts'

let folder = ''
let count = 0
beforeAll(async () => {
  folder = await temporaryFolder('public-set')
})
afterAll(() => removeFolder(folder))

const laid = (files: Parameters<typeof lay>[1]) => lay(path.join(folder, String(count++)), files)

/** A board of DeepPCB's size: black to this column, then this grey, then white. */
function board(blackTo: number, rim: number): Image {
  const data = new Uint8Array(640 * 640).map((_, pixel) =>
    pixel % 640 < blackTo ? 0 : pixel % 640 === blackTo ? rim : 255,
  )
  return { width: 640, height: 640, channels: 1, data }
}

const deepPcb = {
  'PCBData/test.txt': 'g/1/10.jpg g/1_not/10.txt\r\n',
  'PCBData/trainval.txt': 'g/1/11.jpg g/1_not/10.txt',
  'PCBData/g/1_not/10.txt': '10 20 40 60 1\r\n1,2,3,4,3\n5 5 9 9 5\n\n',
  'PCBData/g/1/10_test.jpg': board(100, 127),
  'PCBData/g/1/10_temp.jpg': board(101, 128),
  'PCBData/g/1/11_test.jpg': board(200, 0),
  'PCBData/g/1/11_temp.jpg': board(201, 0),
}
const labels = 'PCBData/g/1_not/10.txt'

describe('DeepPCB', () => {
  it('is read from its list: boards with their defects in our words, templates as good parts', async () => {
    const { set, parts } = await readAll(`deeppcb:${await laid(deepPcb)}`)
    expect(set).toMatchObject({ parts: 2, defective: 1, classes: ['open', 'mouse-bite', 'spurious-copper'] })
    expect(parts.map(({ frame }) => frame.partId)).toEqual([
      'PCBData/g/1/10_test.jpg',
      'PCBData/g/1/10_temp.jpg',
    ])
    expect(parts.map(({ truth }) => truth.isDefective)).toEqual([true, false])
    expect(parts[0]?.truth.marks[0]).toMatchObject({
      class: 'open',
      sizeMm: null,
      box: { x: 10, y: 20, width: 30, height: 40 },
    })
    expect(parts[0]?.mask).toBeNull()
  })

  it('is cut to black and white, so that no grey rim tells boards from templates', async () => {
    const { parts } = await readAll(`deeppcb:${await laid(deepPcb)}`)
    const firstRow = parts.map(({ frame }) => frame.image.data.subarray(98, 104))
    expect(firstRow.map((row) => [...row])).toEqual([
      [0, 0, 0, 255, 255, 255],
      [0, 0, 0, 255, 255, 255],
    ])
  })

  it('is read from another list where one is named', async () => {
    const { parts } = await readAll(`deeppcb:${path.join(await laid(deepPcb), 'PCBData', 'trainval.txt')}`)
    expect(parts.map(({ frame }) => frame.partId)).toEqual(['g/1/11_test.jpg', 'g/1/11_temp.jpg'])
  })

  const cases: readonly [string, Record<string, string | Image>, RegExp][] = [
    [
      'a broken label',
      { [labels]: '1 2 3 4 1\n1 2 x 4 1' },
      /10\.txt, row 2: "1 2 x 4 1" is not x1 y1 x2 y2/,
    ],
    ['a label without a type', { [labels]: '1 2 3 4' }, /10\.txt, row 1: "1 2 3 4" is not x1 y1 x2 y2 type/],
    ['an unknown type', { [labels]: '1 2 3 4 7' }, /10\.txt, row 1: its type 7 is none of 1 to 6\./],
    ['the unused type', { [labels]: '\n1 2 3 4 0' }, /10\.txt, row 2: its type 0 is none of 1 to 6\./],
    [
      'a box outside',
      { [labels]: '600 2 641 4 1' },
      /10\.txt, row 1: its box does not lie in the image of 640/,
    ],
    ['an empty box', { [labels]: '3 2 3 4 1' }, /10\.txt, row 1: its box does not lie in the image/],
    ['no label', { [labels]: '' }, /10\.txt: it names no defect, and every board of the set has some\./],
    [
      'a missing image',
      { 'PCBData/test.txt': 'g/1/12.jpg g/1_not/10.txt' },
      /test\.txt, row 1: \S+12_test\.jpg is missing/,
    ],
    [
      'missing labels',
      { 'PCBData/test.txt': 'g/1/10.jpg g/1_not/12.txt' },
      /test\.txt, row 1: \S+12\.txt is missing/,
    ],
    [
      'a row of one word',
      { 'PCBData/test.txt': 'g/1/10.jpg' },
      /test\.txt, row 1: "g\/1\/10\.jpg" is not an image/,
    ],
    [
      'a path that leads out',
      { 'PCBData/test.txt': '../10.jpg g/1_not/10.txt' },
      /row 1: a path leads out of/,
    ],
    [
      'a board that is there twice',
      { 'PCBData/test.txt': 'g/1/10.jpg g/1_not/10.txt\ng/1/10.jpg g/1_not/10.txt' },
      /test\.txt, row 2: g\/1\/10\.jpg was there already; a part counts once\./,
    ],
    [
      'an image of another size',
      { 'PCBData/g/1/10_test.jpg': picture(1) },
      /row 1: the image has 8 × 6 pixels, its/,
    ],
    ['an empty list', { 'PCBData/test.txt': '' }, /^DATASET_INVALID: SET: it holds no part to verify on\./],
  ]
  it.each(cases)('is refused for %s', async (_, change, words) => {
    expect(await complaintOf('deeppcb', await laid({ ...deepPcb, ...change }))).toMatch(words)
  })

  it('is refused without its list', async () => {
    expect(await complaintOf('deeppcb', await laid({ 'a.png': picture(1) }))).toMatch(/holds no test\.txt/)
  })
})

const kolektor = {
  'kos01/Part0.jpg': picture(1),
  'kos01/Part0_label.bmp': maskOf([]),
  'kos01/Part1.jpg': picture(2),
  'kos01/Part1_label.bmp': maskOf([[2, 1, 3, 1]]),
  'kos02/Part0.jpg': picture(3),
  'kos02/Part0_label.bmp': maskOf([]),
}

describe('KolektorSDD', () => {
  it('has its defective parts where a mask holds any pixel', async () => {
    const { set, parts } = await readAll(`kolektorsdd:${await laid(kolektor)}`)
    expect(set).toMatchObject({ parts: 3, defective: 1, classes: ['crack'], hasMasks: true })
    expect(parts.map(({ truth }) => truth.isDefective)).toEqual([false, true, false])
    expect(parts[1]?.truth.marks).toMatchObject([
      { class: 'crack', box: { x: 2, y: 1, width: 3, height: 1 } },
    ])
    expect(parts[1]?.mask?.reduce((sum, label) => sum + label, 0)).toBe(3)
  })

  it('counts an image once that its copies hold twice', async () => {
    const twin = { 'kos03/Part0.jpg': picture(1), 'kos03/Part0_label.bmp': maskOf([]) }
    const { parts } = await readAll(`kolektorsdd:${await laid({ ...kolektor, ...twin })}`)
    expect(parts).toHaveLength(3)
  })

  it('is read in the layout of MVTec AD too, without what it taught from', async () => {
    const { set, parts } = await readAll(
      `kolektorsdd:${await laid({
        'commutator/train/good/9.png': picture(9),
        'commutator/test/good/0.png': picture(1),
        'commutator/test/defect/1.png': picture(2),
        'commutator/ground_truth/defect/1_mask.png': maskOf([[0, 0, 2, 2]]),
      })}`,
    )
    expect(set).toMatchObject({ parts: 2, defective: 1, classes: ['defect'] })
    expect(parts).toHaveLength(2)
  })

  it.each([
    [
      'without a mask',
      { 'kos02/Part1.jpg': picture(4) },
      /kos02\/Part1\.jpg: its mask kos02\/Part1_label\.bmp is/,
    ],
    [
      'with a mask of no image',
      { 'kos02/Part1_label.bmp': maskOf([]) },
      /Part1_label\.bmp: this mask belongs to no/,
    ],
    [
      'with a mask of another size',
      { 'kos01/Part1_label.bmp': maskOf([[0, 0, 1, 1]], 6, 8) },
      /Part1_label\.bmp: the mask has 6 × 8 pixels, its image 8 × 6\./,
    ],
  ] as const)('is refused %s', async (_, change, words) => {
    expect(await complaintOf('kolektorsdd', await laid({ ...kolektor, ...change }))).toMatch(words)
  })
})

describe('what a person asks to be done to every image', () => {
  const set = {
    'test/bent/0.png': picture(1),
    'ground_truth/bent/0.png': maskOf([[2, 0, 4, 3]]),
  }

  it('stands behind the format: the image turned black for white, and scaled with its boxes and masks', async () => {
    const where = await laid(set)
    const plain = await readAll(`mvtec:${where}`)
    const inverted = await readAll(`mvtec,inverted:${where}`)
    const level = (read: typeof plain, at: number) => read.parts[0]?.frame.image.data[at] ?? -1
    for (let at = 0; at < 48; at++) expect(level(inverted, at)).toBe(255 - level(plain, at))
    const { parts } = await readAll(`mvtec,scale=2,inverted:${where}`)
    expect(parts[0]?.frame.image).toMatchObject({ width: 16, height: 12 })
    expect(parts[0]?.truth.marks[0]?.box).toEqual({ x: 4, y: 0, width: 8, height: 6 })
    expect(parts[0]?.mask?.reduce((sum, label) => sum + label, 0)).toBe(48)
  })

  it.each(['scale=0', 'scale=9', 'scale=', 'bright', '', 'inverted,'])(
    'is refused where nobody knows what it means: %j',
    async (wish) => {
      expect(await complaintOf(`mvtec,${wish}`, await laid(set))).toMatch(/^USAGE: /)
    },
  )

  it('cannot be a scale where the model takes images at one size', async () => {
    const spec = `mvtec,scale=2:${await laid(set)}`
    await expect(readAll(spec, { ...grey, fit: 'resize' })).rejects.toThrow('cannot scale them')
  })
})
