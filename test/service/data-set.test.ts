import { rm } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { exchangeKinds } from '../../edge/contract/data-set.ts'
import { isDefect } from '../../edge/core/vision/trial.ts'
import { openDataSet } from '../../edge/service/data-set.ts'
import { removeFolder, temporaryFolder } from '../flow/running.ts'
import { copyOf, grey, lay, made, maskOf, order, picture, readAll, writeMade } from './data-set-stand.ts'

let folder = ''
beforeAll(async () => {
  folder = await temporaryFolder('data set')
  for (const kind of exchangeKinds) await writeMade(path.join(folder, kind), kind)
})
afterAll(() => removeFolder(folder))

const defective = made.filter(({ truth }) => truth.isDefective)

describe.each(exchangeKinds)('a set that was generated as %s', (kind) => {
  it('is read back as it was made, to the last digit and pixel', async () => {
    const { set, parts } = await readAll(`${kind}:${path.join(folder, kind)}`)
    expect(set).toMatchObject({ kind, name: kind, parts: 24, defective: defective.length, hasMasks: true })
    expect(set).toMatchObject({
      isSimulated: true,
      recipe: order.recipe,
      card: { seed: 11, prevalence: 0.5 },
    })
    expect(set.classes).toEqual(Object.keys(order.recipe.limitsMm))
    expect(parts).toHaveLength(made.length)
    for (const [index, { frame, truth, mask }] of parts.entries()) {
      const capture = made[index]
      expect({ ...frame, image: null }).toEqual({ ...capture?.frame, image: null })
      expect(truth).toEqual(capture?.truth)
      expect(Buffer.compare(frame.image.data, capture?.frame.image.data ?? new Uint8Array())).toBe(0)
      expect(Buffer.compare(mask ?? new Uint8Array(), capture?.mask ?? new Uint8Array())).toBe(0)
    }
  })

  it('tells a stranger, who does not know our files, the same parts to be defective', async () => {
    const own = await copyOf(path.join(folder, kind), path.join(folder, `${kind}-foreign`))
    for (const name of ['data-card.json', 'parts.ndjson', 'marks', 'checksums.sha256'])
      await rm(path.join(own, name), { recursive: true })
    const { set, parts } = await readAll(`${kind}:${kind === 'folder' ? path.join(own, 'images') : own}`)
    expect(set).toMatchObject({ isSimulated: false, recipe: null, card: null, parts: 24 })
    const nameOf = (part: string) => path.posix.basename(part, '.png')
    const found = parts.filter(({ truth }) => truth.isDefective).map(({ frame }) => nameOf(frame.partId))
    expect(found.sort()).toEqual(defective.map(({ frame }) => frame.partId))
  })
})

describe('a stranger sees of a generated set', () => {
  const defects = made.flatMap(({ truth }) => truth.marks.filter(isDefect))

  it('in COCO each defect with its class, its box and the pixels that it covers, and nothing else', async () => {
    const { parts } = await readAll(`coco:${path.join(folder, 'coco-foreign')}`)
    const marks = parts.flatMap(({ truth }) => truth.marks)
    expect(marks.map(({ box, class: name }) => [name, box])).toEqual(
      defects.map(({ box, class: name }) => [name, box]),
    )
    for (const [index, { mask }] of parts.entries()) {
      const { truth, mask: plane } = made[index] ?? {}
      const shown = [0, ...(truth?.marks ?? []).map((mark) => (isDefect(mark) ? 1 : 0))]
      const [found, real] = [
        mask?.map((label) => Math.min(1, label)),
        plane?.map((label) => shown[label] ?? 0),
      ]
      expect(found && real && Buffer.compare(found, real)).toBe(0)
    }
  })

  it('in YOLO each defect with its class and its box, to a thousandth of a pixel', async () => {
    const { set, parts } = await readAll(`yolo:${path.join(folder, 'yolo-foreign')}`)
    expect(set.hasMasks).toBe(false)
    const marks = parts.flatMap(({ truth }) => truth.marks)
    expect(marks.map((mark) => mark.class)).toEqual(defects.map((mark) => mark.class))
    for (const [index, { box }] of marks.entries()) {
      const [found, real] = [box, defects[index]?.box].map((one) => [one?.x, one?.y, one?.width, one?.height])
      for (const [side, value] of (found ?? []).entries()) expect(value).toBeCloseTo(real?.[side] ?? -1, 3)
    }
    expect(parts.every(({ mask }) => mask === null)).toBe(true)
  })
})

describe('the folder of the images alone', () => {
  it('of a generated set is still that set, simulated and exact', async () => {
    const { set } = await readAll(`mvtec:${path.join(folder, 'mvtec', 'steel-strip')}`)
    expect(set).toMatchObject({ isSimulated: true, parts: 24, folder: path.join(folder, 'mvtec') })
    const inside = await openDataSet(`folder:${path.join(folder, 'folder', 'images')}`, { input: grey })
    expect(inside.card?.seed).toBe(11)
  })
})

describe('a set of strangers', () => {
  it('in MVTec AD may hold several categories; regions of a mask that touch at a corner are one mark', async () => {
    const set = await lay(path.join(folder, 'two'), {
      'nut/train/good/000.png': picture(1),
      'nut/test/good/000.png': picture(2),
      'nut/test/bent/000.png': picture(3),
      'nut/ground_truth/bent/000_mask.png': maskOf([
        [0, 0, 2, 2],
        [2, 2, 1, 1],
        [5, 4, 2, 1],
      ]),
      'screw/test/OK/000.png': picture(4),
      'screw/test/worn/1.png': picture(5),
      'screw/ground_truth/worn/1.png': maskOf([[1, 1, 1, 1]]),
    })
    const { set: facts, parts } = await readAll(`mvtec:${set}`)
    expect(facts).toMatchObject({ parts: 4, defective: 2, classes: ['bent', 'worn'], hasMasks: true })
    const bent = parts.find(({ frame }) => frame.partId === 'nut/test/bent/000.png')
    expect(bent?.truth.marks.map(({ box, sizeMm }) => [box, sizeMm])).toEqual([
      [{ x: 0, y: 0, width: 3, height: 3 }, null],
      [{ x: 5, y: 4, width: 2, height: 1 }, null],
    ])
    expect([...new Set(bent?.mask)]).toEqual([1, 0, 2])
    const good = parts.find(({ frame }) => frame.partId === 'screw/test/OK/000.png')
    expect(good?.truth).toEqual({ isDefective: false, marks: [] })
    expect(new Set(good?.mask)).toEqual(new Set([0]))
  })

  it('in YOLO may have polygons, a byte order mark, CRLF, and good parts without labels', async () => {
    const set = await lay(path.join(folder, 'poly'), {
      'data.yaml': '\uFEFFnames:\r\n- crack\r\n- dent\r\n',
      'images/test/a.png': picture(1),
      'images/test/b.png': picture(2),
      'images/test/c.png': picture(3),
      'images/train/d.png': picture(4),
      'labels/test/a.txt': '\uFEFF1 0.25 0.5 0.5 0.5 0.5 1 0.25 1\r\n',
      'labels/test/b.txt': '\r\n',
      'labels/train/d.txt': 'not looked at',
    })
    const { set: facts, parts } = await readAll(`yolo:${set}`)
    expect(facts).toMatchObject({ parts: 3, defective: 1, classes: ['crack', 'dent'], hasMasks: true })
    expect(parts[0]?.truth.marks).toMatchObject([{ class: 'dent', box: { x: 2, y: 3, width: 2, height: 3 } }])
    expect([...(parts[0]?.mask?.entries() ?? [])].filter(([, label]) => label === 1).map(([p]) => p)).toEqual(
      [26, 27, 34, 35, 42, 43],
    )
    expect(new Set(parts[1]?.mask)).toEqual(new Set([0]))
  })

  it('in COCO may name its images with folders or without, and outline its marks in three ways', async () => {
    const outlines = [
      { bbox: [1, 1, 2, 2], segmentation: [[1, 1, 3, 1, 3, 3, 1, 3]] },
      { bbox: [0, 5, 1, 1], segmentation: { size: [6, 8], counts: [5, 1, 42] } },
      { segmentation: { size: [6, 8], counts: '_11' } },
    ]
    const annotations = outlines.map((one, id) => ({ id, image_id: 7, category_id: 3, ...one }))
    const coco = {
      images: [
        { id: 7, file_name: 'a.png', width: 8, height: 6 },
        { id: 8, file_name: 'deep\\b.png', width: 8, height: 6 },
      ],
      categories: [{ id: 3, name: 'dent' }],
      annotations,
    }
    const set = await lay(path.join(folder, 'coco-three'), {
      'annotations/instances_train.json': '{}',
      'annotations/instances_test.json': `\uFEFF${JSON.stringify(coco)}`,
      'images/a.png': picture(1),
      'images/deep/b.png': picture(2),
    })
    const { parts } = await readAll(`coco:${set}`)
    expect(parts.map(({ frame }) => frame.partId)).toEqual(['images/a.png', 'images/deep/b.png'])
    expect(parts[0]?.truth.marks.map(({ box }) => box)).toEqual([
      { x: 1, y: 1, width: 2, height: 2 },
      { x: 0, y: 5, width: 1, height: 1 },
      { x: 7, y: 5, width: 1, height: 1 },
    ])
    expect([9, 10, 17, 18, 40, 47].map((pixel) => parts[0]?.mask?.[pixel])).toEqual([1, 1, 1, 1, 2, 3])
    expect(parts[1]?.truth.isDefective).toBe(false)
    const named = await readAll(`coco:${path.join(set, 'annotations', 'instances_test.json')}`)
    expect(named.parts).toHaveLength(2)
  })

  it('is brought to the size and the channels that the card asks for, its boxes and masks with it', async () => {
    const set = await lay(path.join(folder, 'small'), {
      'test/bent/0.png': picture(1),
      'ground_truth/bent/0.png': maskOf([[2, 0, 4, 3]]),
    })
    const { parts } = await readAll(`mvtec:${set}`, { channels: 3, fit: 'resize', width: 16, height: 18 })
    const [part] = parts
    expect(part?.frame.image).toMatchObject({ width: 16, height: 18, channels: 3 })
    expect(part?.truth.marks[0]?.box).toEqual({ x: 4, y: 0, width: 8, height: 9 })
    expect(part?.mask?.reduce((sum, label) => sum + label, 0)).toBe(72)
  })
})
