import { constants } from 'node:fs'
import { type FileHandle, open, readFile } from 'node:fs/promises'
import path from 'node:path'
import { JidokaError } from '../contract/error.ts'
import { GroupEvent } from '../contract/group.ts'

/** What happened in the present group, one JSON line an event. */
export interface GroupFile {
  /** Events that were there at the opening. */
  readonly past: readonly GroupEvent[]
  /** Lines that were no events, and were passed over. */
  readonly unreadable: number
  /** Ends when the event is on disk. @throws {JidokaError} BOOK_UNUSABLE; it is tried again with the next */
  add(event: GroupEvent): Promise<void>
  /** Ends when everything added before is on disk. @throws {JidokaError} as above */
  flush(): Promise<void>
  /** Nothing is left of the group. */
  clear(): Promise<void>
  close(): Promise<void>
}

export const groupPath = (folder: string): string => path.join(folder, 'group.jsonl')

/** One program at a time may have it open: whoever has claimed the folder. */
export async function openGroupFile(folder: string): Promise<GroupFile> {
  const file = groupPath(folder)
  const bytes = await readFile(file).catch(() => Buffer.alloc(0))
  // What a crash cut off nobody was told was kept.
  const size = bytes.lastIndexOf('\n') + 1
  const lines = bytes.toString('utf8', 0, size).split('\n').slice(0, -1)
  const past = lines.flatMap((line) => eventOf(line) ?? [])
  const handle = await open(file, constants.O_RDWR | constants.O_CREAT, 0o600)
  await handle.truncate(size)
  return { past, unreadable: lines.length - past.length, ...createWriter(handle, size) }
}

function eventOf(line: string): GroupEvent | null {
  try {
    return GroupEvent.safeParse(JSON.parse(line)).data ?? null
  } catch {
    return null
  }
}

/** Whatever was added while the disk was busy goes out as one piece, and is synced once. */
function createWriter(handle: FileHandle, start: number): Omit<GroupFile, 'past' | 'unreadable'> {
  let offset = start
  let queue: string[] = []
  let turn: Promise<void> = Promise.resolve()

  async function write(): Promise<void> {
    const batch = queue
    if (batch.length === 0) return
    queue = []
    const bytes = Buffer.from(batch.join(''))
    try {
      await handle.write(bytes, 0, bytes.length, offset)
      await handle.datasync()
      offset += bytes.length
    } catch (error) {
      queue = [...batch, ...queue]
      const cause = error instanceof Error ? error.message : String(error)
      throw new JidokaError('BOOK_UNUSABLE', `What the group said could not be written: ${cause}.`)
    }
  }
  async function empty(): Promise<void> {
    queue = []
    await handle.truncate(0)
    await handle.datasync()
    offset = 0
  }
  const inTurn = (act: () => Promise<void>): Promise<void> => {
    const done = turn.then(act)
    turn = done.catch(() => undefined)
    return done
  }
  return {
    add(event) {
      queue.push(`${JSON.stringify(event)}\n`)
      return inTurn(write)
    },
    flush: () => inTurn(write),
    clear: () => inTurn(empty),
    async close() {
      await inTurn(write).catch(() => undefined)
      await handle.close()
    },
  }
}
