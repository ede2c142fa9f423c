import { spawn } from 'node:child_process'
import os from 'node:os'
import { environment } from './config.ts'

/** A command of this program in a process of its own, behind the line's in the queue for the cores. */
export interface OwnCommand {
  /** Its last line on stdout; rejects with the last one on stderr. */
  readonly answer: Promise<string>
  stop(): void
}

/** Of what a command says, no more than this is kept. */
const mostBytes = 1_000_000
/** 0 is usual, 19 the last in the queue. */
const patience = 10

/** @param args of `jidoka`; @param data the data folder that it works in */
export function runOwnCommand(args: readonly string[], data: string): OwnCommand {
  const child = spawn(process.execPath, [process.argv[1] ?? '', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...environment(), JIDOKA_DATA: data },
  })
  const [out, err] = [lastLine(child.stdout), lastLine(child.stderr)]
  const answer = new Promise<string>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => (code === 0 ? resolve(out()) : reject(new Error(err() || 'It was ended.'))))
  })
  if (child.pid !== undefined) yieldTo(child.pid)
  return { answer, stop: () => child.kill() }
}

function yieldTo(pid: number): void {
  try {
    os.setPriority(pid, patience)
  } catch {
    // It ended already, or this system does not let it.
  }
}

function lastLine(stream: NodeJS.ReadableStream): () => string {
  let text = ''
  stream.setEncoding('utf8')
  stream.on('data', (more: string) => {
    text = (text + more).slice(-mostBytes)
  })
  return () =>
    text
      .trim()
      .split(/[\r\n]+/)
      .at(-1) ?? ''
}
