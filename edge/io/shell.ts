import fs from 'node:fs'
import path from 'node:path'
import { wallClock } from './clock.ts'

/** What the launcher hands over. */
export interface Launch {
  /** The root folder of the clone: models, seeds. */
  readonly root: string
  /** The folder of the built workers: `camera-worker.mjs`, `inference-worker.mjs`. */
  readonly edge: string
  /** Builds the andon board if it needs building; its folder. */
  board(): Promise<string>
}

/** What a command may touch of the process around it. */
export interface Shell extends Launch {
  readonly version: string
  /** The command as it was given. */
  readonly command: string
  /** Machine output. */
  readonly out: NodeJS.WritableStream
  /** Everything for people. */
  readonly err: NodeJS.WritableStream
  /** From the first call on, Ctrl-C and SIGTERM abort this signal instead of ending the process. */
  interruption(): AbortSignal
}

export function createShell(launch: Launch): Shell {
  // A reader that has seen enough (`| head -1`) is no error.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
    process.exit(0)
  })
  process.stderr.on('error', () => {})
  let signal: AbortSignal | null = null
  const interruption = () => {
    signal ??= abortOnSignals()
    return signal
  }
  const version = versionOf(launch.root)
  return {
    ...launch,
    version,
    command: commandLine(),
    out: process.stdout,
    err: process.stderr,
    interruption,
  }
}

/** Quoted where a shell would need it. */
const commandLine = (): string =>
  [
    'npx jidoka',
    ...process.argv.slice(2).map((word) => (/^[\w./:=,-]+$/.test(word) ? word : `'${word}'`)),
  ].join(' ')

const versionOf = (root: string): string =>
  JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8')).version

/** A second Ctrl-C ends at once. npm passes the first one on, so that it comes twice within milliseconds. */
function abortOnSignals(): AbortSignal {
  const abort = new AbortController()
  let firstMs: number | null = null
  const onSignal = () => {
    const nowMs = wallClock.monotonicMs()
    if (firstMs !== null && nowMs - firstMs > 500) process.exit(130)
    firstMs ??= nowMs
    abort.abort()
  }
  process.on('SIGINT', onSignal)
  process.on('SIGTERM', onSignal)
  return abort.signal
}
