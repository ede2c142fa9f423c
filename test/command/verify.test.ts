import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { disturbanceNames } from '../../edge/contract/disturbance.ts'
import { LineReport } from '../../edge/contract/report.ts'
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

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'jidoka-verify-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** What the clock says differs from run to run; nothing else may. */
const untimed = ({ latencyMs, outsideLatencyMs, ...report }: LineReport) => report

describe('jidoka verify', () => {
  it('judges simulated parts, the same for the same seed; a named model on its own line', async () => {
    const first = await verify('--line', 'steel-strip', '--parts', '48', '--seed', '3')
    const second = await verify('--model', 'steel-strip', '--parts', '48', '--seed', '3')
    expect(second.objects.map(untimed)).toEqual(first.objects.map(untimed))
    const [steel, ...others] = first.objects
    expect(steel).toMatchObject({
      line: 'steel-strip',
      model: 'steel-strip',
      seed: 3,
      prevalence: 0.5,
      isSimulated: true,
      parts: 48,
    })
    expect(LineReport.parse(steel)).toEqual(steel)
    expect(others).toEqual([])
    // 48 parts cannot show 99.8 %, whatever they are.
    expect({ verdict: steel.verdict === 'demonstrated', exitCode: first.exitCode }).toEqual({
      verdict: false,
      exitCode: 1,
    })
  })

  it('judges every line when none is named, one object a line and one for all', async () => {
    const { exitCode, objects } = await verify('--model', 'pass-everything', '--parts', '16')
    const reports = objects.slice(0, 4).map((report) => LineReport.parse(report))
    const all = objects[4]
    expect(reports.map(({ line }) => line)).toEqual(['steel-strip', 'pcb', 'machined-disc', 'blister-pack'])
    expect(all).toEqual({ line: 'all', isSimulated: true, verdict: 'refuted' })
    expect(reports.map(({ verdict }) => verdict)).toContain(all.verdict)
    expect(exitCode).toBe(1)
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
        '150',
        '--prevalence',
        prevalence,
      )
      expect(exitCode).toBe(1)
      expect(objects).toHaveLength(1)
      expect(objects[0]).toMatchObject({ model: 'pass-everything', notDecidable: { count: 0 } })
      expect(objects[0].verdict).not.toBe('demonstrated')
    },
  )

  it('gives for a data set of our own the counts that it gives for the same seed', async () => {
    const made = path.join(folder, 'parts')
    const order = ['--line', 'steel-strip', '--parts', '40', '--seed', '21', '--prevalence', '0.3']
    await runJidoka(['generate', ...order, '--format', 'coco', '--out', made])
    const [simulated, read] = await Promise.all([verify(...order), verify('--dataset', `coco:${made}`)])
    const about = { dataset: '', agreement: null, intervals95: {} }
    expect({ ...untimed(read.objects[0]), ...about }).toEqual({ ...untimed(simulated.objects[0]), ...about })
    expect(Object.keys(read.objects[0].intervals95).sort()).toEqual([
      'ap',
      'aupro',
      'f1max',
      'imageAuroc',
      'pixelAuroc',
    ])
  })

  it('judges every disturbance, then all together on parts of their own', async () => {
    const { objects } = await verify(
      '--line',
      'steel-strip',
      '--parts',
      '6',
      '--disturbance',
      'all',
      '--severity',
      '2',
    )
    expect(objects).toHaveLength(9)
    expect(objects.slice(0, 8).map(({ disturbance }) => disturbance.name)).toEqual([...disturbanceNames])
    expect(objects.slice(0, 8).every(({ parts, isPooled }) => parts === 6 && !isPooled)).toBe(true)
    expect(objects[8]).toMatchObject({ parts: 48, isPooled: true, disturbance: null })
    const undecided = objects.slice(0, 8).reduce((sum, { notDecidable }) => sum + notDecidable.count, 0)
    expect(objects[8].notDecidable.count).toBe(undecided)
  })

  it('ends a sequential run as soon as the tests do, and does not call that a refutation', async () => {
    const { exitCode, objects } = await verify(
      ...['--model', 'pass-everything', '--line', 'steel-strip', '--parts', '5000', '--sequential'],
    )
    expect(exitCode).toBe(1)
    expect(objects[0].parts).toBeLessThan(100)
    expect(objects[0]).toMatchObject({ verdict: 'not-demonstrated', partsToSettle: 0 })
    expect(Object.values(objects[0].sequential)).toContain('rejected')
  })

  it('writes an acceptance report that names the figures and the command that makes them', async () => {
    const file = path.join(folder, 'report.html')
    const { objects } = await verify(
      '--line',
      'steel-strip',
      '--parts',
      '50',
      '--report',
      file,
      '--language',
      'zh',
    )
    const page = await readFile(file, 'utf8')
    expect(page).toContain('<html lang="zh-Hans">')
    expect(page).toContain(objects[0].modelSha256)
    expect(page).toContain('verify --json --line steel-strip --parts 50')
    expect(page.match(/data:image\/webp/g)?.length).toBeGreaterThan(1)
    expect(page.length).toBeLessThan(3_000_000)
  })

  it('pastes foreign bodies on good parts, and says so', async () => {
    const shape = sharp({
      create: { width: 40, height: 20, channels: 4, background: { r: 20, g: 20, b: 20, alpha: 1 } },
    })
    await shape.extend({ top: 4, bottom: 4, background: '#0000' }).png().toFile(path.join(folder, 'chip.png'))
    const { objects } = await verify(
      '--line',
      'steel-strip',
      '--parts',
      '40',
      '--foreign',
      folder,
      '--sizes',
      '3,9',
    )
    expect(objects[0]).toMatchObject({ foreign: folder, weakInspectors: [] })
    const strangers = objects[0].confusion.find((row: { class: string }) => row.class === 'foreign')
    expect(strangers.OK + strangers.NotOK + strangers.NotDecidable).toBeGreaterThan(8)
    await writeFile(path.join(folder, 'chip.png'), 'no picture')
    const broken = await runJidoka(['verify', '--line', 'steel-strip', '--foreign', folder, '--sizes', '3'])
    expect(broken).toMatchObject({ exitCode: 2, out: '' })
    expect(broken.err).toContain('chip.png')
  })

  it.each(['parts', 'prevalence', 'seed'])(
    'does not pass over --%s in silence where a data set is inspected as it is',
    async (option) => {
      const { exitCode, err } = await runJidoka(['verify', '--dataset', 'folder:any', `--${option}`, '1'])
      expect(exitCode).toBe(2)
      expect(err).toMatch(new RegExp(`^USAGE: --${option} is of simulated parts`))
    },
  )

  it('says for a person what the evidence is about', async () => {
    const { out } = await runJidoka(['verify', '--line', 'steel-strip', '--parts', '16'])
    expect(out).toContain('escapes')
    expect(out).toContain('evidence about the pipeline, not about a factory')
  })

  it.each([
    ['--line', 'cheese'],
    ['--seed', '4000000001'],
    ['--model', 'cheese'],
    ['--prevalence', '2'],
    ['--severity', '6'],
    ['--disturbance', 'cheese'],
    ['--sizes', '2'],
    ['--dataset', 'cheese:folder'],
    ['--report', 'no/such/folder/report.html'],
    ['--report', `${'r'.repeat(300)}.html`],
    ['--assumptions', 'no-such-file.yaml'],
  ])('refuses %s %s in one line, before a part is inspected', async (option, value) => {
    const { exitCode, out, err } = await runJidoka(['verify', option, value])
    expect({ exitCode, out, lines: err.trim().split('\n').length }).toEqual({
      exitCode: 2,
      out: '',
      lines: 1,
    })
  })
})
