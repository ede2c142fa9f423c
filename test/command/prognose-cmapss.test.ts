import { existsSync } from 'node:fs'
import fs from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type EngineCycle, EngineFinding } from '../../edge/contract/prognosis.ts'
import { makeEngine, makeFleet } from '../core/engine.ts'
import { runJidoka } from '../edge/process.ts'
import { removeFolder, temporaryFolder } from '../flow/running.ts'

let folder = ''
beforeAll(async () => {
  folder = await temporaryFolder('cmapss')
})
afterAll(() => removeFolder(folder))

const textOf = (engines: readonly (readonly EngineCycle[])[]) =>
  engines
    .flat()
    .map(
      ({ engine, cycle, settings, sensors }) => `${[engine, cycle, ...settings, ...sensors].join(' ')}  \n`,
    )
    .join('')

const lives = [90, 70, 120, 100]
const cut = lives.map((life, i) => makeEngine(100 + i, 50, life))
const small = {
  train_FD002: textOf(makeFleet(10)),
  test_FD002: textOf(cut),
  RUL_FD002: lives.map((life) => `${life - 50} \n`).join(''),
}

/** A folder of its own with these files; nothing for one that is null. */
async function save(name: string, files: Readonly<Record<string, string | null>>): Promise<string> {
  const place = path.join(folder, name)
  await fs.mkdir(place)
  for (const [file, text] of Object.entries(files))
    if (text !== null) await fs.writeFile(path.join(place, `${file}.txt`), text)
  return place
}

const prognosed = (place: string) => runJidoka(['prognose', '--data', `cmapss:${place}`])

describe('jidoka prognose --data cmapss', () => {
  it('learns from the engines of a folder and foretells the others, twice the same', {
    timeout: 300_000,
  }, async () => {
    const place = await save('small', small)
    const { exitCode, out, err } = await prognosed(place)
    expect({ exitCode, err }).toEqual({ exitCode: 0, err: '' })
    const finding = EngineFinding.parse(JSON.parse(out))
    expect(finding).toMatchObject({ dataset: 'cmapss', subset: 'FD002', n: 4, trainEngines: 10 })
    expect(finding.seeds.map(({ seed }) => seed)).toEqual([1, 2, 3, 4, 5])
    const mean = finding.seeds.reduce((sum, { rmse }) => sum + rmse / 5, 0)
    expect(finding.meanRmse).toBeCloseTo(mean, 2)
    expect(finding.rmse).toBe(finding.ensembleRmse)
    // Lives differ by 18 cycles from their mean.
    expect(finding.rmse).toBeLessThan(15)
    expect((await prognosed(place)).out).toBe(out)
  })

  const ragged = small.train_FD002.replace(/ {2}\n/, ' 7\n')
  it.each([
    ['nothing', {}, /nothing holds no train_FD001\.txt, nor any other file of C-MAPSS\./],
    ['no-train', { ...small, train_FD002: null }, /train_FD002\.txt cannot be read \(ENOENT\)\./],
    ['no-test', { ...small, test_FD002: null }, /test_FD002\.txt cannot be read \(ENOENT\)\./],
    ['no-lives', { ...small, RUL_FD002: null }, /RUL_FD002\.txt cannot be read \(ENOENT\)\./],
    ['ragged', { ...small, train_FD002: ragged }, /train_FD002\.txt: row 1 has 27 columns, not 26\./],
    [
      'few',
      { ...small, train_FD002: textOf(makeFleet(9)) },
      /train_FD002\.txt holds fewer than 10 engines of more than 31 cycles\./,
    ],
    ['none', { ...small, test_FD002: '' }, /test_FD002\.txt holds no engine\./],
    [
      'long',
      { ...small, RUL_FD002: '1\n2\n3\n4\n5\n' },
      /RUL_FD002\.txt holds 5 lives for the 4 engines of /,
    ],
    [
      'word',
      { ...small, RUL_FD002: '1\nx\n3\n4\n' },
      /RUL_FD002\.txt: row 2 has "x" where a number belongs\./,
    ],
  ])(
    'refuses a folder that is %s with one line and exit code 2',
    {
      timeout: 120_000,
    },
    async (name, files, cause) => {
      const { exitCode, out, err } = await prognosed(await save(name, files))
      expect({ exitCode, out, lines: err.trimEnd().split('\n').length }, err).toEqual({
        exitCode: 2,
        out: '',
        lines: 1,
      })
      expect(err).toMatch(/^SERIES_INVALID: /)
      expect(err).toMatch(cause)
    },
  )
})

/** Public data beside the repository; see its README. */
const real = path.join(import.meta.dirname, '..', '..', '..', 'shared', 'data', 'cmapss-fd001')
const isThere = existsSync(real)
if (!isThere) process.stderr.write(`SKIPPED: ${real} is not there.\n`)

describe.skipIf(!isThere)('C-MAPSS FD001', () => {
  it('a root mean squared error of at most 12.5 cycles for each seed, 11.5 for all together', {
    timeout: 600_000,
  }, async () => {
    const { exitCode, out } = await prognosed(real)
    expect(exitCode).toBe(0)
    const finding = EngineFinding.parse(JSON.parse(out))
    expect(finding).toMatchObject({ subset: 'FD001', n: 100, trainEngines: 100 })
    for (const { rmse } of finding.seeds) expect(rmse).toBeLessThanOrEqual(12.5)
    expect(finding.rmse).toBeLessThanOrEqual(11.5)
    // A forecast of new engines does not err much less than cross-validation has it: it would have seen them.
    expect(finding.rmse).toBeGreaterThan(0.8 * finding.cvRmse)
    expect(finding.coverage90).toBeGreaterThanOrEqual(0.85)
  })
})
