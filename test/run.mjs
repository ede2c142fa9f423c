import { spawn } from 'node:child_process'
import fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

/** `npm test`: types, Biome, then every test. The last line counts them all; extra arguments go to vitest. */
const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))
const scratch = await fs.mkdtemp(path.join(os.tmpdir(), 'jidoka-test-'))
const resultFile = path.join(scratch, 'result.json')

const types = await succeeds('typescript/bin/tsc', '--noEmit')
const style = await succeeds('@biomejs/biome/bin/biome', 'check', '.')
const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${resultFile}`]
const tests = await succeeds('vitest/vitest.mjs', 'run', ...reporters, ...process.argv.slice(2))
const result = await fs.readFile(resultFile, 'utf8').then(JSON.parse, () => ({ success: false }))
await fs.rm(scratch, { recursive: true, force: true })

const checks = [types, style]
const passed = checks.filter(Boolean).length + (result.numPassedTests ?? 0)
const failed = checks.filter((isFine) => !isFine).length + (result.numFailedTests ?? 0)
// A file that does not load, or a fault outside any test, fails no test: it counts as one.
const isLame = (!tests || !result.success) && !result.numFailedTests
console.log(`${passed} passed, ${failed + (isLame ? 1 : 0)} failed`)
process.exitCode = failed > 0 || isLame ? 1 : 0

/** Runs a script of a package with this Node and streams what it says. */
function succeeds(script, ...args) {
  const command = [path.join(root, 'node_modules', script), ...args]
  const child = spawn(process.execPath, command, { cwd: root, stdio: 'inherit' })
  return new Promise((resolve) =>
    child.on('close', (code) => resolve(code === 0)).on('error', () => resolve(false)),
  )
}
