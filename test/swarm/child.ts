import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'

/** A process of the swarm: it is told lines, and says lines. */
export interface Child {
  tell(line: string): void
  /** It has ended, in whatever way. */
  readonly ended: Promise<unknown>
  isAlive(): boolean
  kill(signal: 'SIGKILL' | 'SIGTERM'): Promise<void>
}

export function startChild(
  command: string,
  args: readonly string[],
  hear: (line: string) => void = () => undefined,
  stderr: 'inherit' | 'ignore' = 'inherit',
): Child {
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', stderr] })
  child.stdin.on('error', () => undefined)
  const read = createInterface(child.stdout).on('line', hear)
  // What it said before it died counts as said.
  const ended = Promise.all([once(child, 'exit'), once(read, 'close')])
  return {
    tell: (line) => void child.stdin.write(`${line}\n`),
    ended,
    isAlive: () => isAlive(child),
    async kill(signal) {
      if (isAlive(child)) child.kill(signal)
      await ended
    },
  }
}

const isAlive = (child: ChildProcess): boolean => child.exitCode === null && child.signalCode === null
