import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import fs from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readAi4i } from '../../datasets/readers/ai4i.ts'
import { Prognosis, SeriesFinding, SeriesSummary } from '../../edge/contract/prognosis.ts'
import { scoreMilling } from '../../edge/core/health/milling.ts'
import { makeRig } from '../core/rig.ts'
import { launcher, runJidoka } from '../edge/process.ts'
import { removeFolder, temporaryFolder } from '../flow/running.ts'

let folder = ''
beforeAll(async () => {
  folder = await temporaryFolder('prognose')
})
afterAll(() => removeFolder(folder))

async function save(name: string, text: string | Buffer): Promise<string> {
  const file = path.join(folder, name)
  await fs.writeFile(file, text)
  return file
}

const rig = makeRig(5)
const timeAt = (row: number) => new Date(Date.UTC(2026, 2, 9) + row * 1000).toISOString().slice(0, 19)
const table = (cellOf: (value: number) => string, separator: string, end = '\n') =>
  [
    ['datetime', ...rig.names, 'note', 'anomaly'].map((name) => `"${name}"`).join(separator),
    ...rig.rows.map((row, index) =>
      [timeAt(index), ...row.map(cellOf), 'ok', rig.isFaulty[index] ? '1' : '0'].join(separator),
    ),
  ].join(end)

async function weighed(args: readonly string[]) {
  const { exitCode, out, err } = await runJidoka(['prognose', ...args])
  expect(exitCode, err).toBe(0)
  const said = out
    .trimEnd()
    .split('\n')
    .map((line) => Prognosis.parse(JSON.parse(line)))
  return { out, err, said }
}

describe('jidoka prognose --csv', () => {
  it('says one thing of every later row, whatever the table is written like', {
    timeout: 200_000,
  }, async () => {
    const plain = await save(
      'plain.csv',
      table((value) => value.toFixed(5), ','),
    )
    const german = await save(
      'german.csv',
      `\uFEFF${table((value) => value.toFixed(5).replace('.', ','), ';', '\r\n')}`,
    )
    const { out, err, said } = await weighed(['--csv', plain, '--train-rows', '400', '--json'])
    expect(said.map(({ row }) => row)).toEqual(rig.rows.slice(400).map((_, index) => 401 + index))
    expect(said[0]?.time).toBe(timeAt(400))
    expect(said[0]?.contributors[0]?.column).toMatch(new RegExp(rig.names.join('|')))
    expect(said.some(({ alarm }) => alarm) && said.some(({ alarm }) => !alarm)).toBe(true)
    expect(err).toMatch(
      /^Learnt from rows 1 to 400: 8 columns\. Labels by their name, so not looked at: anomaly\.\n$/,
    )
    // The usual number of training rows is 400, too.
    expect((await weighed(['--csv', german])).out).toBe(out)
  })

  it('counts what it cannot read, tells it once, and goes on', { timeout: 120_000 }, async () => {
    const lines = Array.from(
      { length: 300 },
      (_, row) => `${timeAt(300 - row)},${Math.sin(row * row)},${row % 7},4`,
    )
    lines[200] = 'x'
    lines[210] = `${timeAt(1)},"open,2,4`
    lines[220] = `${timeAt(1)},nothing,,4`
    const file = await save('rough.csv', `time,wave,saw,still\n${lines.join('\n')}\n\n`)
    const { said, err } = await weighed(['--csv', file])
    expect(said).toHaveLength(150)
    expect(err.split('\n')[0]).toBe(
      'Learnt from rows 1 to 150: 2 columns. Constant there, so not watched: still.',
    )
    expect(err).toMatch(
      /8 gaps .*; 2 rows with more or fewer cells than the 4 of the header; \d+ rows whose time/,
    )
    expect(err.trimEnd().split('\n')).toHaveLength(2)
  })

  it('takes one column without a header or a time', { timeout: 120_000 }, async () => {
    const file = await save('one.csv', Array.from({ length: 80 }, (_, row) => Math.cos(row * row)).join('\n'))
    const { said } = await weighed(['--csv', file])
    expect(said).toHaveLength(40)
    expect(said[0]).toMatchObject({ row: 41, time: null, contributors: [{ column: 'column 1', share: 1 }] })
  })

  const numbers = Array.from({ length: 100 }, (_, row) => `${row % 7},2`).join('\n')
  it.each([
    ['empty', '', /empty\.csv is empty\./],
    ['header', 'a,b\n', /has 0 data rows, and 64 are needed\./],
    ['binary', Buffer.from([1, 0, 255, 3, 0, 10, 7]), /is not text in UTF-8/],
    ['words', `a,b\n${'x,y\n'.repeat(100)}`, /has no column of numbers; there are a, b\./],
    ['still', `a,b\n${'1,2\n'.repeat(100)}`, /has no column of numbers that moves in the 50 training rows\./],
    ['one-line', `a,b\n${'7'.repeat(3_000_000)}`, /has a line of more than/],
  ])(
    'refuses a file that is %s with one line and exit code 2',
    { timeout: 120_000 },
    async (name, text, cause) => {
      const file = await save(`${name}.csv`, text)
      const { exitCode, out, err } = await runJidoka(['prognose', '--csv', file])
      expect({ exitCode, out, lines: err.trimEnd().split('\n').length }, err).toEqual({
        exitCode: 2,
        out: '',
        lines: 1,
      })
      expect(err).toMatch(cause)
      expect(err).toMatch(/^SERIES_INVALID: /)
    },
  )

  it.each([
    [['--csv', 'nowhere.csv'], /^SERIES_INVALID: nowhere\.csv cannot be read \(ENOENT\)\./],
    [['--csv', '.'], /^SERIES_INVALID: \. is a folder\./],
    [[], /^USAGE: Give one of --csv, --data and --machine\./],
    [['--csv', 'a', '--data', 'nab:b'], /^USAGE: Give one of --csv, --data and --machine\./],
    [['--data', 'skab:b'], /^USAGE: skab:b is not <kind>:<path>; kinds are nab, ai4i, cmapss\./],
    [['--csv', 'a', '--train-rows', '5'], /^USAGE: 5 is not a whole number from 32\./],
  ])('refuses %j', { timeout: 120_000 }, async (args, line) => {
    const { exitCode, out, err } = await runJidoka(['prognose', ...args], { cwd: folder })
    expect({ exitCode, out }).toEqual({ exitCode: 2, out: '' })
    expect(err).toMatch(line)
  })

  it('ends quietly when its reader has seen enough', { timeout: 120_000 }, async () => {
    const file = await save('long.csv', `a,b\n${`${numbers}\n`.repeat(300)}`)
    const child = spawn(process.execPath, [launcher, 'prognose', '--csv', file])
    let err = ''
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      err += text
    })
    child.stdout.once('data', () => child.stdout.destroy())
    const exitCode = await new Promise((resolve) => child.on('close', resolve))
    expect({ exitCode, lines: err.trimEnd().split('\n').length }, err).toEqual({ exitCode: 0, lines: 1 })
  })
})

/** Public data sets beside the repository; see the README of each. */
const data = path.join(import.meta.dirname, '..', '..', '..', 'shared', 'data')
const isThere = existsSync(path.join(data, 'nab-machine-temperature'))
if (!isThere) process.stderr.write(`SKIPPED: the series of ${data} are not there.\n`)

describe.skipIf(!isThere)('real and public series', () => {
  it('NAB: every scored window is found, at most three alarms outside in each series', {
    timeout: 120_000,
  }, async () => {
    const place = `nab:${path.join(data, 'nab-machine-temperature')}`
    const { exitCode, out } = await runJidoka(['prognose', '--data', place])
    expect(exitCode).toBe(0)
    const lines = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    const findings = lines.slice(0, -1).map((line) => SeriesFinding.parse(line))
    expect(findings.map(({ windows, found }) => [windows, found])).toEqual([
      [4, 4],
      [2, 2],
    ])
    for (const { alarmsOutside } of findings) expect(alarmsOutside).toBeLessThanOrEqual(3)
    expect(SeriesSummary.parse(lines.at(-1))).toMatchObject({ n: 6, found: 6 })
  })

  it('AI4I 2020: F1 of at least 0.85 on every fifth row, learnt from the others', {
    timeout: 120_000,
  }, async () => {
    const file = path.join(data, 'ai4i2020', 'ai4i2020.csv')
    const rows = readAi4i((await fs.readFile(file, 'utf8')).replace(/^\uFEFF/, ''), file)
    const isTest = ({ udi }: { readonly udi: number }) => udi % 5 === 0
    const { f1, precision } = scoreMilling(
      rows.filter((row) => !isTest(row)),
      rows.filter(isTest),
    )
    expect(f1).toBeGreaterThanOrEqual(0.85)
    expect(precision).toBeGreaterThan(0.9)
  })
})
