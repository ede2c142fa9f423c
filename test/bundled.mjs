import { spawn } from 'node:child_process'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { buildEdge } from '../edge/build.mjs'

/**
 * Builds programs of the tests, which Node 20 cannot run as they stand, and runs the first of them with the folder of the
 * service's build, that of its own, and what was typed.
 */
export async function runBundled(folder, names) {
  const here = path.dirname(fileURLToPath(import.meta.url))
  // As deep below the root as the sources, so that what they import by path is found.
  const scripts = path.join(here, '.cache')
  const entryPoints = names.map((name) => path.join(here, folder, `${name}.ts`))
  await build({
    ...{ entryPoints, outdir: scripts, outExtension: { '.js': '.mjs' }, bundle: true, platform: 'node' },
    ...{ format: 'esm', packages: 'external', external: ['*.mjs'], logLevel: 'warning' },
  })
  const options = ['--edge', await buildEdge(), '--scripts', scripts, ...process.argv.slice(2)]
  const child = spawn(process.execPath, [path.join(scripts, `${names[0]}.mjs`), ...options], {
    stdio: 'inherit',
  })
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))
  child.on('exit', (code) => {
    process.exitCode = code ?? 1
  })
}
