import { describe, expect, it } from 'vitest'
import { Judgement } from '../../edge/contract/judgement.ts'
import { runJidoka } from '../edge/process.ts'

async function verify(...args: string[]) {
  const { exitCode, out } = await runJidoka(['verify', '--json', ...args])
  return {
    exitCode,
    objects: out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line)),
  }
}

describe('jidoka verify', () => {
  it('judges simulated parts, one object a line and one for all, the same for the same seed', async () => {
    const first = await verify('--parts', '150', '--seed', '3')
    const second = await verify('--parts', '150', '--seed', '3')
    expect(second).toEqual(first)
    const [steel, all] = first.objects
    expect(steel).toMatchObject({
      line: 'steel-strip',
      model: 'steel-strip',
      seed: 3,
      prevalence: 0.5,
      isSimulated: true,
      parts: 150,
    })
    expect(Judgement.parse(steel)).toBeTruthy()
    expect(all).toEqual({ line: 'all', isSimulated: true, verdict: steel.verdict })
    // 150 parts cannot show 99.8 %, whatever they are.
    expect({ verdict: steel.verdict === 'demonstrated', exitCode: first.exitCode }).toEqual({
      verdict: false,
      exitCode: 1,
    })
  })

  it.each(['0', '0.002', '0.5'])(
    'never demonstrates an inspector that passes everything, at a prevalence of %s',
    async (prevalence) => {
      const { exitCode, objects } = await verify(
        '--model',
        'pass-everything',
        '--line',
        'steel-strip',
        '--parts',
        '400',
        '--prevalence',
        prevalence,
      )
      expect(exitCode).toBe(1)
      expect(objects).toHaveLength(1)
      expect(objects[0]).toMatchObject({ model: 'pass-everything', notDecidable: { count: 0 } })
      expect(objects[0].verdict).not.toBe('demonstrated')
    },
  )

  it('says for a person what the evidence is about', async () => {
    const { out } = await runJidoka(['verify', '--parts', '60'])
    expect(out).toContain('escapes')
    expect(out).toContain('evidence about the pipeline, not about a factory')
  })

  it.each([
    ['--line', 'cheese'],
    ['--seed', '4000000001'],
    ['--model', 'cheese'],
    ['--prevalence', '2'],
  ])('refuses %s %s in one line', async (option, value) => {
    const { exitCode, out, err } = await runJidoka(['verify', option, value])
    expect({ exitCode, out, lines: err.trim().split('\n').length }).toEqual({
      exitCode: 2,
      out: '',
      lines: 1,
    })
  })
})
