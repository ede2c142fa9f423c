import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { BoardState } from '../../edge/contract/api.ts'
import { AuditPage } from '../../edge/contract/audit.ts'
import { ResultData } from '../../edge/contract/event.ts'
import { ThresholdsData } from '../../edge/contract/threshold.ts'
import { type Running, removeFolder, startJidoka, temporaryFolder } from './running.ts'

let data = ''
let service: Running
beforeAll(async () => {
  data = await temporaryFolder('threshold')
  service = await startJidoka({ data, args: ['--machine-hours-per-second', '0'] })
})
afterAll(async () => {
  await service?.kill()
  await removeFolder(data)
})

const engineer = () => `engineer:${/engineer (\S{16})/.exec(service.greeting)?.[1]}`
const asEngineer = (method: string, body?: object) =>
  fetch(`${service.url}/api/v1/thresholds`, {
    ...{ method, ...(body && { body: JSON.stringify(body) }) },
    headers: {
      authorization: `Basic ${Buffer.from(engineer()).toString('base64')}`,
      ...(body && { 'content-type': 'application/json' }),
    },
  })
const state = async () => BoardState.parse(await (await service.get('/api/v1/state')).json())

/** Results and what is said of them, until the predicate holds. */
async function watch(isEnough: (topic: string, data: Record<string, unknown>) => boolean) {
  const seen: ResultData[] = []
  for await (const { topic, data: said } of service.results()) {
    if (topic === 'result') seen.push(ResultData.parse(said))
    if (isEnough(topic, said)) return seen
  }
  return seen
}

describe('thresholds of a running line', () => {
  it('are chosen by an engineer, decide every part from then on, and make the evidence start anew', async () => {
    await watch((topic, { sequence }) => topic === 'result' && Number(sequence) > 8)
    const [before, refuseAll] = [await state(), { acceptBelow: 0, rejectAtLeast: 0 }]
    expect((await service.put('/api/v1/thresholds', refuseAll)).status).toBe(403)
    expect((await asEngineer('PUT', { acceptBelow: 0.9, rejectAtLeast: 0.1 })).status).toBe(400)
    expect((await state()).thresholds).toEqual(before.thresholds)

    const chosen = ThresholdsData.parse(await (await asEngineer('PUT', refuseAll)).json())
    expect(chosen).toMatchObject({ ...refuseAll, isOfCard: false, by: 'engineer' })
    expect(chosen.fromSequence).toBeGreaterThan(8)
    const seen = await watch(
      (topic, { sequence }) => topic === 'result' && Number(sequence) > chosen.fromSequence + 20,
    )
    const after = seen.filter(({ sequence }) => sequence >= chosen.fromSequence)
    expect(after.length).toBeGreaterThan(15)
    const verdicts = after.map(({ evaluation }) => evaluation)
    expect(verdicts).toContain('NotOK')
    expect(verdicts).not.toContain('OK')

    const { verification, run, thresholds } = await state()
    expect(run.model).toMatchObject(refuseAll)
    expect(thresholds).toEqual(chosen)
    // Nothing of what the card decided is left: not one part is passed.
    expect(verification?.tally).toMatchObject({ goodPassed: 0, escapes: 0 })
    expect(verification?.falseReject.count).toBe(verification?.falseReject.n)

    const own = ThresholdsData.parse(await (await asEngineer('DELETE')).json())
    const { acceptBelow, rejectAtLeast } = before.thresholds
    expect(own).toMatchObject({ acceptBelow, rejectAtLeast, isOfCard: true, by: 'engineer' })
  })

  it('stand in the audit trail with what they were before', async () => {
    const headers = { authorization: `Basic ${Buffer.from(engineer()).toString('base64')}` }
    const answer = await fetch(`${service.url}/api/v1/audit`, { headers })
    const { entries } = AuditPage.parse(await answer.json())
    const changes = entries.filter(({ kind }) => kind === 'thresholds')
    expect(changes.map(({ user, about }) => [user, about.rejectAtLeast, about.rejectAtLeastBefore])).toEqual([
      ['engineer', 0, expect.any(Number)],
      ['engineer', expect.any(Number), 0],
    ])
  })
})
