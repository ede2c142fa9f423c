import { setTimeout as wait } from 'node:timers/promises'
import { type Child, startChild } from './child.ts'
import type { Schedule } from './schedule.ts'
import type { Site } from './site.ts'

/** The edge, life after life, and what it promised. */
export interface EdgeActor {
  readonly promised: ReadonlySet<string>
  /** Promised by books that were spoilt and put aside. */
  readonly aside: ReadonlySet<string>
  /** What it should have done otherwise. */
  readonly complaints: readonly string[]
  start(): void
  tell(line: string): void
  kill(): Promise<void>
  /** Starts it if it has ended. */
  revive(): void
  /** Its book was spoilt: the next life must begin another, and keep this one. */
  expectNewBook(): void
  /** Until this life has promised something, if it can. */
  underWay(): Promise<void>
  /** Slows the line down until nothing waits of what it recorded since; returns what still waits at the deadline. */
  drained(deadlineMs: number): Promise<number>
  /** As Ctrl-C does. */
  leave(): Promise<void>
}

interface Words {
  readonly streamId?: string
  readonly promised?: readonly string[]
  readonly depth?: number
}

interface EdgePlace {
  readonly script: string
  readonly site: Site
  readonly edgeFolder: string
  readonly url: string
  readonly schedule: Schedule
}

export function createEdge({ script, site, edgeFolder, url, schedule }: EdgePlace): EdgeActor {
  const promised = new Set<string>()
  const aside = new Set<string>()
  const complaints: string[] = []
  const kept = new Map<string, Buffer>()
  let child: Child | null = null
  let life = 0
  let stream = ''
  let depth = -1
  let isHushed = false
  let mustBeNew = false

  function hear({ streamId, promised: ids = [], depth: rows }: Words): void {
    for (const id of ids) promised.add(id)
    // What was said before no longer holds.
    if (ids.length > 0) depth = -1
    if (rows !== undefined) depth = rows
    if (streamId === undefined) return
    depth = -1
    if (stream !== '' && stream !== streamId) for (const id of promised) aside.add(id)
    if (mustBeNew && stream === streamId) complaints.push('went on with a spoilt book')
    const books = site.aside()
    for (const [name, bytes] of kept) if (!books.get(name)?.equals(bytes)) complaints.push(`changed ${name}`)
    if (mustBeNew && books.size === kept.size) complaints.push('kept no spoilt book')
    for (const [name, bytes] of books) kept.set(name, bytes)
    mustBeNew = false
    stream = streamId
  }

  function start(): void {
    const life_ = `${schedule.seed}-${++life}`
    const args = [script, site.folder, edgeFolder, url, life_, schedule.outboxRows, schedule.seed].map(String)
    child = startChild(process.execPath, args, (line) => hear(JSON.parse(line) as Words))
    if (isHushed) child.tell('hush')
  }

  const revive = () => {
    if (!child?.isAlive()) start()
  }
  return {
    ...{ promised, aside, complaints, start, revive },
    tell: (line) => child?.tell(line),
    kill: async () => child?.kill('SIGKILL'),
    expectNewBook() {
      mustBeNew = stream !== ''
    },
    async underWay() {
      const before = promised.size
      for (let waitedMs = 0; promised.size < before + 40 && waitedMs < 8_000; waitedMs += 20) await wait(20)
    },
    async drained(deadlineMs) {
      isHushed = true
      const before = promised.size
      child?.tell('hush')
      for (
        let waitedMs = 0;
        (depth !== 0 || promised.size === before) && waitedMs < deadlineMs;
        waitedMs += 20
      ) {
        revive()
        await wait(20)
      }
      return depth
    },
    leave: async () => child?.kill('SIGTERM'),
  }
}
