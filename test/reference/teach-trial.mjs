/**
 * How well a taught model tells defects from good parts, over five seeds:
 *
 *     npm run teach-trial -- <folder in the layout of MVTec> [--good <folder>] [options of teach]
 *
 * Teaches from `<folder>/train/good`, or `--good`, and verifies on `<folder>/test`. Simulated lines:
 * `jidoka generate --line L --prevalence 0 --parts 50 --seed 21 --out good`, then `--parts 200 --seed 22 --out test`.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'

const [folder, ...given] = process.argv.slice(2)
if (!folder) throw new Error('Name a folder in the layout of MVTec.')
const at = given.indexOf('--good')
const [, good = folder] = at < 0 ? [] : given.splice(at, 2)
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

const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length
const rows = []
try {
  for (let seed = 1; seed <= 5; seed++) {
    const name = `trial-${seed}`
    const { method, seconds } = ask(['teach', good, '--name', name, '--seed', String(seed), ...given])
    const { imageAuroc, aupro } = ask(['verify', '--dataset', `mvtec:${folder}`, '--model', name])
    rows.push({ seed, method, seconds, imageAuroc, aupro })
    process.stdout.write(`${JSON.stringify(rows.at(-1))}\n`)
  }
  const means = Object.fromEntries(
    ['imageAuroc', 'aupro', 'seconds'].map((name) => [
      name,
      Number(mean(rows.map((row) => row[name])).toFixed(4)),
    ]),
  )
  process.stdout.write(`${JSON.stringify({ folder, mean: means })}\n`)
} finally {
  rmSync(data, { recursive: true, force: true })
}
