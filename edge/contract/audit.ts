import { z } from 'zod'

/** What is worth an entry: who came in, who was refused, and what people changed. */
export const AuditKind = z.enum([
  'start',
  'stop',
  'thresholds',
  'users',
  'sign-in',
  'sign-in-refused',
  'station',
  'disruption',
  'drawing',
  'teaching',
  'model',
  'intervention',
  'alarm',
  'group',
  'denied',
  'repaired',
])
export type AuditKind = z.infer<typeof AuditKind>

/** One line of the trail. The SHA-256 of a line is the `previous` of the next; that of the last is the head. */
export const AuditEntry = z
  .strictObject({
    number: z.number().int().min(1),
    time: z.iso.datetime(),
    kind: AuditKind,
    user: z.string().describe('who did it; empty: nobody signed in'),
    about: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
    previous: z.string().describe('SHA-256 of the line before, in hex; of the first: zeros'),
  })
  .meta({ id: 'AuditEntry' })
export type AuditEntry = z.infer<typeof AuditEntry>
export type AuditDraft = Omit<AuditEntry, 'number' | 'previous'>

/** The payload of `audit`: whoever keeps it can tell later whether the trail was cut or rewritten. */
export const AuditData = z
  .object({
    entries: z.number().int().min(0).describe('lines of the trail'),
    hash: z.string().describe('SHA-256 of the last line'),
  })
  .meta({ id: 'AuditData' })
export type AuditData = z.infer<typeof AuditData>

/** `GET /api/v1/audit`. */
export const AuditPage = z.object({ entries: z.array(AuditEntry), head: AuditData }).meta({ id: 'AuditPage' })
export type AuditPage = z.infer<typeof AuditPage>
