import fs from 'node:fs/promises'
import path from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { JidokaError } from '../../edge/contract/error.ts'
import type { TableRow } from '../../edge/contract/table-word.ts'
import { cellsOf } from '../../edge/io/csv.ts'
import { readTable } from '../../edge/io/table.ts'
import { removeFolder, temporaryFolder } from '../flow/running.ts'

let folder = ''
beforeAll(async () => {
  folder = await temporaryFolder('table 表')
})
afterAll(() => removeFolder(folder))

async function rowsOf(content: string | Uint8Array): Promise<TableRow[]> {
  const file = path.join(folder, 'results.csv')
  await fs.writeFile(file, content)
  const rows: TableRow[] = []
  for await (const row of readTable(file)) rows.push(row)
  return rows
}

/** The message, without the name of the file. */
async function faultOf(content: string | Uint8Array): Promise<string> {
  const error = await rowsOf(content).catch((fault: unknown) => fault)
  if (!(error instanceof JidokaError) || error.code !== 'TABLE_INVALID') throw error
  return error.message.replace(path.join(folder, 'results.csv'), 'results.csv')
}

const brief = ({ part, isDefective, evaluation }: TableRow) => [part, isDefective, evaluation]

describe('a table of results', () => {
  it('is read in any order and case of columns, with BOM, quotes, CRLF, empty lines and other columns', async () => {
    const text = [
      '\uFEFF"Verdict",operator,PART,Truth,Size',
      'Not-OK,"Li, ""Wei""",a 1,NG,0.4',
      '',
      'pass,,"b,2",good,',
      'Review,x,c,1,2',
    ]
    expect(await rowsOf(text.join('\r\n'))).toEqual([
      { row: 2, part: 'a 1', isDefective: true, evaluation: 'NotOK', class: null, size: 0.4, score: null },
      { row: 4, part: 'b,2', isDefective: false, evaluation: 'OK', class: null, size: null, score: null },
      { row: 5, part: 'c', isDefective: true, evaluation: 'NotDecidable', class: null, size: 2, score: null },
    ])
  })

  it('may use semicolons with decimal commas, or tabs', async () => {
    const header = ['part', 'truth', 'verdict', 'class', 'size', 'score']
    const semicolons = await rowsOf(`${header.join(';')}\na;不良;合格;划痕;0,35;0,5\n`)
    expect(semicolons[0]).toMatchObject({ evaluation: 'OK', class: '划痕', size: 0.35, score: 0.5 })
    const tabs = await rowsOf(`${header.join('\t')}\na\t良品\t不合格\t\t\t\n`)
    expect(tabs.map(brief)).toEqual([['a', false, 'NotOK']])
  })

  it.each([
    ['good', false],
    ['OK', false],
    ['0', false],
    ['FALSE', false],
    ['良品', false],
    ['defective', true],
    ['NG', true],
    ['bad', true],
    ['1', true],
    ['true', true],
    ['Not OK', true],
    ['不良', true],
  ])('takes the truth %s', async (word, isDefective) => {
    expect((await rowsOf(`part,truth,verdict\na,${word},OK`))[0]?.isDefective).toBe(isDefective)
  })

  it.each([
    ['OK', 'OK'],
    ['pass', 'OK'],
    ['0', 'OK'],
    ['NotOK', 'NotOK'],
    ['NOT_OK', 'NotOK'],
    ['NG', 'NotOK'],
    ['reject', 'NotOK'],
    ['NotDecidable', 'NotDecidable'],
    ['review', 'NotDecidable'],
    ['undecided', 'NotDecidable'],
    ['待定', 'NotDecidable'],
  ])('takes the verdict %s', async (word, evaluation) => {
    expect((await rowsOf(`part,truth,verdict\na,good,${word}`))[0]?.evaluation).toBe(evaluation)
  })

  const head = 'part,truth,verdict\na,good,OK\n'
  const sized = 'part,truth,verdict,size\n'
  it.each([
    [
      'an unknown truth',
      `${head}b,maybe,OK`,
      'results.csv, row 3: truth "maybe" is neither good nor defective.',
    ],
    ['an unknown verdict', `${head}\nb,good,?`, /row 4: verdict "\?" is none of OK, NotOK, NotDecidable\.$/],
    ['a part twice', `${head}b,good,OK\na,NG,OK`, /row 4: part a was there already, in row 2; /],
    ['a part without a name', `${head},good,OK`, /row 3: the part has no name\.$/],
    ['a short row', `${head}b,good`, /row 3: it has 2 cells and none for verdict\.$/],
    ['an open quote', `${head}"b,good,OK`, /row 3: a quote is left open\.$/],
    [
      'a missing column',
      'id,truth\n1,good',
      /row 1: the header has no column part, verdict; there are id, truth\.$/,
    ],
    ['a column twice', 'part,truth,verdict,Truth\n', /row 1: the column truth is there twice\.$/],
    ['a size that is no number', `${sized}a,NG,OK,2mm`, /row 2: size "2mm" is not a number\.$/],
    ['a defect without extent', `${sized}a,NG,OK,0`, /row 2: a size of 0 is none\.$/],
    ['a header and nothing else', 'part,truth,verdict\n', 'results.csv holds no parts.'],
    ['nothing', '', 'results.csv holds no header.'],
    ['blank lines', '\n \n', 'results.csv holds no header.'],
    [
      'another encoding',
      Buffer.from('part,truth,verdict\na,good,OK\n', 'utf16le'),
      /row 1: this is not text in UTF-8/,
    ],
    ['colours for a terminal', `${head}\u001B[31mb,NG,OK`, /row 3: this is not text in UTF-8/],
    [
      'GBK',
      Buffer.from([...Buffer.from(`${head}b,`), 0xc1, 0xbc, 0xc6, 0xb7]),
      /row 3: this is not text in UTF-8/,
    ],
  ])('with %s is refused with its row', async (_, content, fault) => {
    const said = await faultOf(content)
    if (typeof fault === 'string') expect(said).toBe(fault)
    else expect(said).toMatch(fault)
  })

  it('that is not there, or is a folder, is refused', async () => {
    const read = async (file: string) => {
      for await (const row of readTable(file)) return row
      return null
    }
    await expect(read(path.join(folder, 'none.csv'))).rejects.toThrow(
      /none\.csv cannot be read \(ENOENT\)\.$/,
    )
    await expect(read(folder)).rejects.toMatchObject({ code: 'TABLE_INVALID' })
  })
})

describe('CSV', () => {
  it('gives back any cells that were quoted', () => {
    const cell = fc.string({ unit: 'grapheme' }).map((text) => text.trim())
    fc.assert(
      fc.property(fc.array(cell, { minLength: 1 }), fc.constantFrom(',', ';', '\t'), (cells, separator) => {
        const line = cells.map((text) => `"${text.replaceAll('"', '""')}"`).join(separator)
        expect(cellsOf(line, separator)).toEqual(cells)
      }),
    )
  })
})
