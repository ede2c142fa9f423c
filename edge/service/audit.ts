import type { Denied } from '../../broker/rule.ts'
import type { AuditDraft, AuditEntry, AuditKind } from '../contract/audit.ts'
import type { Borders, Card } from '../contract/card.ts'
import type { Clock, Log } from '../contract/port.ts'
import { type AuditFile, openAuditFile } from '../io/audit-file.ts'
import type { Witness } from '../io/person.ts'

/** Who came, who was refused, who changed what: kept in a chain of hashes whose head is published. */
export interface Audit extends Pick<AuditFile, 'onHead' | 'entries' | 'head'>, Witness {
  note(kind: AuditKind, user: string, about: AuditDraft['about']): void
  /** A publish or a subscription that the broker refused. */
  denied(denied: Denied): void
  /** Of the run before. */
  readonly lastStart: AuditEntry | null
  close(): Promise<void>
}

export interface AuditTools {
  readonly folder: string
  readonly clock: Clock
  readonly log: Log
}

export async function openAudit({ folder, clock, log }: AuditTools): Promise<Audit> {
  const file = await openAuditFile(folder, log)
  const note: Audit['note'] = (kind, user, about) =>
    file.add({ kind, user: user.slice(0, 64), about, time: new Date(clock.nowMs()).toISOString() })
  const murmur = quietly(note, clock)
  if (file.fault) log.error('the audit trail is broken', { fault: file.fault })
  if (file.tornBytes > 0) note('repaired', '', { tornBytes: file.tornBytes })
  return {
    lastStart: file.past.findLast(({ kind }) => kind === 'start') ?? null,
    ...{ note, onHead: file.onHead, entries: file.entries, head: file.head },
    denied: ({ act, user, clientId, address, topic, reason }) =>
      murmur.note('denied', user, { act, clientId: clientId.slice(0, 64), address, topic, reason }, act),
    signedIn: (user, role, by, address) =>
      murmur.note('sign-in', user, { role, by, address }, `${by} ${address}`),
    refused: (user, by, address) => murmur.note('sign-in-refused', user, { by, address }, address),
    usersChanged: (user, change) => note('users', user, { change }),
    async close() {
      murmur.end()
      note('stop', '', {})
      await file.close()
    },
  }
}

type Decider = Pick<Card, 'name' | 'sha256'> & { readonly thresholds: Borders }

/** What the model decides by; a change since the run before has an entry of its own. */
export function noteStart(audit: Audit, card: Decider, version: string): void {
  const { acceptBelow, rejectAtLeast } = card.thresholds
  const now = { model: card.name, modelSha256: card.sha256, acceptBelow, rejectAtLeast }
  const before = audit.lastStart?.about
  audit.note('start', '', { version, ...now })
  if (before && (before.acceptBelow !== acceptBelow || before.rejectAtLeast !== rejectAtLeast)) {
    const was = {
      acceptBelowBefore: before.acceptBelow ?? null,
      rejectAtLeastBefore: before.rejectAtLeast ?? null,
    }
    audit.note('thresholds', '', { ...now, ...was, found: 'at the start' })
  }
}

const windowMs = 60_000
/** Kinds of noise that are told apart within a minute. */
const mostKeys = 64

/** The first of its kind is noted at once; how many more came within the minute, when it is over. Nobody fills the disk. */
function quietly(note: Audit['note'], clock: Clock) {
  const open = new Map<string, { more: number; end: () => void }>()
  return {
    note(kind: AuditKind, user: string, about: AuditDraft['about'], apart: string): void {
      const name = `${kind} ${user} ${apart}`
      const key = open.has(name) || open.size < mostKeys ? name : kind
      const known = open.get(key)
      if (known) {
        known.more += 1
        return
      }
      note(kind, user, about)
      const end = () => {
        cancel()
        open.delete(key)
        if (entry.more > 0) note(kind, user, { ...about, more: entry.more })
      }
      const cancel = clock.after(windowMs, end)
      const entry = { more: 0, end }
      open.set(key, entry)
    },
    end(): void {
      for (const { end } of [...open.values()]) end()
    },
  }
}
