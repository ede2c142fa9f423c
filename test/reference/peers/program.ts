import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { type Ear, figuresOf, type Told } from './ear.ts'

/** Where a program gets its order from, and how it is started. */
export interface Program {
  readonly name: string
  /** What stands before the order. */
  readonly command: readonly [string, ...string[]]
}

export type Order = Readonly<Record<string, string | number>>

/** Ends with its output; throws what it said on stderr when it fails. */
export async function outputOf(program: string, args: readonly string[]): Promise<string> {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')])
  if (code !== 0) throw new Error(`${[program, ...args].join(' ')} ended with ${code}: ${err.trim()}`)
  return out
}

export const argsOf = (order: Order): string[] =>
  Object.entries(order).flatMap(([name, value]) => [`--${name}`, String(value)])

/** One run of a program, by the clock of the ear. */
export async function weigh({ name, command: [program, ...before] }: Program, order: Order, ear: Ear) {
  ear.take()
  const child = spawn(program, [...before, ...argsOf(order)], { stdio: ['pipe', 'pipe', 'inherit'] })
  const ended = once(child, 'close')
  let said = ''
  child.stdout.setEncoding('utf8')
  for await (const piece of child.stdout) {
    said += piece
    if (said.endsWith('\n')) break
  }
  if (!said) throw new Error(`${name} (${path.basename(before[0] ?? program)}) ended without a word`)
  const told: Told = JSON.parse(said)
  await ear.reach(told.startedMs.length)
  child.stdin.end()
  await ended
  return figuresOf(told, ear.take(), Number(order.warm))
}
