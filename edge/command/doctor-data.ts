import { existsSync, statSync } from 'node:fs'
import path from 'node:path'
import { AuditData } from '../contract/audit.ts'
import { JidokaError } from '../contract/error.ts'
import { CloudEvent } from '../contract/event.ts'
import { checkChain } from '../core/audit.ts'
import { accountFile, readAccounts } from '../io/accounts.ts'
import { readAudit, sha256 } from '../io/audit-file.ts'
import { openBook } from '../io/book.ts'
import { bookFile } from '../io/data-folder.ts'
import type { Finding } from './doctor.ts'

/** What a service has left in its data folder: book, audit trail, users. */
export function dataFindings(folder: string): Finding[] {
  const book = checkBook(folder)
  return [book.finding, checkAudit(folder, book.head), checkUsers(folder)]
}

const absent = (name: string): Finding => ({ name, isOk: null, found: 'none yet' })

/** The book opens, and its newest head of the audit trail; null: it knows none. */
function checkBook(folder: string): { readonly finding: Finding; readonly head: AuditData | null } {
  const name = 'book'
  if (!existsSync(path.join(folder, bookFile))) return { finding: absent(name), head: null }
  try {
    const book = openBook(folder)
    const row = book.lastOf('audit')
    const depth = book.outbox.depth()
    book.close()
    const head = row && AuditData.safeParse(CloudEvent.parse(JSON.parse(row.payload)).data).data
    return { finding: { name, isOk: true, found: `sound, ${depth} events to be said` }, head: head ?? null }
  } catch (error) {
    if (!(error instanceof JidokaError)) throw error
    return { finding: { name, isOk: false, found: error.message, remedy: error.remedy }, head: null }
  }
}

function checkAudit(folder: string, witness: AuditData | null): Finding {
  const name = 'audit trail'
  const { lines } = readAudit(folder)
  if (lines.length === 0 && witness === null) return absent(name)
  const check = checkChain(lines, sha256, witness)
  if (check.kind === 'broken') {
    const remedy = 'Somebody changed audit.jsonl: keep it as evidence, and move it aside to begin another.'
    return { name, isOk: false, found: `entry ${check.number}: ${check.why}.`, remedy }
  }
  const { entries, hash } = check.head
  const heard = witness ? `; the book heard of ${witness.entries}` : ''
  return { name, isOk: true, found: `${entries} entries, head ${hash.slice(0, 12)}…${heard}` }
}

function checkUsers(folder: string): Finding {
  const name = 'users'
  const file = accountFile(folder)
  if (!existsSync(file)) return absent(name)
  try {
    const accounts = readAccounts(folder)
    const isOpen = process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0
    const remedy = `Run \`chmod 600 "${file}"\`, and give everybody a new password with \`jidoka user\`.`
    if (isOpen) return { name, isOk: false, found: 'users.json can be read by others.', remedy }
    return {
      name,
      isOk: true,
      found: accounts.map(({ user, role }) => `${user} (${role})`).join(', ') || 'nobody',
    }
  } catch (error) {
    if (!(error instanceof JidokaError)) throw error
    return { name, isOk: false, found: error.message, remedy: error.remedy }
  }
}
