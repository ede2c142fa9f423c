import { setTimeout as wait } from 'node:timers/promises'
import { type Child, startChild } from './child.ts'
import type { Schedule } from './schedule.ts'
import type { Site } from './site.ts'

interface EdgePlace {
  readonly script: string
  readonly site: Site
  readonly edgeFolder: string
  readonly url: string
  readonly schedule: Schedule
}

interface Words {
  readonly streamId?: string
  readonly promised?: readonly string[]
  readonly depth?: number
}

/** The edge, life after life, and what it promised. */
export class EdgeActor {
  readonly promised = new Set<string>()
  /** Promised by books that were spoilt and put aside. */
  readonly aside = new Set<string>()
  /** What it should have done otherwise. */
  readonly complaints: string[] = []
  readonly #place: EdgePlace
  readonly #kept = new Map<string, Buffer>()
  #child: Child | null = null
  #life = 0
  #stream = ''
  /** What waited when it last looked, if it has promised nothing since. */
  #depth = -1
  #isHushed = false
  #mustBeNew = false

  constructor(place: EdgePlace) {
    this.#place = place
  }

  /** Starts it, unless it lives. */
  revive(): void {
    if (this.#child?.isAlive()) return
    const { script, site, edgeFolder, url, schedule } = this.#place
    const runId = `${schedule.seed}-${++this.#life}`
    const args = [script, site.folder, edgeFolder, url, runId, schedule.outboxRows, schedule.seed].map(String)
    this.#child = startChild(process.execPath, args, (line) => this.#hear(JSON.parse(line) as Words))
    if (this.#isHushed) this.tell('hush')
  }

  tell(line: string): void {
    this.#child?.tell(line)
  }

  async kill(): Promise<void> {
    await this.#child?.kill('SIGKILL')
  }

  /** As Ctrl-C does. */
  async leave(): Promise<void> {
    await this.#child?.kill('SIGTERM')
  }

  /** Its book was spoilt: the next life must begin another, and keep this one. */
  expectNewBook(): void {
    this.#mustBeNew = this.#stream !== ''
  }

  /** Until it has promised something more, if it can. */
  async underWay(): Promise<void> {
    const enough = this.promised.size + 40
    await until(() => this.promised.size >= enough, 8_000)
  }

  /** Slows the line down until nothing waits; returns what still waits at the deadline. */
  async drained(deadlineMs: number): Promise<number> {
    this.#isHushed = true
    this.tell('hush')
    const before = this.promised.size
    await until(() => {
      this.revive()
      return this.#depth === 0 && this.promised.size > before
    }, deadlineMs)
    return this.#depth
  }

  #hear({ streamId, promised = [], depth = -1 }: Words): void {
    for (const id of promised) this.promised.add(id)
    this.#depth = depth
    if (streamId !== undefined) this.#opened(streamId)
  }

  #opened(streamId: string): void {
    if (this.#stream !== '' && this.#stream !== streamId) for (const id of this.promised) this.aside.add(id)
    const books = this.#place.site.aside()
    for (const [name, bytes] of this.#kept)
      if (!books.get(name)?.equals(bytes)) this.complaints.push(`changed ${name}`)
    if (this.#mustBeNew && this.#stream === streamId) this.complaints.push('went on with a spoilt book')
    if (this.#mustBeNew && books.size === this.#kept.size) this.complaints.push('kept no spoilt book')
    for (const [name, bytes] of books) this.#kept.set(name, bytes)
    this.#mustBeNew = false
    this.#stream = streamId
  }
}

async function until(isSo: () => boolean, deadlineMs: number): Promise<void> {
  for (let waitedMs = 0; !isSo() && waitedMs < deadlineMs; waitedMs += 20) await wait(20)
}
