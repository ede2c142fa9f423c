import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AuditDraft } from '../../edge/contract/audit.ts'
import { chained, checkChain, noEntries } from '../../edge/core/audit.ts'

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const draft = (user: string): AuditDraft => ({
  ...{ time: '2026-03-01T08:00:00.000Z', kind: 'sign-in', user, about: { by: 'password' } },
})

function trail(users: readonly string[]) {
  const heads = [noEntries]
  const lines = users.map((user) => {
    const next = chained(heads.at(-1) ?? noEntries, draft(user), sha256)
    heads.push(next.head)
    return next.line
  })
  return { lines, heads }
}

const users = fc.array(fc.string({ unit: 'grapheme', maxLength: 12 }), { minLength: 1, maxLength: 12 })

describe('the audit trail', () => {
  it('is a chain: each line holds the SHA-256 of the one before', () => {
    const { lines } = trail(['ann', 'bo'])
    const link =
      '{"number":2,"time":"2026-03-01T08:00:00.000Z","kind":"sign-in","user":"bo","about":{"by":"password"}'
    expect(lines[1]).toBe(`${link},"previous":"${sha256(lines[0] ?? '')}"}`)
    expect(JSON.parse(lines[0] ?? '').previous).toBe('0'.repeat(64))
  })

  it('is sound as it was written, to its head and to every head before', () => {
    fc.assert(
      fc.property(users, (names) => {
        const { lines, heads } = trail(names)
        for (const witness of [null, ...heads])
          expect(checkChain(lines, sha256, witness)).toEqual({ kind: 'sound', head: heads.at(-1) })
      }),
    )
  })

  it('breaks at the first entry after any that was changed, left out or put elsewhere', () => {
    fc.assert(
      fc.property(users, fc.nat(), fc.nat(), (names, one, other) => {
        const { lines, heads } = trail(names)
        const at = one % lines.length
        const line = lines[at] ?? ''
        const forged = line.replace('"by":"password"', '"by":"link"')
        const check = (changed: string[]) => checkChain(changed, sha256, heads.at(-1) ?? null)
        expect(check(lines.with(at, forged))).toMatchObject({
          kind: 'broken',
          number: Math.min(at + 2, lines.length),
        })
        expect(check(lines.toSpliced(at, 1))).toMatchObject({ kind: 'broken', number: at + 1 })
        const to = other % lines.length
        if (to !== at) expect(check(lines.toSpliced(at, 1).toSpliced(to, 0, line)).kind).toBe('broken')
      }),
    )
  })

  it('shows a cut tail to whoever heard the head, and to nobody else', () => {
    const { lines, heads } = trail(['ann', 'bo', 'cy'])
    const cut = lines.slice(0, 2)
    expect(checkChain(cut, sha256)).toEqual({ kind: 'sound', head: heads[2] })
    expect(checkChain(cut, sha256, heads[3])).toEqual({
      kind: 'broken',
      number: 3,
      why: 'it is missing, and 3 were published',
    })
  })

  it('shows a trail that was written anew from some entry on', () => {
    const { heads } = trail(['ann', 'bo', 'cy'])
    const { lines } = trail(['ann', 'mallory', 'cy', 'dee'])
    expect(checkChain(lines, sha256)).toMatchObject({ kind: 'sound' })
    expect(checkChain(lines, sha256, heads[3])).toMatchObject({ kind: 'broken', number: 3 })
  })
})
