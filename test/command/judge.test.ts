import fs from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Judgement } from '../../edge/contract/judgement.ts'
import { runJidoka } from '../edge/process.ts'
import { removeFolder, temporaryFolder } from '../flow/running.ts'

let folder = ''
beforeAll(async () => {
  folder = await temporaryFolder('judge')
})
afterAll(() => removeFolder(folder))

async function save(name: string, rows: readonly string[]): Promise<string> {
  const file = path.join(folder, name)
  await fs.writeFile(file, `${rows.join('\n')}\n`)
  return file
}

/** Good parts passed, defective ones refused; the first `falseRejects` and `escapes` of each the other way round. */
function rowsOf(good: number, defective: number, falseRejects: number, escapes: number): string[] {
  const refused = (index: number, isDefective: boolean) =>
    isDefective ? index >= escapes : index < falseRejects
  const rows = (n: number, isDefective: boolean) =>
    Array.from({ length: n }, (_, index) => {
      const truth = isDefective ? 'defective' : 'good'
      return `${truth}-${index},${truth},${refused(index, isDefective) ? 'NotOK' : 'OK'}`
    })
  return ['part,truth,verdict', ...rows(good, false), ...rows(defective, true)]
}

async function judged(args: readonly string[]) {
  const { exitCode, out, err } = await runJidoka(['judge', ...args, '--json'])
  expect(err).toBe('')
  expect(out.trimEnd().split('\n')).toHaveLength(1)
  return { exitCode, said: Judgement.parse(JSON.parse(out)) }
}

describe('jidoka judge, on a table', () => {
  it.each([
    [0, 1496, 'not-demonstrated', 1],
    [0, 1497, 'demonstrated', 0],
    [1, 2370, 'not-demonstrated', 1],
    [1, 2371, 'demonstrated', 0],
    [6, 1000, 'refuted', 1],
    [5, 1000, 'not-demonstrated', 1],
  ])('%i errors in %i parts, 149 of them defective: %s', async (errors, n, verdict, exitCode) => {
    const file = await save(`${errors}-${n}.csv`, rowsOf(n - 149, 149, errors, 0))
    const { said, ...ended } = await judged([file])
    expect(ended.exitCode).toBe(exitCode)
    expect(said).toMatchObject({
      parts: n,
      verdict,
      accuracy: { errors, n, verdict },
      escape: { count: 0, n: 149 },
    })
  })

  it('with 148 defective parts is not demonstrated, and the sentence says why', async () => {
    const file = await save('few.csv', rowsOf(5000, 148, 2, 0))
    const { exitCode, said } = await judged([file])
    expect(exitCode).toBe(1)
    expect(said).toMatchObject({ verdict: 'not-demonstrated', partsToSettle: 1 })
    expect(said.accuracy.verdict).toBe('demonstrated')
    expect(said.sentence).toBe(
      'Not demonstrated: 0 escapes in 148 defective parts leave room for 2.004 %, 2 % is allowed, and 149 such parts are needed.',
    )
  })

  it('of a system that passes everything is never demonstrated', async () => {
    const file = await save('pass.csv', rowsOf(9995, 5, 0, 5))
    const { exitCode, said } = await judged([file])
    expect(exitCode).toBe(1)
    expect(said.accuracy.verdict).toBe('demonstrated')
    expect(said.sentence).toMatch(/everything was passed, the defective parts too/)
  })

  it('with classes and sizes gives the golden a90/95, and the reason where there is none', async () => {
    const hits = [...'000001001010110111110111111111'].map((hit, index) => {
      const size = (0.2 + index / 10).toFixed(1)
      return `s${index},NG,${hit === '1' ? 'NG' : 'pass'},scratch,${size}`
    })
    const rows = [
      'part,truth,verdict,class,size',
      ...hits,
      'd1,NG,NG,dent,1',
      'd2,NG,review,dent,',
      'g1,good,OK,,',
    ]
    const { said } = await judged([await save('sizes.csv', rows)])
    expect(said.perClass).toMatchObject([
      {
        class: 'dent',
        n: 1,
        escapes: 0,
        a90_95: null,
        reason: expect.stringContaining('every defect was found'),
      },
      { class: 'scratch', n: 30, escapes: 11, reason: null },
    ])
    expect(said.perClass[1]?.a90_95).toBeCloseTo(4.07717906, 7)
    expect(said.notDecidable).toMatchObject({ count: 1, n: 33, good: 0, defective: 1 })
  })

  it('tells a person the verdict first, escapes and false rejects apart, and what is missing', async () => {
    const file = await save('page.csv', rowsOf(1000, 40, 1, 0))
    const { exitCode, out } = await runJidoka(['judge', file])
    expect(exitCode).toBe(1)
    expect(out).toMatch(/^Not demonstrated: 1 error in 1,040 decided parts /)
    expect(out).toMatch(/^escapes +0 of 40 defective +at most 7\.22 %, allowed 2 % +not-demonstrated$/m)
    expect(out).toMatch(/^false rejects +1 of 1,000 good +at most 0\.473 %, allowed 5 % +demonstrated$/m)
    expect(out).toMatch(
      /^1,331 more parts \(109 defective among them\), all judged right, would settle it\.$/m,
    )
  })

  it('has its columns and words in the help', async () => {
    const { out } = await runJidoka(['judge', '--help'])
    for (const word of ['part', 'truth', '良品', 'NotDecidable: ', 'undecided', '--max-escape-rate'])
      expect(out).toContain(word)
  })

  it('that is faulty gets one line with the row, and exit code 2', async () => {
    const file = await save('faulty.csv', ['part,truth,verdict', 'a,good,OK', 'a,good,OK'])
    const { exitCode, out, err } = await runJidoka(['judge', file])
    expect({ exitCode, out }).toEqual({ exitCode: 2, out: '' })
    expect(err).toMatch(/^TABLE_INVALID: .*faulty\.csv, row 3: part a was there already, in row 2; [^\n]+\n$/)
  })
})

describe('jidoka judge, on bare counts', () => {
  it.each([
    [0, 1496, 'not-demonstrated'],
    [0, 1497, 'demonstrated'],
    [1, 2370, 'not-demonstrated'],
    [1, 2371, 'demonstrated'],
    [6, 1000, 'refuted'],
    [5, 1000, 'not-demonstrated'],
  ])('%i errors in %i parts: the claim as worded is %s', async (errors, n, verdict) => {
    const { exitCode, said } = await judged(['--errors', `${errors}`, '--n', `${n}`])
    expect(said.accuracy).toMatchObject({ errors, n, verdict })
    // Errors alone do not tell how many parts were defective: passing everything would count the same.
    expect(said.verdict).toBe(verdict === 'refuted' ? 'refuted' : 'not-demonstrated')
    expect(exitCode).toBe(1)
  })

  it('with escapes and false rejects apart demonstrates, and stricter limits do not', async () => {
    const counts = ['--escapes', '0', '--defective', '149', '--false-rejects', '2', '--good', '5000']
    expect(await judged(counts)).toMatchObject({
      exitCode: 0,
      said: { verdict: 'demonstrated', parts: 5149 },
    })
    const stricter: readonly (readonly string[])[] = [
      ['--claim', '0.999'],
      ['--max-escape-rate', '0.01'],
      ['--max-false-reject-rate', '0.001'],
    ]
    for (const limit of stricter)
      expect(await judged([...counts, ...limit])).toMatchObject({
        exitCode: 1,
        said: { verdict: 'not-demonstrated' },
      })
  })

  it('asks a person for what they leave open', async () => {
    const { out } = await runJidoka(['judge', '--errors', '0', '--n', '5000'])
    expect(out).toContain('a system that passes everything would look no worse')
    expect(out).toContain('--escapes of --defective parts')
  })

  it.each([
    [[], /^USAGE: Neither a table nor counts were given\./],
    [['x.csv', '--errors', '1', '--n', '2'], /^USAGE: Give a table or counts, not both\./],
    [['--errors', '1'], /^USAGE: --errors and --n go together\./],
    [['--errors', '1', '--n', '2', '--claim', '1'], /^USAGE: 1 must lie between 0 and 1/],
    [['nowhere.csv'], /^TABLE_INVALID: nowhere\.csv cannot be read \(ENOENT\)\./],
  ])('that make no sense get one line: %j', async (args, line) => {
    const { exitCode, out, err } = await runJidoka(['judge', ...args], { cwd: folder })
    expect({ exitCode, out, lines: err.trimEnd().split('\n').length }).toEqual({
      exitCode: 2,
      out: '',
      lines: 1,
    })
    expect(err).toMatch(line)
  })
})
