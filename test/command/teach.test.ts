import fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { Writable } from 'node:stream'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { rngFromSeed } from '../../datasets/rng.ts'
import { inspect } from '../../edge/command/inspect.ts'
import { teach } from '../../edge/command/teach.ts'
import { TeachFinding } from '../../edge/contract/teach.ts'
import { runJidoka } from '../edge/process.ts'
import { root } from '../law/source.ts'

/** The same discs under another lamp and lens. */
const others = ['other 0.png', 'other 1.png', 'other 2.png', 'other 3.png', 'other 4.png']

let folder = ''
const inFolder = (...names: string[]) => path.join(folder, ...names)
beforeAll(async () => {
  folder = await fs.mkdtemp(path.join(os.tmpdir(), 'jidoka teach '))
  vi.stubEnv('JIDOKA_DATA', inFolder('data'))
  for (let image = 0; image < 16; image++) await disc(`product/train/good/${image}.png`, image, false)
  for (let image = 0; image < 4; image++) await disc(`fresh/${image}.png`, 100 + image, false)
  for (let image = 0; image < 4; image++) await disc(`product/test/broken/${image}.png`, 200 + image, true)
  for (let image = 0; image < 6; image++) {
    await disc(`shown/broken/${image}.png`, 300 + image, true)
    await disc(`shown/bright/${image}.png`, 400 + image, false, 250)
    await disc(
      `later/${image % 2 ? 'bright' : 'broken'} ${image}.png`,
      500 + image,
      image % 2 === 0,
      image % 2 ? 250 : 50,
    )
  }
  await fs.copyFile(inFolder('product/train/good/0.png'), inFolder('0.png'))
  await fs.writeFile(inFolder('a.jpg'), 'no picture')
  await sharp({ create: { width: side, height: side, channels: 3, background: '#000' } })
    .png()
    .toFile(inFolder('black.png'))
  for (const [index, name] of others.entries())
    await sharp(await fs.readFile(inFolder(`product/train/good/${index}.png`)))
      .negate()
      .blur(3)
      .png()
      .toFile(inFolder(name))
})
afterAll(async () => {
  vi.unstubAllEnvs()
  await fs.rm(folder, { recursive: true, force: true })
})

const side = 128

/** A grey disc with a bore on a dark ground, seen with noise; a broken one lacks a piece of its rim; `spot`: how light the middle is. */
async function disc(name: string, seed: number, isBroken: boolean, spot = 50): Promise<void> {
  const rng = rngFromSeed(seed)
  const [x0, y0, turn] = [64 + 2 * rng.next(), 64 + 2 * rng.next(), 6.28 * rng.next()]
  const data = Uint8Array.from({ length: side * side }, (_, at) => {
    const [x, y] = [(at % side) - x0, Math.floor(at / side) - y0]
    const radius = Math.hypot(x, y)
    const gap = isBroken && Math.hypot(x - 34 * Math.cos(turn), y - 34 * Math.sin(turn)) < 13
    const level = radius < 42 && radius > 12 && !gap ? 150 : 50
    return (radius < 8 ? spot : level) + 12 * rng.next()
  })
  await fs.mkdir(path.dirname(inFolder(name)), { recursive: true })
  await sharp(data, { raw: { width: side, height: side, channels: 1 } })
    .png()
    .toFile(inFolder(name))
}

const sink = () => {
  const chunks: Buffer[] = []
  const stream = new Writable({ write: (chunk, _, done) => done(void chunks.push(chunk)) })
  return { stream, text: () => Buffer.concat(chunks).toString() }
}

async function teachFrom(
  from: string,
  name: string,
  more: {
    readonly defects?: string
    readonly latencyBudget?: number
    readonly add?: string
    readonly isAccepted?: boolean
  } = {},
) {
  const [out, err] = [sink(), sink()]
  const shell = { ...unusedShell, root, out: out.stream, err: err.stream }
  await teach({
    folder: inFolder(from),
    name,
    size: 'auto',
    holdout: 0.2,
    seed: 1,
    isJson: true,
    shell,
    ...more,
  })
  return { found: TeachFinding.parse(JSON.parse(out.text())), said: err.text() }
}

const unusedShell = {
  ...{ edge: '', version: '', command: '', board: async () => '' },
  interruption: () => new AbortController().signal,
}

describe('jidoka teach', () => {
  it('teaches from good images alone a model that inspect finds by name, and that tells good from broken', async () => {
    const { found, said } = await teachFrom('product', 'disc')
    expect(said).toContain('Try it: npx jidoka inspect')
    expect(found).toMatchObject({ model: 'disc', images: 16, falseRejectUpper95: null, suspects: [] })
    expect(found.falseRejectReason).toContain('59')
    expect(found.sizeBytes).toBeLessThan(10e6)
    const out = sink()
    const patterns = [inFolder('fresh'), inFolder('product', 'test')]
    await inspect({ patterns, model: 'disc', isJson: true, root, out: out.stream, err: sink().stream })
    const verdicts = out
      .text()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    const evaluations = verdicts.map(({ evaluation }) => evaluation)
    expect(evaluations).toEqual([...Array(4).fill('OK'), ...Array(4).fill('NotOK')])
    expect(verdicts.slice(4).map(({ defects }) => defects[0].class)).toEqual(Array(4).fill('anomaly'))
    await expect(teachFrom('product', 'disc')).rejects.toThrow('There is a model disc')
    const twin = await teachFrom('product', 'twin', { defects: inFolder('product', 'test') })
    expect([found.defects, twin.found.defects]).toEqual([
      null,
      { images: 4, caught: 4, auroc: 1, aurocWithout: 1, isLearnt: false, naming: null },
    ])
    const bytes = await Promise.all([found, twin.found].map((one) => fs.readFile(one.path)))
    expect(bytes[0]?.equals(bytes[1] ?? Buffer.of())).toBe(true)
  }, 120_000)

  it('names what it finds after the folders of labelled defects', async () => {
    const { found, said } = await teachFrom('product', 'named', { defects: inFolder('shown') })
    expect(found.defects?.naming).toEqual({ classes: ['bright', 'broken'], right: 12, of: 12, isUsed: true })
    expect(said).toContain('names      bright, broken: 12 of 12 rightly')
    const out = sink()
    await inspect({
      patterns: [inFolder('later')],
      model: 'named',
      isJson: true,
      root,
      out: out.stream,
      err: sink().stream,
    })
    const verdicts = out
      .text()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(
      verdicts.map(({ file, defects }) => [path.basename(file).split(' ')[0], defects[0].class]),
    ).toEqual(['bright', 'bright', 'bright', 'broken', 'broken', 'broken'].map((name) => [name, name]))
    await expect(teachFrom('product', 'wrong', { defects: inFolder('product', 'train') })).rejects.toThrow(
      'is no defect',
    )
  }, 120_000)

  it('learns from more good images, and lets them count only when accepted', async () => {
    const bytesOf = (file: string) => fs.readFile(file)
    const { found: first } = await teachFrom('product', 'growing')
    const old = await bytesOf(first.path)
    const add = inFolder('fresh')
    const asked = await teachFrom('product', 'growing', { add })
    expect(asked.said).toContain('--accept makes it count')
    expect([asked.found.images, asked.found.added?.isAccepted]).toEqual([20, false])
    expect((await bytesOf(first.path)).equals(old)).toBe(true)
    const counted = await teachFrom('product', 'growing', { add, isAccepted: true })
    expect(counted.found.added).toEqual({ ...asked.found.added, isAccepted: true })
    expect((await bytesOf(first.path)).equals(old)).toBe(false)
    await expect(teachFrom('product', 'unknown', { add })).rejects.toThrow('without --add first')
  }, 120_000)

  it('keeps a latency budget, or refuses it and leaves nothing behind', async () => {
    const { found } = await teachFrom('product', 'slow', { latencyBudget: 60_000 })
    expect(found.latencyMs.p99).toBeLessThan(60_000)
    await expect(teachFrom('product', 'fast', { latencyBudget: 1e-6 })).rejects.toThrow('over the budget')
    expect(await fs.readdir(inFolder('data', 'models'))).not.toContain('fast')
  }, 120_000)

  it('says on the command line what is wrong', async () => {
    const args = ['teach', inFolder('nowhere'), '--name', 'x']
    const { exitCode, err } = await runJidoka(args)
    expect([exitCode, err]).toEqual([2, expect.stringContaining('IMAGES_NONE: There is no folder')])
  }, 60_000)

  it.each([
    ['one image', ['0.png'], '1 different images'],
    ['the same image twice', ['0.png', '0.png'], '1 different images'],
    ['text', ['a.jpg'], 'a.jpg'],
    ['nothing', [], 'No image was found'],
    ['black images', Array(9).fill('black.png'), '0 different images'],
    ['two products', ['0.png', '1.png', '2.png', '3.png', '4.png', ...others], 'of two kinds'],
    ['defects that nobody asked for', ['test/0.png'], 'which images are good is not said'],
  ])('refuses %s, and leaves nothing behind', async (what, names, said) => {
    for (const [index, name] of names.entries()) {
      const target = inFolder(what, path.dirname(name), `${index} ${path.basename(name)}`)
      await fs.mkdir(path.dirname(target), { recursive: true })
      await fs.copyFile(
        inFolder(/^[1-4]\.png$/.test(name) ? `product/train/good/${name}` : path.basename(name)),
        target,
      )
    }
    await fs.mkdir(inFolder(what), { recursive: true })
    await expect(teachFrom(what, 'hostile')).rejects.toThrow(said)
    const left = await fs.readdir(inFolder('data', 'models')).catch(() => [])
    expect(left.filter((name) => name.startsWith('hostile'))).toEqual([])
  })
})
