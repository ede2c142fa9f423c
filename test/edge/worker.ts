import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { launcher } from './process.ts'

export interface WorkerProcess {
  readonly child: ChildProcess
  readonly said: { err: string }
  /** Ctrl-C; the exit code. */
  stop(): Promise<number | null>
  kill(): Promise<unknown>
}

/** A `jidoka work --broker` as a person would start it, ready for jobs. */
export async function startWorker(
  broker: string,
  {
    args = [],
    env = {},
  }: { readonly args?: readonly string[]; readonly env?: Readonly<Record<string, string>> } = {},
): Promise<WorkerProcess> {
  const child = spawn(process.execPath, [launcher, 'work', '--broker', broker, ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const said = { err: '' }
  await new Promise<void>((resolve, reject) => {
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said.err += text
      if (said.err.includes('Ctrl-C ends it.')) resolve()
    })
    child.once('exit', (code) => reject(new Error(`ended with ${code}: ${said.err}`)))
  })
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode !== null || child.signalCode !== null) return [child.exitCode]
    const ended = once(child, 'exit')
    child.kill(signal)
    return ended
  }
  return { child, said, stop: async () => (await end('SIGINT'))[0], kill: () => end('SIGKILL') }
}
