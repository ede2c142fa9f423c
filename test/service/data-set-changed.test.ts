import { readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { removeFolder, temporaryFolder } from '../flow/running.ts'
import { complaintOf, copyOf, writeMade } from './data-set-stand.ts'

let folder = ''
let whole = ''
let count = 0
beforeAll(async () => {
  folder = await temporaryFolder('changed-set')
  whole = await writeMade(path.join(folder, 'whole'), 'yolo')
})
afterAll(() => removeFolder(folder))

describe('a generated set that was changed is refused with the row', () => {
  const changed = async (name: string, change: (text: string) => string | null): Promise<string> => {
    const set = await copyOf(whole, path.join(folder, String(count++)))
    const text = change(await readFile(path.join(set, name), 'utf8'))
    if (text === null) await rm(path.join(set, name))
    else await writeFile(path.join(set, name), text)
    return complaintOf('yolo', set)
  }
  const rows = (change: (rows: string[]) => string[]) => (text: string) =>
    change(text.trim().split('\n')).join('\n')

  it('a part that is there twice, or missing', async () => {
    const twice = await changed(
      'parts.ndjson',
      rows((all) => [...all, all[0] ?? '']),
    )
    expect(twice).toMatch(/parts\.ndjson, row 25: part steel-strip-00000000 was there already/)
    expect(
      await changed(
        'parts.ndjson',
        rows((all) => all.slice(1)),
      ),
    ).toMatch(/it holds 23 parts, its card says 24/)
  })

  it('a broken row, an unknown truth, a path that leads elsewhere', async () => {
    const second = (change: (row: string) => string) =>
      changed(
        'parts.ndjson',
        rows((all) => all.map((row, index) => (index === 1 ? change(row) : row))),
      )
    expect(await second((row) => row.slice(0, 40))).toMatch(/parts\.ndjson, line 2: this is no JSON/)
    expect(await second((row) => row.replace('"isDefective":', '"isDefective":"maybe","x":'))).toMatch(
      /parts\.ndjson, row 2: isDefective: /,
    )
    expect(await second((row) => row.replace('"images/', '"../images/'))).toMatch(/row 2: a path leads out/)
  })

  it('a missing image, a missing mask, a changed card', async () => {
    expect(await changed('images/steel-strip-00000004.png', () => null)).toMatch(
      /row 5: images\/.*4\.png is missing/,
    )
    expect(await changed('marks/steel-strip-00000006.png', () => null)).toMatch(
      /row 7: marks\/.*6\.png is missing/,
    )
    expect(await changed('data-card.json', (text) => text.replace('"seed": 11', '"seed": "x"'))).toMatch(
      /data-card\.json, seed: /,
    )
    expect(await changed('data-card.json', (text) => text.replace('"yolo"', '"coco"'))).toMatch(
      /this set was written as coco, not as yolo/,
    )
  })
})
