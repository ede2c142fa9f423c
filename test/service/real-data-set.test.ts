import { existsSync } from 'node:fs'
import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { pcb } from '../../datasets/parts/pcb.ts'
import type { LabelledCapture } from '../../edge/contract/data-set.ts'
import type { Box } from '../../edge/contract/part.ts'
import { openDataSet } from '../../edge/service/data-set.ts'
import { removeFolder, temporaryFolder } from '../flow/running.ts'
import { grey, readAll } from './data-set-stand.ts'

/** Public photographs beside the repository; see the README of each. */
const data = path.join(import.meta.dirname, '..', '..', '..', 'shared', 'data')
const isThere = existsSync(data)
if (!isThere) process.stderr.write(`SKIPPED: the data sets of ${data} are not there.\n`)

const share = (mask: Uint8Array | null): number =>
  mask ? mask.filter((label) => label > 0).length / mask.length : 0
function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return ((sorted[(sorted.length - 1) >> 1] ?? 0) + (sorted[sorted.length >> 1] ?? 0)) / 2
}

/** How many pixels of the box are black on the board and white on its template, less those the other way round. */
function darkening(board: LabelledCapture, template: LabelledCapture, box: Box | null): number {
  const { width, data } = board.frame.image
  const { x = 0, y = 0, width: across = 0, height: down = 0 } = box ?? {}
  let sum = 0
  for (let row = y + 4; row < y + down - 4; row++)
    for (let at = row * width + x + 4; at < row * width + x + across - 4; at++)
      sum += Math.sign((template.frame.image.data[at] ?? 0) - (data[at] ?? 0))
  return sum
}

let folder = ''
beforeAll(async () => {
  folder = await temporaryFolder('real-set')
})
afterAll(() => removeFolder(folder))

describe.skipIf(!isThere)('public data sets', () => {
  const kolektor = path.join(data, 'kolektorsdd')
  const colour = { ...grey, channels: 3 } as const

  it('KolektorSDD in the layout of MVTec AD: 91 parts, 50 cracked, masks of 0.53 % of the image in the median', async () => {
    const { set, parts } = await readAll(`mvtec:${path.join(kolektor, 'commutator')}`)
    expect(set).toMatchObject({
      parts: 91,
      defective: 50,
      classes: ['defect'],
      isSimulated: false,
      recipe: null,
    })
    const cracked = parts.filter(({ truth }) => truth.isDefective)
    expect(median(cracked.map(({ mask }) => share(mask)))).toBeCloseTo(0.0053, 4)
    expect(parts.every(({ frame }) => frame.image.width === 500 && frame.image.channels === 1)).toBe(true)
    const whole = await openDataSet(`mvtec:${kolektor}`, { input: grey })
    expect(whole.parts).toBe(91)
  })

  it('KolektorSDD by its own name: the same parts, none of which it taught', async () => {
    const { set, parts } = await readAll(`kolektorsdd:${path.join(kolektor, 'commutator')}`)
    expect(set).toMatchObject({ kind: 'kolektorsdd', parts: 91, defective: 50, isBinary: false })
    expect(parts.filter(({ mask }) => share(mask) > 0)).toHaveLength(50)
  })

  it('DeepPCB by its own name: 125 boards with 794 marks, 125 templates, all in black and white', async () => {
    const { set, parts } = await readAll(`deeppcb:${path.join(data, 'deeppcb')}`)
    expect(set).toMatchObject({ parts: 250, defective: 125, hasMasks: false })
    expect(set.classes.toSorted()).toEqual(Object.keys(pcb.limitsMm).toSorted())
    const marks = parts.flatMap(({ truth }) => truth.marks.map((mark) => mark.class))
    const counted = set.classes.map((name) => [name, marks.filter((mark) => mark === name).length])
    expect(Object.fromEntries(counted)).toEqual({
      ...{ open: 167, short: 120, 'mouse-bite': 138, spur: 129, 'spurious-copper': 121, 'pin-hole': 119 },
    })
    expect(parts.every(({ frame }) => frame.image.data.every((level) => level === 0 || level === 255))).toBe(
      true,
    )
    const training = await openDataSet(`deeppcb:${path.join(data, 'deeppcb', 'PCBData', 'trainval.txt')}`, {
      input: grey,
    })
    expect(training).toMatchObject({ parts: 500, defective: 250 })
  })

  it('copper is black in DeepPCB, as in our own boards in black and white', async () => {
    const { parts } = await readAll(`deeppcb:${path.join(data, 'deeppcb')}`)
    const towardsBlack = new Map<string, number[]>()
    parts.forEach((board, index) => {
      const template = parts[index + 1]
      if (!board.truth.isDefective || !template) return
      for (const { class: name, box } of board.truth.marks)
        towardsBlack.set(name, [...(towardsBlack.get(name) ?? []), darkening(board, template, box)])
    })
    const shareOf = (name: string) => {
      const all = towardsBlack.get(name) ?? []
      return all.filter((change) => change > 0).length / all.length
    }
    for (const added of ['short', 'spur', 'spurious-copper']) expect(shareOf(added), added).toBe(1)
    for (const lost of ['open', 'mouse-bite', 'pin-hole']) expect(shareOf(lost), lost).toBeLessThan(0.02)
  })

  it('its polygons in YOLO give the published masks again, but for their rims', async () => {
    const commutator = path.join(kolektor, 'commutator')
    const yolo = path.join(folder, 'yolo')
    await cp(path.join(commutator, 'test', 'defect'), path.join(yolo, 'images'), { recursive: true })
    await cp(path.join(commutator, 'labels_yolo_polygon'), path.join(yolo, 'labels'), { recursive: true })
    await writeFile(path.join(yolo, 'classes.txt'), 'defect\n')
    const { parts } = await readAll(`yolo:${yolo}`)
    const published = await readAll(`mvtec:${commutator}`)
    expect(parts).toHaveLength(50)
    for (const { frame, mask } of parts) {
      const name = path.basename(frame.partId)
      const other = published.parts.find(({ frame: { partId } }) => partId === `test/defect/${name}`)?.mask
      const [both, either] = [0, 1].map((least) =>
        mask?.reduce((sum, label, i) => {
          const marked = (label > 0 ? 1 : 0) + (other?.[i] ? 1 : 0)
          return sum + (marked >= 2 - least ? 1 : 0)
        }, 0),
      )
      expect((both ?? 0) / (either ?? 1), name).toBeGreaterThan(0.7)
    }
  })

  it('the cookies, with masks in black and white, or in colour on a transparent ground', async () => {
    const cookie = path.join(data, 'cookie', 'cookie')
    const { set, parts } = await readAll(`mvtec:${cookie}`, colour)
    expect(set).toMatchObject({ parts: 46, defective: 32, classes: ['cracked'] })
    const shares = parts.filter(({ truth }) => truth.isDefective).map(({ mask }) => share(mask))
    expect(Math.min(...shares)).toBeGreaterThan(0.0105)
    expect(median(shares)).toBeCloseTo(0.023, 2)
    const original = path.join(folder, 'cookie')
    await cp(path.join(cookie, 'test'), path.join(original, 'test'), { recursive: true })
    await cp(path.join(cookie, 'original_masks_rgba'), path.join(original, 'ground_truth', 'cracked'), {
      recursive: true,
    })
    const again = await readAll(`mvtec:${original}`, colour)
    for (const [index, { mask, frame }] of again.parts.entries()) {
      const other = parts[index]?.mask
      const isOther = (label: number, i: number) => label > 0 !== (other?.[i] ?? 0) > 0
      // Half transparent pixels lie on the border between the two readings.
      expect(mask?.filter(isOther).length, frame.partId).toBeLessThan(10)
    }
  })

  it('DeepPCB, its boxes written as COCO: 125 defective boards with 794 marks of six classes, 125 templates', async () => {
    const source = path.join(data, 'deeppcb', 'PCBData')
    const classes = ['open', 'short', 'mousebite', 'spur', 'copper', 'pin-hole']
    const categories = classes.map((name, index) => ({ id: index + 1, name }))
    const images: object[] = []
    const annotations: object[] = []
    const size = { width: 640, height: 640 }
    await mkdir(path.join(folder, 'pcb', 'images'), { recursive: true })
    for (const line of (await readFile(path.join(source, 'test.txt'), 'utf8')).trim().split('\n')) {
      const [image = '', labels = ''] = line.trim().split(' ')
      for (const kind of ['test', 'temp']) {
        const from = path.join(source, image.replace(/\.jpg$/, `_${kind}.jpg`))
        const file_name = path.basename(from)
        await cp(from, path.join(folder, 'pcb', 'images', file_name))
        images.push({ id: images.length, file_name, ...size })
      }
      for (const row of (await readFile(path.join(source, labels), 'utf8')).trim().split(/\r?\n/)) {
        const [left = 0, top = 0, right = 0, bottom = 0, category_id] = row.split(' ').map(Number)
        const bbox = [left, top, right - left, bottom - top]
        annotations.push({ image_id: images.length - 2, category_id, bbox })
      }
    }
    await writeFile(
      path.join(folder, 'pcb', 'annotations.json'),
      JSON.stringify({ images, annotations, categories }),
    )
    const { set, parts } = await readAll(`coco:${path.join(folder, 'pcb')}`)
    expect(set).toMatchObject({ parts: 250, defective: 125, hasMasks: false, classes })
    expect(parts.flatMap(({ truth }) => truth.marks)).toHaveLength(794)
    expect((await readdir(path.join(folder, 'pcb', 'images'))).length).toBe(250)
  })
})
