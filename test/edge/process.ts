import { spawn } from 'node:child_process'
import path from 'node:path'
import { root } from '../law/source.ts'

export interface Ended {
  readonly exitCode: number | null
  readonly out: string
  readonly err: string
}

export interface RunOptions {
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string>>
}

export const launcher = path.join(root, 'edge', 'jidoka.mjs')

/** Runs Node with these arguments to its end. The environment holds no settings but those given. */
export function runNode(args: readonly string[], { cwd = root, env = {} }: RunOptions = {}): Promise<Ended> {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('JIDOKA_'))
  const child = spawn(process.execPath, args, { cwd, env: { ...Object.fromEntries(inherited), ...env } })
  const said = { out: '', err: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said.out += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said.err += text
  })
  child.stdin.end()
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (exitCode) => resolve({ exitCode, ...said }))
  })
}

/** Runs `jidoka` with these arguments. */
export const runJidoka = (args: readonly string[], options?: RunOptions): Promise<Ended> =>
  runNode([launcher, ...args], options)
