/**
 * How well a taught model tells defects from good parts, over five seeds:
 *
 *     npm run teach-trial -- <folder in the layout of MVTec> [--good <folder>] [--spoil 0.05] [options of teach]
 *
 * Teaches from `<folder>/train/good`, or `--good`, and verifies on `<folder>/test`. `--spoil` hides defects among the good
 * images, such a share of them and other ones with each seed, and verifies on what is left, beside a model without them. Simulated lines:
 * `jidoka generate --line L --prevalence 0 --parts 50 --seed 21 --out good`, then `--parts 200 --seed 22 --out test`.
 */
import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'

const [folder, ...given] = process.argv.slice(2)
if (!folder) throw new Error('Name a folder in the layout of MVTec.')
/** Takes a named value out of what is given to `teach`. */
function option(name) {
  const at = given.indexOf(name)
  return at < 0 ? undefined : given.splice(at, 2)[1]
}
const good = option('--good') ?? path.join(folder, 'train', 'good')
const spoil = Number(option('--spoil') ?? 0)
const data = mkdtempSync(path.join(os.tmpdir(), 'jidoka-trial-'))
const launcher = path.resolve(import.meta.dirname, '../../edge/jidoka.mjs')

/** The last line of a command. Verify exits 1 where a claim is not shown, which is no failure here. */
function ask(args) {
  const options = {
    env: { ...process.env, JIDOKA_DATA: data },
    stdio: ['ignore', 'pipe', 'ignore'],
    maxBuffer: 2 ** 28,
  }
  try {
    return JSON.parse(
      execFileSync('node', [launcher, ...args, '--json'], options)
        .toString()
        .trim()
        .split('\n')
        .at(-1),
    )
  } catch (error) {
    return JSON.parse(error.stdout.toString().trim().split('\n').at(-1))
  }
}

/** Copies of the good images and of the test, with such a share of defects moved from the one to the other. */
function spoilt(seed) {
  const to = path.join(data, `spoilt-${seed}`)
  const [mixed, test] = [path.join(to, 'mixed'), path.join(to, 'test')]
  cpSync(good, mixed, { recursive: true })
  cpSync(path.join(folder, 'test'), test, { recursive: true })
  cpSync(path.join(folder, 'ground_truth'), path.join(to, 'ground_truth'), { recursive: true })
  const defects = readdirSync(test, { withFileTypes: true })
    .filter((kind) => kind.isDirectory() && kind.name !== 'good')
    .flatMap(({ name }) => readdirSync(path.join(test, name)).map((file) => path.join(name, file)))
    .sort()
  const count = Math.max(1, Math.round(spoil * readdirSync(good).length))
  for (let one = 0; one < count; one++) {
    const [taken] = defects.splice((7 * seed + 13 * one) % defects.length, 1)
    renameSync(path.join(test, taken), path.join(mixed, `spoilt-${one}${path.extname(taken)}`))
    const { name } = path.parse(taken)
    rmSync(path.join(to, 'ground_truth', path.dirname(taken), `${name}_mask.png`), { force: true })
  }
  return { mixed, tested: to }
}

function trial(name, from, tested, seed) {
  const { method, seconds, suspects } = ask(['teach', from, '--name', name, '--seed', String(seed), ...given])
  const { imageAuroc, aupro } = ask(['verify', '--dataset', `mvtec:${tested}`, '--model', name])
  return { method, seconds, imageAuroc, aupro, suspects: suspects.length }
}

const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length
const rows = []
try {
  for (let seed = 1; seed <= 5; seed++) {
    const { mixed, tested } = spoil > 0 ? spoilt(seed) : { mixed: null, tested: folder }
    const row = { seed, ...trial(`trial-${seed}`, good, tested, seed) }
    const found = mixed ? trial(`spoilt-${seed}`, mixed, tested, seed) : null
    rows.push(found ? { ...row, spoiltAuroc: found.imageAuroc, spoiltSuspects: found.suspects } : row)
    process.stdout.write(`${JSON.stringify(rows.at(-1))}\n`)
  }
  const names = ['imageAuroc', 'aupro', 'seconds', ...(spoil > 0 ? ['spoiltAuroc'] : [])]
  const means = names.map((name) => [name, Number(mean(rows.map((row) => row[name])).toFixed(4))])
  process.stdout.write(`${JSON.stringify({ folder, mean: Object.fromEntries(means) })}\n`)
} finally {
  rmSync(data, { recursive: true, force: true })
}
