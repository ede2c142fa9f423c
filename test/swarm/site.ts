import { spawnSync } from 'node:child_process'
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import Database from 'libsql'
import { booksAside } from '../../edge/io/book-aside.ts'
import { schemaVersion } from '../../edge/io/book-schema.ts'

/** A data folder that can be filled to the brim, and whose book can be spoilt. */
export interface Site {
  readonly folder: string
  fill(): void
  empty(): void
  /** Overwrites pages in the middle of the book, which nobody may have open. */
  damage(): void
  /** Says that a newer program wrote the book. */
  makeNewer(): void
  /** The bytes of the books that were put aside. */
  aside(): Map<string, Buffer>
  remove(): Promise<void>
}

const mount = (folder: string): boolean =>
  spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=12m', 'tmpfs', folder]).status === 0

/** Takes all room on the disk, until somebody needs it. */
const fillerFile = 'filler'

/** A disk of 12 MB, if this process may mount one. */
export const canMount: boolean = mounts()

export async function openSite(needsSmallDisk: boolean): Promise<Site> {
  const scratch = await mkdtemp(path.join(tmpdir(), 'jidoka-swarm-'))
  const folder = path.join(scratch, 'data')
  mkdirSync(folder)
  const isMounted = needsSmallDisk && mount(folder)
  const filler = path.join(folder, fillerFile)
  const book = path.join(folder, 'book.sqlite')
  return {
    folder,
    fill: () => isMounted && fill(filler),
    empty: () => rmSync(filler, { force: true }),
    damage: () => existsSync(book) && damage(book),
    makeNewer: () => existsSync(book) && alter(book, `PRAGMA user_version = ${schemaVersion + 1}`),
    aside: () => new Map(booksAside(folder).map((name) => [name, readFileSync(path.join(folder, name))])),
    async remove() {
      if (isMounted) spawnSync('umount', ['-l', folder])
      await rm(scratch, { recursive: true, force: true, maxRetries: 3 })
    },
  }
}

function mounts(): boolean {
  const folder = path.join(tmpdir(), `jidoka-mount-${process.pid}`)
  mkdirSync(folder)
  const isMounted = mount(folder)
  if (isMounted) spawnSync('umount', [folder])
  rmSync(folder, { recursive: true })
  return isMounted
}

function fill(file: string): void {
  const handle = openSync(file, 'w')
  try {
    for (let size = 1 << 20; size >= 512; size /= 2) fillBy(handle, Buffer.alloc(size))
  } finally {
    closeSync(handle)
  }
}

function fillBy(handle: number, piece: Buffer): void {
  try {
    while (writeSync(handle, piece) === piece.length);
  } catch {
    // Full, but for less than this piece.
  }
}

const pageBytes = 4096

/** The first page too, where the file has no others: every kind of damage is seen when a book is opened. */
function damage(file: string): void {
  // What stands in the log too would be whole.
  alter(file, 'PRAGMA wal_checkpoint(TRUNCATE)')
  const pages = Math.floor(statSync(file).size / pageBytes)
  const handle = openSync(file, 'r+')
  const at = pages < 8 ? 0 : pageBytes * 3
  writeSync(handle, Buffer.alloc(pageBytes * (pages < 8 ? 1 : 4), 0xa5), 0, undefined, at)
  closeSync(handle)
}

function alter(file: string, change: string): void {
  rmSync(path.join(path.dirname(file), fillerFile), { force: true })
  const database = new Database(file)
  database.exec(change)
  database.close()
}

/** Below the ports that systems give to connections by themselves: one that is left for a moment must still be there. */
let nextPort = 20_000 + (process.pid % 100) * 100

/** A port that nobody has, nor will get by chance. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = nextPort++
    const server = createServer()
    const isFree = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false))
      server.listen(port, '127.0.0.1', () => resolve(true))
    })
    await new Promise((resolve) => server.close(resolve))
    if (isFree) return port
  }
}
