import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ErrorBody } from '../../edge/contract/api.ts'
import type { Inspection } from '../../edge/contract/inspection.ts'
import { DeskState, QualityState, ReviewData } from '../../edge/contract/review.ts'
import { basic, json, password, type Stand, startStand } from './http-stand.ts'
import { sampleQuality } from './sample-data.ts'

let stand: Stand
beforeEach(async () => {
  stand = await startStand()
})
afterEach(() => stand.close())

const undecided = (partId: string): Inspection => ({
  ...{ line: 'steel-strip', partId, sequence: 7, isSimulated: true, defects: [] },
  ...{ evaluation: 'NotDecidable', reason: 'between-thresholds', score: 0.5, detail: 'Too close to call.' },
})
const review = (partId: string, body: unknown = { decision: 'OK' }, headers: Record<string, string> = {}) => {
  const call = json(body)
  const url = `/api/v1/parts/${encodeURIComponent(partId)}/review`
  return stand.askSignedIn(url, { ...call, headers: { ...call.headers, ...headers } })
}
async function refusal(answer: Response): Promise<[number, string]> {
  return [answer.status, ErrorBody.strict().parse(await answer.json()).code]
}
const desk = async () => DeskState.parse(await (await stand.askSignedIn('/api/v1/desk')).json())
const writtenReviews = () => stand.book.events(0, 9999).filter(({ topic }) => topic.endsWith('/review'))

describe('over HTTP', () => {
  it('the quality of the line comes as the contract has it', async () => {
    const answer = await stand.askSignedIn('/api/v1/quality')
    expect(answer.status).toBe(200)
    expect(QualityState.parse(await answer.json())).toEqual(sampleQuality)
  })

  it('a viewer sees what waits and decides it; the decision bears a name', async () => {
    stand.desk.put(undecided('strip-7'), false)
    expect((await desk()).waiting).toMatchObject([{ partId: 'strip-7', detail: 'Too close to call.' }])
    const answer = await review('strip-7', { decision: 'NotOK' })
    expect(answer.status).toBe(200)
    const said = ReviewData.parse(await answer.json())
    expect(said).toMatchObject({ partId: 'strip-7', decision: 'NotOK', reviewer: 'viewer', jobId: 'run-1' })
    expect(stand.book.review('run-1', 'strip-7')).toEqual(said)
    expect(await desk()).toMatchObject({ waiting: [], reviewed: 1, reviewTally: { falseRejects: 1 } })
  })

  it('an administrator decides under that name', async () => {
    stand.desk.put(undecided('strip-7'), null)
    const call = json({ decision: 'OK' })
    const headers = { ...call.headers, ...basic('admin', password).headers }
    const answer = await stand.ask('/api/v1/parts/strip-7/review', { ...call, headers })
    expect(await answer.json()).toMatchObject({ reviewer: 'admin' })
  })

  it('a part is decided once: the second hears so, and one that never waited is not found', async () => {
    // As on the line: what comes to the desk has its result in the book.
    stand.desk.put(undecided('strip-1'), true)
    expect((await review('strip-1')).status).toBe(200)
    expect(await refusal(await review('strip-1', { decision: 'NotOK' }))).toEqual([409, 'REVIEW_TAKEN'])
    expect(await refusal(await review('strip-2'))).toEqual([404, 'NOT_FOUND'])
    expect(await refusal(await review('nobody knows'))).toEqual([404, 'NOT_FOUND'])
    expect(writtenReviews()).toHaveLength(1)
  })

  it('of two people at the same moment exactly one wins', async () => {
    stand.desk.put(undecided('strip-1'), true)
    const answers = await Promise.all([
      review('strip-1', { decision: 'OK' }),
      review('strip-1', { decision: 'NotOK' }),
    ])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
    expect(writtenReviews()).toHaveLength(1)
  })

  it('a photograph with folders, blanks and 中文 in its name is decided like any other', async () => {
    for (const partId of ['batch 1/表面/a b?.png', '../../etc/passwd', 'a%2Fb', '#;&=+']) {
      stand.desk.put(undecided(partId), null)
      expect([partId, (await review(partId)).status]).toEqual([partId, 200])
      expect(stand.book.review('run-1', partId)).toMatchObject({ partId })
    }
  })
})

describe('the desk takes no nonsense', () => {
  it('words, forms and sizes that it does not know', async () => {
    stand.desk.put(undecided('strip-1'), true)
    for (const body of [
      { decision: 'NotDecidable' },
      { decision: 'ok' },
      { decision: ['OK'] },
      { decision: 'OK', reviewer: 'the boss' },
      {},
      [],
      'OK',
      null,
    ])
      expect([body, ...(await refusal(await review('strip-1', body)))]).toEqual([
        body,
        400,
        'REQUEST_INVALID',
      ])
    expect(await refusal(await review('strip-1', { decision: 'x'.repeat(1_000_000) }))).toEqual([
      413,
      'REQUEST_INVALID',
    ])
    const plain = { 'content-type': 'text/plain' }
    expect(await refusal(await review('strip-1', { decision: 'OK' }, plain))).toEqual([
      415,
      'REQUEST_INVALID',
    ])
    expect((await desk()).waiting).toHaveLength(1)
    expect(writtenReviews()).toEqual([])
  })

  it('part ids that are too long, empty or no text', async () => {
    for (const partId of ['x'.repeat(513), 'x'.repeat(10_000)]) {
      const [status] = await refusal(await review(partId))
      expect([400, 404, 414]).toContain(status)
    }
    for (const url of [
      '/api/v1/parts//review',
      '/api/v1/parts/%00/review',
      '/api/v1/parts/%E0%A4%A/review',
    ]) {
      const [status] = await refusal(await stand.askSignedIn(url, json({ decision: 'OK' })))
      expect([url, status]).toEqual([url, expect.toSatisfy((code) => code === 400 || code === 404)])
    }
  })

  it('another page, and nobody', async () => {
    stand.desk.put(undecided('strip-1'), true)
    for (const headers of [{ origin: 'https://evil.example' }, { 'sec-fetch-site': 'same-site' }])
      expect(await refusal(await review('strip-1', { decision: 'OK' }, headers))).toEqual([403, 'FORBIDDEN'])
    const anonymous = stand.ask('/api/v1/parts/strip-1/review', json({ decision: 'OK' }))
    expect(await refusal(await anonymous)).toEqual([401, 'NOT_SIGNED_IN'])
    const board = { origin: stand.door.url, 'sec-fetch-site': 'same-origin' }
    expect((await review('strip-1', { decision: 'OK' }, board)).status).toBe(200)
  })

  it('a thousand decisions at once: each part once, and the flood is told to wait', async () => {
    for (const partId of ['strip-1', 'strip-2']) stand.desk.put(undecided(partId), true)
    const answers = await Promise.all(
      Array.from({ length: 1000 }, (_, index) => review(`strip-${1 + (index % 4)}`)),
    )
    const count = (status: number) => answers.filter((answer) => answer.status === status).length
    expect([count(200), count(429)]).toEqual([2, 700])
    expect(count(200) + count(404) + count(409) + count(429)).toBe(1000)
    expect(await refusal(await review('strip-1'))).toEqual([429, 'TOO_MANY_REQUESTS'])
    expect(writtenReviews()).toHaveLength(2)
    expect((await desk()).waiting).toEqual([])
  })
})
