import { spawn } from 'node:child_process'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { buildEdge } from '../../edge/build.mjs'

/** `npm run swarm -- --runs 200 --seed 1`: builds the actors, which Node 20 cannot run as they stand, and starts the swarm. */
const here = path.dirname(fileURLToPath(import.meta.url))
// As deep below the root as the sources, so that what they import by path is found.
const scripts = path.join(here, '..', '.cache')
const entryPoints = ['swarm.ts', 'edge-process.ts', 'broker-process.ts'].map((name) => path.join(here, name))
await build({
  ...{ entryPoints, outdir: scripts, outExtension: { '.js': '.mjs' }, bundle: true, platform: 'node' },
  ...{ format: 'esm', packages: 'external', external: ['*.mjs'], logLevel: 'warning' },
})
const options = ['--edge', await buildEdge(), '--scripts', scripts, ...process.argv.slice(2)]
const swarm = spawn(process.execPath, [path.join(scripts, 'swarm.mjs'), ...options], { stdio: 'inherit' })
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => swarm.kill(signal))
swarm.on('exit', (code) => {
  process.exitCode = code ?? 1
})
