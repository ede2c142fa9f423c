import fs from 'node:fs/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { AuditData } from '../../edge/contract/audit.ts'
import { createSimulatedClock } from '../../edge/core/simulated-clock.ts'
import { auditPath, openAuditFile, readAudit, sha256 } from '../../edge/io/audit-file.ts'
import { noteStart, openAudit } from '../../edge/service/audit.ts'
import { keptLog } from '../broker/local-broker.ts'
import { removeFolder, temporaryFolder } from '../flow/running.ts'

let folder = ''
beforeEach(async () => {
  folder = await temporaryFolder('audit 审计')
})
afterEach(() => removeFolder(folder))

const entry = (user: string) =>
  ({ time: '2026-03-01T08:00:00.000Z', kind: 'sign-in', user, about: {} }) as const

async function write(...users: string[]): Promise<AuditData> {
  const file = await openAuditFile(folder, keptLog)
  for (const user of users) file.add(entry(user))
  await file.close()
  return file.head()
}

async function faultOf(): Promise<string | null> {
  const file = await openAuditFile(folder, keptLog)
  await file.close()
  return file.fault
}

describe('the file of the audit trail', () => {
  it('goes on where it ended; its head is the SHA-256 of its last line', async () => {
    await write('ann', 'bo')
    const head = await write('cy')
    const { lines, tornBytes } = readAudit(folder)
    expect(lines.map((line) => JSON.parse(line).user)).toEqual(['ann', 'bo', 'cy'])
    expect(tornBytes).toBe(0)
    expect(head).toEqual({ entries: 3, hash: sha256(lines[2] ?? '') })
    if (process.platform !== 'win32') expect((await fs.stat(auditPath(folder))).mode & 0o777).toBe(0o600)
  })

  it('tells a head only of what is on the disk', async () => {
    const file = await openAuditFile(folder, keptLog)
    const seen: number[][] = []
    file.onHead(({ entries }) => seen.push([entries, readAudit(folder).lines.length]))
    for (const user of ['ann', 'bo', 'cy']) file.add(entry(user))
    await file.close()
    expect(seen[0]).toEqual([0, 0])
    expect(seen.at(-1)).toEqual([3, 3])
    expect(seen.every(([said = 0, written = 0]) => said <= written)).toBe(true)
  })

  it('drops half a line that a crash left, and says so', async () => {
    await write('ann')
    await fs.appendFile(auditPath(folder), '{"number":2,"ti')
    const file = await openAuditFile(folder, keptLog)
    expect([file.tornBytes, file.fault]).toEqual([15, null])
    file.add(entry('bo'))
    await file.close()
    expect(readAudit(folder).lines).toHaveLength(2)
    expect(await faultOf()).toBeNull()
  })

  it('goes on after a break, which stays where it is', async () => {
    await write('ann', 'bo', 'cy')
    const text = await fs.readFile(auditPath(folder), 'utf8')
    await fs.writeFile(auditPath(folder), text.replace('"bo"', '"al"'))
    const fault = 'entry 3: the entry before it was changed'
    expect(await faultOf()).toBe(fault)
    await write('dee')
    expect(await faultOf()).toBe(fault)
    expect(readAudit(folder).lines).toHaveLength(4)
  })
})

describe('what is noted', () => {
  it('is a threshold that differs from the last run, with both values', async () => {
    const start = async (rejectAtLeast: number) => {
      const audit = await openAudit({ folder, clock: createSimulatedClock(0), log: keptLog })
      const card = { name: 'steel', sha256: 'ab', thresholds: { acceptBelow: 0.1, rejectAtLeast } }
      noteStart(audit, card, '0.1.0')
      const noted = audit.entries(9)
      await audit.close()
      return noted
    }
    await start(0.9)
    await start(0.9)
    const noted = await start(0.8)
    expect(noted.map(({ kind }) => kind)).toEqual(['start', 'stop', 'start', 'stop', 'start', 'thresholds'])
    expect(noted.at(-1)?.about).toMatchObject({
      rejectAtLeast: 0.8,
      rejectAtLeastBefore: 0.9,
      acceptBelow: 0.1,
    })
  })

  it('is the first of a noise at once, and how much more there was when the minute is over', async () => {
    const clock = createSimulatedClock(0)
    const audit = await openAudit({ folder, clock, log: keptLog })
    const denied = { act: 'publish', user: 'ann', clientId: 'c', address: '127.0.0.1', reason: 'no' } as const
    for (let count = 0; count < 5; count++) audit.denied({ ...denied, topic: `t/${count}` })
    audit.denied({ ...denied, user: 'bo', topic: 'u' })
    const said = () => audit.entries(9).map(({ kind, user, about }) => [kind, user, about.topic, about.more])
    expect(said()).toEqual([
      ['denied', 'ann', 't/0', undefined],
      ['denied', 'bo', 'u', undefined],
    ])
    clock.advanceTo(60_000)
    expect(said().slice(2)).toEqual([['denied', 'ann', 't/0', 4]])
    await audit.close()
    expect(readAudit(folder).lines).toHaveLength(4)
  })

  it('is bounded, however many different names are tried', async () => {
    const clock = createSimulatedClock(0)
    const audit = await openAudit({ folder, clock, log: keptLog })
    for (let count = 0; count < 5_000; count++) audit.refused(`user-${count}`, 'password', `10.0.0.${count}`)
    clock.advanceTo(60_000)
    expect(audit.entries(1000).length).toBeLessThan(70)
    expect(audit.entries(1)[0]).toMatchObject({ kind: 'sign-in-refused', about: { more: 4_935 } })
    await audit.close()
  })
})
