import { createHash, randomBytes } from 'node:crypto'
import { existsSync, rmSync } from 'node:fs'
import * as fs from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

/**
 * Builds what Node 20 and browsers cannot run as it stands, once for each state of the sources. A build lies in
 * `node_modules/.cache/jidoka/<kind>-<hash>`: packages resolve from there, and the name says whether it is stale.
 */
export const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))
export const defaultCacheFolder = path.join(root, 'node_modules', '.cache', 'jidoka')

const kinds = {
  edge: { sources: ['edge', 'broker', 'datasets', 'package-lock.json', 'tsconfig.json'], build: bundleEdge },
  board: {
    sources: ['dashboard', 'edge/contract', 'package-lock.json', 'tsconfig.json'],
    build: bundleBoard,
  },
}

/** The folder of `cli.mjs` and the workers, built if need be. @param {string} [cacheFolder] */
export const buildEdge = (cacheFolder) => built('edge', cacheFolder).catch(explain)

/** The folder of the board's `index.html`, built if need be. @param {string} [cacheFolder] */
export const buildBoard = (cacheFolder) => built('board', cacheFolder).catch(explain)

/** Adds `line`, the one line that a person reads, where the cause is the place and not the sources. */
export function explain(error) {
  const packageName = /Cannot find package '([^']+)'/.exec(error.message)?.[1]
  if (packageName) {
    error.line = `USAGE: The package ${packageName} is not installed. Run \`npm ci\` in ${root} first.`
  } else if (['EACCES', 'EPERM', 'EROFS'].includes(error.code)) {
    error.line = `FOLDER_READ_ONLY: ${error.path} cannot be written. Run \`npx jidoka start\` once while the clone is writable; that builds what it needs.`
  }
  throw error
}

/** @param {'edge' | 'board'} kind */
async function built(kind, cacheFolder = defaultCacheFolder) {
  const { sources, build } = kinds[kind]
  const target = path.join(cacheFolder, `${kind}-${await fingerprint(sources)}`)
  if (!existsSync(target)) {
    const scratch = path.join(cacheFolder, `scratch-${randomBytes(8).toString('hex')}`)
    await fs.mkdir(scratch, { recursive: true })
    try {
      await build(scratch)
      await moveInto(scratch, target)
    } finally {
      await fs.rm(scratch, { recursive: true, force: true, maxRetries: 3 })
    }
    await removeUnused(cacheFolder, target)
  }
  await lease(target)
  return target
}

/** Names, sizes and times of every source file. @param {string[]} sources */
async function fingerprint(sources) {
  const hash = createHash('sha256')
  for (const source of sources) {
    const top = path.join(root, source)
    const below = source.includes('.') ? [] : await fs.readdir(top, { recursive: true })
    const stats = await Promise.all(
      ['', ...below].sort().map(async (name) => [name, await fs.stat(path.join(top, name))]),
    )
    for (const [name, stat] of stats)
      if (stat.isFile() && !name.endsWith('.md'))
        hash.update(`${source}/${name}:${stat.size}:${stat.mtimeMs}\n`)
  }
  return hash.digest('hex').slice(0, 16)
}

/** A build appears whole or not at all; whoever comes second takes the first one's. */
async function moveInto(scratch, target) {
  for (let attempt = 1; !existsSync(target); attempt++) {
    try {
      await fs.rename(scratch, target)
    } catch (error) {
      // Windows refuses while a virus scanner holds a file; any system does when the other was first.
      if (attempt === 5 && !existsSync(target)) throw error
      await wait(50 * attempt)
    }
  }
}

/** Notes that this process uses the build, since its later imports and workers come from there. */
async function lease(target) {
  const note = path.join(target, `used-by-${process.pid}`)
  try {
    await fs.writeFile(note, '')
    process.once('exit', () => rmSync(note, { force: true }))
  } catch {
    // A read-only clone: nobody can clean up there either.
  }
}

/** Removes builds of other sources that are a day old and that no living process has noted. */
async function removeUnused(cacheFolder, current) {
  for (const name of await fs.readdir(cacheFolder)) {
    const folder = path.join(cacheFolder, name)
    try {
      const isYoung = Date.now() - (await fs.stat(folder)).mtimeMs < 24 * 3600 * 1000
      if (folder === current || isYoung) continue
      const users = (await fs.readdir(folder)).filter((note) => note.startsWith('used-by-'))
      if (!users.some((note) => isAlive(Number(note.slice(8)))))
        await fs.rm(folder, { recursive: true, force: true })
    } catch {
      // Another process is cleaning up too.
    }
  }
}

function isAlive(pid) {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return error.code === 'EPERM'
  }
}

async function bundleEdge(outdir) {
  const { build } = await import('esbuild')
  const io = await fs.readdir(path.join(root, 'edge', 'io'))
  const workers = io.filter((name) => name.endsWith('-worker.ts')).map((name) => `edge/io/${name}`)
  const entries = ['edge/cli.ts', ...workers].map((file) => [
    path.basename(file, '.ts'),
    path.join(root, file),
  ])
  await build({
    absWorkingDir: root,
    entryPoints: Object.fromEntries(entries),
    outdir,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    packages: 'external',
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    sourcemap: true,
    sourcesContent: false,
    logLevel: 'error',
  })
}

async function bundleBoard(outDir) {
  const { build } = await import('vite')
  const dashboard = path.join(root, 'dashboard')
  const configFile = path.join(dashboard, 'vite.config.ts')
  await build({ root: dashboard, configFile, logLevel: 'warn', build: { outDir, emptyOutDir: true } })
}
