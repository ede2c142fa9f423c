import { createHash } from 'node:crypto'
import { constants, existsSync, readFileSync } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import path from 'node:path'
import type { AuditData, AuditDraft, AuditEntry } from '../contract/audit.ts'
import type { Log } from '../contract/port.ts'
import { chained, checkChain, entryOf } from '../core/audit.ts'

/** The audit trail on disk: one JSON line an entry, each holding the hash of the line before. */
export interface AuditFile {
  /** Entries that were there at the opening. */
  readonly past: readonly AuditEntry[]
  /** The trail was broken at the opening, and where. */
  readonly fault: string | null
  /** Bytes of a line that a crash had cut off, and that were taken away. */
  readonly tornBytes: number
  /** Adds an entry; it is on disk a moment later. */
  add(draft: AuditDraft): void
  /** Called with the head after each write, and at once. */
  onHead(action: (head: AuditData) => void): void
  /** The last entries, newest last. */
  entries(limit: number): AuditEntry[]
  head(): AuditData
  close(): Promise<void>
}

export const auditPath = (folder: string): string => path.join(folder, 'audit.jsonl')
export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

/** The whole lines of a trail, their size in bytes, and the bytes after the last of them. */
export function readAudit(folder: string) {
  const file = auditPath(folder)
  const bytes = existsSync(file) ? readFileSync(file) : Buffer.alloc(0)
  const size = bytes.lastIndexOf('\n') + 1
  const lines: readonly string[] = bytes.toString('utf8', 0, size).split('\n').slice(0, -1)
  return { lines, size, tornBytes: bytes.length - size }
}

/** Entries that can be asked for without reading the file. */
const keptEntries = 1000

/** One program at a time may have it open: whoever has claimed the folder. */
export async function openAuditFile(folder: string, log: Log): Promise<AuditFile> {
  const { lines, size, tornBytes } = readAudit(folder)
  const check = checkChain(lines, sha256)
  const past = lines.flatMap((line) => entryOf(line) ?? [])
  // A broken trail goes on from its last line: the break stays where it is, for all to see.
  let head = check.kind === 'sound' ? check.head : { entries: lines.length, hash: sha256(lines.at(-1) ?? '') }
  const handle = await open(auditPath(folder), constants.O_RDWR | constants.O_CREAT, 0o600)
  await handle.truncate(size)
  const writer = createWriter(handle, size, log)
  const actions: ((head: AuditData) => void)[] = []
  const entries = past.slice(-keptEntries)
  return {
    past,
    fault: check.kind === 'sound' ? null : `entry ${check.number}: ${check.why}`,
    tornBytes,
    add(draft) {
      const next = chained(head, draft, sha256)
      head = next.head
      entries.push(next.entry)
      if (entries.length > keptEntries) entries.shift()
      writer.write(`${next.line}\n`, () => {
        for (const action of actions) action(next.head)
      })
    },
    onHead(action) {
      actions.push(action)
      action(head)
    },
    entries: (limit) => entries.slice(-limit),
    head: () => head,
    close: () => writer.close(),
  }
}

/** Writes one piece after the other, each synced to the disk; one that fails is tried again with the next. */
function createWriter(handle: FileHandle, start: number, log: Log) {
  let offset = start
  let queue: { readonly text: string; readonly done: () => void }[] = []
  let turn: Promise<void> = Promise.resolve()

  async function flush(): Promise<void> {
    const batch = queue
    if (batch.length === 0) return
    queue = []
    const bytes = Buffer.from(batch.map(({ text }) => text).join(''))
    try {
      await handle.write(bytes, 0, bytes.length, offset)
      await handle.datasync()
      offset += bytes.length
      batch.at(-1)?.done()
    } catch (error) {
      queue = [...batch, ...queue]
      log.error('the audit trail could not be written', { error })
    }
  }

  return {
    write(text: string, done: () => void): void {
      queue.push({ text, done })
      turn = turn.then(flush)
    },
    async close(): Promise<void> {
      await turn
      await flush()
      await handle.close()
    },
  }
}
