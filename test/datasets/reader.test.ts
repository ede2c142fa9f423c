import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { faultLine, readJson } from '../../datasets/readers/json.ts'
import { runsFromText } from '../../datasets/readers/run-length.ts'
import { yoloImages, yoloLabelPath } from '../../datasets/readers/yolo.ts'

describe('JSON', () => {
  it.each([
    ['{"a": 1}\n{"b": 2}', 2],
    ['[1,\n2,\n]', 3],
    ['{\n"a": 1\n"b": 2}', 3],
    ['{"a":\ttrue,\r\n"b": tru}', 2],
    ['[1, 2', 1],
    ['{"a": "open\n', 1],
    ['[\n\n01]', 3],
    ['', 1],
  ])('%j has its fault in line %i', (text, line) => {
    expect(() => JSON.parse(text)).toThrow()
    expect(faultLine(text)).toBe(line)
    expect(() => readJson(text, 'x.json')).toThrow(`x.json, line ${line}: this is no JSON.`)
  })

  it('is read with a byte order mark, and of one row the fault is told by the row', () => {
    expect(readJson('\uFEFF{"a":[1]}', 'x.json')).toEqual({ a: [1] })
    expect(() => readJson('{', 'parts.ndjson', 17)).toThrow('parts.ndjson, line 17: ')
  })

  it('has its fault where a stray sign was put, whatever else it holds', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.nat(), (value, place) => {
        const lines = JSON.stringify([value, 'end'], null, 1).split('\n')
        const row = place % lines.length
        const broken = lines.with(row, `?${lines[row]}`).join('\n')
        expect(faultLine(broken)).toBe(row + 1)
      }),
    )
  })
})

describe('compressed runs', () => {
  // Made by pycocotools 2: a mask of 50 × 60 pixels with a notch and a column to the border.
  const text = `T8:28b0H^O${'8b0H^O'.repeat(43)}8R8P1TN`
  it('are read as pycocotools wrote them', () => {
    expect(runsFromText('_11')).toEqual([47, 1])
    expect(runsFromText('01_1')).toEqual([0, 1, 47])
    const runs = runsFromText(text) ?? []
    expect(runs.slice(0, 6)).toEqual([260, 10, 2, 18, 20, 10])
    expect(runs.reduce((sum, run) => sum + run, 0)).toBe(3000)
    expect(runs.reduce((sum, run, index) => sum + (index % 2 === 1 ? run : 0), 0)).toBe(1310)
  })

  it('that break off or hold other signs are none', () => {
    expect(runsFromText('T')).toBeNull()
    expect(runsFromText('1 1')).toBeNull()
    expect(runsFromText('oooooooooo1')).toBeNull()
  })
})

describe('YOLO', () => {
  it('has the labels of an image under the same path in labels/', () => {
    expect(yoloLabelPath('images/test/a.b.png')).toBe('labels/test/a.b.txt')
    expect(yoloLabelPath('images/images/a.jpg')).toBe('images/labels/a.txt')
    expect(yoloLabelPath('test/images/a.jpg')).toBe('test/labels/a.txt')
  })

  it('is verified on its test set, else on its validation set, else on all', () => {
    const of = (...listing: string[]) => yoloImages(listing).images
    expect(of('images/train/a.png', 'images/val/b.png', 'images/test/c.png')).toEqual(['images/test/c.png'])
    expect(of('images/train/a.png', 'images/val/b.png')).toEqual(['images/val/b.png'])
    expect(of('train/images/a.png', 'valid/images/b.png')).toEqual(['valid/images/b.png'])
    expect(of('images/a.png', 'images/b.png', 'c.png')).toEqual(['images/a.png', 'images/b.png'])
  })
})
