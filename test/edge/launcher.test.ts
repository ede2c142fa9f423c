import fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { explain } from '../../edge/build.mjs'
import { readHouse, root } from '../law/source.ts'
import { launcher, runJidoka, runNode } from './process.ts'

const { version } = JSON.parse(readHouse('package.json')) as { version: string }
let scratch = ''

beforeEach(async () => {
  scratch = await fs.realpath(await fs.mkdtemp(path.join(os.tmpdir(), 'jidoka 质量 ')))
})
afterEach(() => fs.rm(scratch, { recursive: true, force: true }))

/** A clone with its own sources and this one's packages. */
async function makeClone(folder: string): Promise<string> {
  for (const part of [
    'edge',
    'broker',
    'datasets',
    'dashboard',
    'package.json',
    'package-lock.json',
    'tsconfig.json',
  ]) {
    await fs.cp(path.join(root, part), path.join(folder, part), { recursive: true })
  }
  return path.join(folder, 'edge', 'jidoka.mjs')
}

describe('the launcher', () => {
  it('starts from any folder, through a link, at a path with blanks and 中文', async () => {
    const link = path.join(scratch, '链接 jidoka')
    await fs.symlink(launcher, link)
    expect(await runNode([link, '--version'], { cwd: scratch })).toEqual({
      exitCode: 0,
      out: `${version}\n`,
      err: '',
    })
  })

  it('is what npx finds: executable, with a line that names Node', async () => {
    expect(readHouse('edge/jidoka.mjs').startsWith('#!/usr/bin/env node\n')).toBe(true)
    if (process.platform !== 'win32') expect((await fs.stat(launcher)).mode & 0o111).toBe(0o111)
  })

  it('says in one line that the packages are not installed', async () => {
    const clone = await makeClone(scratch)
    const { exitCode, out, err } = await runNode([clone, 'doctor'], { cwd: scratch })
    expect({ exitCode, out }).toEqual({ exitCode: 2, out: '' })
    expect(err).toMatch(/^USAGE: The package \S+ is not installed\. Run `npm ci` in .+ first\.\n$/)
  })

  it('parses on a Node that is too old, to refuse it', () => {
    // A static import would be read, with all its newer syntax, before the check.
    const checked = readHouse('edge/jidoka.mjs')
    expect(checked).not.toMatch(/^import /m)
    expect(checked.indexOf('too old')).toBeLessThan(checked.indexOf("import('./build.mjs')"))
  })
})

describe('the build', () => {
  const build = pathToFileURL(path.join(root, 'edge', 'build.mjs')).href
  let cache = ''

  beforeEach(async () => {
    await fs.mkdir(path.join(root, 'node_modules', '.cache'), { recursive: true })
    cache = await fs.mkdtemp(path.join(root, 'node_modules', '.cache', 'jidoka-test-'))
  })
  afterEach(() => fs.rm(cache, { recursive: true, force: true }))

  const buildOnce = () =>
    runNode([
      '--input-type=module',
      '-e',
      `import { buildEdge } from ${JSON.stringify(build)}; console.log(await buildEdge(${JSON.stringify(cache)}))`,
    ])

  it('is made once and whole when several processes start at the same time', async () => {
    const builds = await Promise.all([buildOnce(), buildOnce(), buildOnce()])
    const folders = new Set(builds.map(({ out }) => out.trim()))
    expect(builds.map(({ err, exitCode }) => ({ err, exitCode }))).toEqual(
      Array(3).fill({ err: '', exitCode: 0 }),
    )
    expect(folders.size).toBe(1)
    expect(await fs.readdir(cache)).toEqual([path.basename([...folders][0] ?? '')])
    const made = await fs.readdir([...folders][0] ?? '')
    expect(made).toEqual(expect.arrayContaining(['cli.mjs', 'camera-worker.mjs', 'inference-worker.mjs']))
    expect(made.filter((name) => name.startsWith('used-by-'))).toEqual([])
  })

  it('is taken as it is the second time', async () => {
    const first = (await buildOnce()).out.trim()
    const mark = path.join(first, 'mark')
    await fs.writeFile(mark, '')
    expect((await buildOnce()).out.trim()).toBe(first)
    await expect(fs.access(mark)).resolves.toBeUndefined()
  })

  it('clears away what is a day old and unused, and nothing that a living process uses', async () => {
    const longAgo = new Date(0)
    const names = {
      unused: 'edge-0000000000000000',
      dead: 'edge-1111111111111111',
      used: 'edge-2222222222222222',
      fresh: 'board-3333333333333333',
    }
    for (const name of Object.values(names)) await fs.mkdir(path.join(cache, name))
    await fs.writeFile(path.join(cache, names.dead, 'used-by-999999999'), '')
    await fs.writeFile(path.join(cache, names.used, `used-by-${process.pid}`), '')
    for (const name of [names.unused, names.dead, names.used])
      await fs.utimes(path.join(cache, name), longAgo, longAgo)
    const made = path.basename((await buildOnce()).out.trim())
    expect((await fs.readdir(cache)).sort()).toEqual([made, names.used, names.fresh].sort())
  })
})

describe('a clone that cannot be written', () => {
  it('gets one line that says what to do', () => {
    const refusal = Object.assign(new Error('EROFS: read-only file system'), {
      code: 'EROFS',
      path: '/clone/node_modules/.cache',
    })
    const line = expect.stringMatching(
      /^FOLDER_READ_ONLY: \/clone\/node_modules\/\.cache cannot be written\. Run `npx jidoka/,
    )
    expect(() => explain(refusal)).toThrow(expect.objectContaining({ line }))
  })
})

describe('jidoka', () => {
  it('prints its version alone on stdout', async () => {
    expect(await runJidoka(['--version'])).toEqual({ exitCode: 0, out: `${version}\n`, err: '' })
  })
})
