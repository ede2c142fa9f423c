import fs from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { AuditData, AuditPage } from '../../edge/contract/audit.ts'
import { readAudit, sha256 } from '../../edge/io/audit-file.ts'
import { publishPacket, signIn, subscribePacket, type Wire } from '../broker/wire.ts'
import { runJidoka } from '../edge/process.ts'
import { type Running, removeFolder, startJidoka, temporaryFolder } from './running.ts'

let data = ''
let service: Running
beforeAll(async () => {
  data = await temporaryFolder('audit')
  service = await startJidoka({ data, args: ['--machine-hours-per-second', '0'] })
})
afterAll(async () => {
  await service?.kill()
  await removeFolder(data)
})

const passwordOf = (user: string) => new RegExp(`${user} (\\S{16})`).exec(service.greeting)?.[1] ?? ''
const as = (user: string, password = passwordOf(user)) => ({
  headers: { authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` },
})
const auditAs = (user: string) => fetch(`${service.url}/api/v1/audit`, as(user))
const wireAs = (user: string, clientId: string): Promise<Wire> =>
  signIn(Number(new URL(service.mqttUrl).port), { clientId, user, password: passwordOf(user) })

/** Waits for the head of so many entries, as any subscriber of the topic hears it. */
async function headOf(wire: Wire, entries: number): Promise<AuditData> {
  for (let message = await wire.message(); message; message = await wire.message()) {
    const head = AuditData.parse(JSON.parse(message.payload).data)
    if (head.entries >= entries) return head
  }
  throw new Error('the broker closed the connection')
}

describe('the audit trail of a running service', () => {
  it('holds who came, who did not, what they changed and what was denied; its head is retained', async () => {
    await service.put('/api/v1/condition', { lampLevel: 0.8 })
    expect((await fetch(`${service.url}/api/v1/state`, as('operator', 'wrong'))).status).toBe(401)
    const operator = await wireAs('operator', 'forger')
    expect((await operator.send(publishPacket('a/_inspect/v1/result', 'forged')).next())?.type).toBe(4)
    expect([(await auditAs('operator')).status, (await auditAs('engineer')).status]).toEqual([403, 200])
    const { entries, head } = AuditPage.parse(await (await auditAs('engineer')).json())
    const said = entries.map(({ kind, user }) => `${kind} ${user}`.trim())
    expect(said).toEqual([
      ...['start', 'sign-in viewer', 'station viewer', 'sign-in-refused operator', 'sign-in operator'],
      ...['denied operator', 'sign-in engineer'],
    ])
    const viewer = await wireAs('viewer', 'ear')
    viewer.send(subscribePacket('+/+/+/+/+/+/_inspect/v1/audit'))
    const heard = await headOf(viewer, head.entries + 1)
    const { lines } = readAudit(data)
    expect(heard.hash).toBe(sha256(lines[heard.entries - 1] ?? ''))
    const text = lines.join('\n')
    for (const secret of [passwordOf('operator'), 'wrong', service.cookie]) expect(text).not.toContain(secret)
  })

  it('is followed by `jidoka doctor` to its end, which finds a forged entry and a cut tail', async () => {
    expect(await service.stop()).toBe(0)
    const file = path.join(data, 'audit.jsonl')
    const text = await fs.readFile(file, 'utf8')
    const doctor = async () => {
      const { exitCode, out } = await runJidoka(['doctor', '--data', data, '--port', '0', '--mqtt-port', '0'])
      return [
        exitCode,
        /audit trail: (.*)/.exec(out)?.[1],
        /users: (.*)/.exec(out)?.[1],
        /book: (\w+)/.exec(out)?.[1],
      ]
    }
    const users = 'viewer (viewer), operator (operator), engineer (engineer), admin (admin)'
    const count = text.split('\n').length - 1
    expect(await doctor()).toEqual([0, expect.stringContaining(`${count} entries`), users, 'sound'])
    await fs.writeFile(file, text.replace('"lampLevel":0.8', '"lampLevel":1'))
    expect((await doctor()).slice(0, 2)).toEqual([
      1,
      expect.stringMatching(/^entry 4: the entry before it was changed/),
    ])
    await fs.writeFile(file, text.split('\n').slice(0, 3).join('\n').concat('\n'))
    expect((await doctor()).slice(0, 2)).toEqual([
      1,
      expect.stringMatching(/^entry 4: it is missing, and \d+ were/),
    ])
    await fs.writeFile(file, text)
  })

  it('goes on in the next run, which shows no password again and knows the users', async () => {
    const { greeting } = service
    const next = await startJidoka({ data, args: ['--machine-hours-per-second', '0'] })
    try {
      expect(next.greeting).not.toMatch(/^users/m)
      expect(greeting).toMatch(/^users /m)
      const answer = await fetch(`${next.url}/api/v1/audit`, as('engineer'))
      const { entries } = AuditPage.parse(await answer.json())
      expect(entries.map(({ kind }) => kind).slice(0, 3)).toEqual(['start', 'sign-in', 'station'])
      expect(entries.filter(({ kind }) => kind === 'start')).toHaveLength(2)
    } finally {
      expect(await next.stop()).toBe(0)
    }
  })
})
