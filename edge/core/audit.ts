import { type AuditData, type AuditDraft, AuditEntry } from '../contract/audit.ts'

/** SHA-256 of a text in UTF-8, in hex: arithmetic that comes in as an argument, like chance and time. */
export type Sha256 = (text: string) => string

/** The head of an empty trail. */
export const noEntries: AuditData = { entries: 0, hash: '0'.repeat(64) }

/** The entry and line that add `draft` to a trail with this head, and the head after it. */
export function chained(
  head: AuditData,
  { time, kind, user, about }: AuditDraft,
  sha256: Sha256,
): { readonly entry: AuditEntry; readonly line: string; readonly head: AuditData } {
  const entry: AuditEntry = { number: head.entries + 1, time, kind, user, about, previous: head.hash }
  const line = JSON.stringify(entry)
  return { entry, line, head: { entries: entry.number, hash: sha256(line) } }
}

export type AuditCheck =
  | { readonly kind: 'sound'; readonly head: AuditData }
  | { readonly kind: 'broken'; readonly number: number; readonly why: string }

/**
 * Follows the chain from its first line, and names the first link that does not hold.
 *
 * @param witness a head that was heard earlier; a trail that ends before it was cut
 */
export function checkChain(
  lines: readonly string[],
  sha256: Sha256,
  witness: AuditData | null = null,
): AuditCheck {
  let head = noEntries
  for (const line of lines) {
    const number = head.entries + 1
    const entry = entryOf(line)
    const why = entry === null ? 'it is no entry' : linkFault(entry, head)
    if (why) return { kind: 'broken', number, why }
    head = { entries: number, hash: sha256(line) }
    if (witness?.entries === number && witness.hash !== head.hash)
      return { kind: 'broken', number, why: 'it is not the one whose hash was published' }
  }
  if (witness && head.entries < witness.entries)
    return {
      ...{ kind: 'broken', number: head.entries + 1 },
      why: `it is missing, and ${witness.entries} were published`,
    }
  return { kind: 'sound', head }
}

function linkFault({ number, previous }: AuditEntry, head: AuditData): string {
  if (number !== head.entries + 1) return `it bears the number ${number}`
  return previous === head.hash ? '' : 'the entry before it was changed'
}

/** The entry that a line holds, or null. */
export function entryOf(line: string): AuditEntry | null {
  try {
    return AuditEntry.parse(JSON.parse(line))
  } catch {
    return null
  }
}
