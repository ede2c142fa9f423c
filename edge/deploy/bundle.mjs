/**
 * `npm run bundle -- --out ../jidoka-stick [--for linux-x64,win32-x64,darwin-arm64]`: one folder that starts on a computer with
 * Node and no network. Built program and board, models, seeds, and of the packages only what the program imports.
 */
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import * as fs from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs, promisify } from 'node:util'
import { buildBoard, buildEdge, root } from '../build.mjs'

const here = `${process.platform}-${process.arch}`
const platforms = ['linux-x64', 'linux-arm64', 'win32-x64', 'darwin-arm64']

function optionsOf(args) {
  const options = { out: { type: 'string' }, for: { type: 'string', default: here } }
  const { values } = parseArgs({ args, options })
  if (!values.out) throw new Error('USAGE: --out <folder> is missing; it must not exist yet.')
  const wanted = [...new Set(values.for.split(','))]
  const unknown = wanted.find((name) => name !== here && !platforms.includes(name))
  if (unknown) throw new Error(`USAGE: --for ${unknown}: there are ${platforms.join(', ')}.`)
  const out = path.resolve(values.out)
  if (existsSync(out)) throw new Error(`USAGE: ${out} is there already. Name another folder, or remove it.`)
  return { out, wanted }
}

async function bundle({ out, wanted }) {
  const scratch = `${out}.part`
  await fs.rm(scratch, { recursive: true, force: true })
  await fs.mkdir(scratch, { recursive: true })
  try {
    await copyProgram(scratch)
    await copyPackages(scratch, wanted)
    for (const platform of wanted) if (platform !== here) await addNatives(scratch, platform)
    await fs.rename(scratch, out)
  } finally {
    await fs.rm(scratch, { recursive: true, force: true })
  }
  process.stderr.write(
    `${out}: ${await megabytes(out)} MB for ${wanted.join(', ')}. Start with start.sh or start.cmd there.\n`,
  )
}

function copy(from, to, filter = () => true) {
  return fs.cp(from, to, { recursive: true, dereference: true, filter })
}

async function copyProgram(out) {
  const isNote = (name) => /used-by-\d+$/.test(name)
  await copy(await buildEdge(), path.join(out, 'program'), (name) => !isNote(name) && !name.endsWith('.map'))
  await copy(await buildBoard(), path.join(out, 'board'), (name) => !isNote(name))
  for (const name of ['seeds', 'LICENSE', 'README.md', 'README.zh-CN.md', 'SECURITY.md'])
    await copy(path.join(root, name), path.join(out, name))
  await copy(
    path.join(root, 'models'),
    path.join(out, 'models'),
    (name) => !/training|__pycache__/.test(name),
  )
  for (const name of await fs.readdir(path.join(root, 'edge', 'deploy', 'stick')))
    await copy(path.join(root, 'edge', 'deploy', 'stick', name), path.join(out, name))
  await fs.chmod(path.join(out, 'start.sh'), 0o755)
  const { name, version, license, type, engines } = await manifestOf(root)
  const manifest = JSON.stringify({ name, version, license, private: true, type, engines }, null, 2)
  await fs.writeFile(path.join(out, 'package.json'), `${manifest}\n`)
}

async function manifestOf(folder) {
  return JSON.parse(await fs.readFile(path.join(folder, 'package.json'), 'utf8'))
}

/** The packages that the built program imports, and theirs; of the runtime only the libraries of the platforms wanted. */
async function copyPackages(out, wanted) {
  const runtimes = wanted.map((name) => path.join('napi-v6', ...name.split('-')))
  const isForeign = (name) =>
    /[\\/]onnxruntime-node[\\/]bin[\\/]napi-v6[\\/]\w+[\\/]\w+/.test(name) &&
    !runtimes.some((one) => name.includes(one))
  for (const folder of await importedPackages(path.join(out, 'program')))
    await copy(folder, path.join(out, path.relative(root, folder)), (name) => {
      const isNested = path.relative(folder, name).split(path.sep).includes('node_modules')
      return !isNested && !isForeign(name)
    })
}

async function importedPackages(program) {
  const found = new Set()
  const follow = async (name, from) => {
    const folder = placeOf(name, from)
    if (folder === null || found.has(folder)) return
    found.add(folder)
    const { dependencies = {}, optionalDependencies = {}, peerDependencies = {} } = await manifestOf(folder)
    for (const next of Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies }))
      await follow(next, folder)
  }
  for (const file of await fs.readdir(program))
    for (const name of namesIn(await fs.readFile(path.join(program, file), 'utf8'))) await follow(name, root)
  return found
}

/** Of `import … from "x"`, `import("x")` and `import "x"`: the package, if it is none of Node's nor a file. */
function namesIn(text) {
  const names = [...text.matchAll(/(?:from|import)\s*\(?\s*["']([^"'./][^"']*)["']/g)].map(([, name]) => name)
  return names
    .filter((name) => !name.startsWith('node:'))
    .map((name) =>
      name
        .split('/')
        .slice(0, name.startsWith('@') ? 2 : 1)
        .join('/'),
    )
}

/** As Node looks: from the folder upwards; null: not installed, as the libraries of other platforms are not. */
function placeOf(name, from) {
  for (let folder = from; ; folder = path.dirname(folder)) {
    const place = path.join(folder, 'node_modules', name)
    if (existsSync(path.join(place, 'package.json'))) return place
    if (folder === root || folder === path.dirname(folder)) return null
  }
}

/** sharp and libsql carry one package a platform; npm fetches those that are not installed here, as the lockfile pins them. */
async function addNatives(out, platform) {
  const [os, cpu] = platform.split('-')
  const { packages } = JSON.parse(await fs.readFile(path.join(root, 'package-lock.json'), 'utf8'))
  const wanted = Object.entries(packages).filter(
    ([name, { os: oses, cpu: cpus, libc }]) =>
      /^node_modules\/@(img|libsql)\//.test(name) &&
      oses?.includes(os) &&
      cpus?.includes(cpu) &&
      !libc?.includes('musl') &&
      !name.endsWith('-musl'),
  )
  const names = wanted.map(([name, { version }]) => `${name.slice('node_modules/'.length)}@${version}`)
  const scratch = await fs.mkdtemp(path.join(tmpdir(), 'jidoka-bundle-'))
  try {
    await fs.writeFile(path.join(scratch, 'package.json'), '{"private":true}')
    const flags = [
      '--no-save',
      '--force',
      '--ignore-scripts',
      '--no-audit',
      '--no-fund',
      `--os=${os}`,
      `--cpu=${cpu}`,
    ]
    const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
    await promisify(execFile)(npm, ['install', ...flags, ...names], {
      cwd: scratch,
      shell: process.platform === 'win32',
    })
    await copy(
      path.join(scratch, 'node_modules'),
      path.join(out, 'node_modules'),
      (name) => !path.basename(name).startsWith('.'),
    )
  } finally {
    await fs.rm(scratch, { recursive: true, force: true })
  }
}

async function megabytes(folder) {
  const files = await fs.readdir(folder, { recursive: true, withFileTypes: true })
  const sizes = await Promise.all(
    files
      .filter((file) => file.isFile())
      .map(async (file) => (await fs.stat(path.join(file.parentPath, file.name))).size),
  )
  return Math.round(sizes.reduce((sum, size) => sum + size, 0) / 1e6)
}

try {
  await bundle(optionsOf(process.argv.slice(2)))
} catch (error) {
  process.stderr.write(`${error.line ?? error.message}\n`)
  process.exitCode = 2
}
