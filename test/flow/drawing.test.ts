import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { BoardState, ErrorBody } from '../../edge/contract/api.ts'
import { DrawnPart } from '../../edge/contract/drawing.ts'
import { ResultData } from '../../edge/contract/event.ts'
import { type Running, removeFolder, startJidoka, temporaryFolder } from './running.ts'

let data = ''
let service: Running
beforeAll(async () => {
  data = await temporaryFolder('drawing')
  service = await startJidoka({ data, args: ['--machine-hours-per-second', '0'] })
})
afterAll(async () => {
  await service?.kill()
  await removeFolder(data)
})

const draw = (partId: string, body: object) =>
  fetch(`${service.url}/api/v1/parts/${partId}/drawing`, {
    method: 'POST',
    headers: { cookie: service.cookie, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
const scratch = (lengthPx: number) => ({
  class: 'scratch',
  strokes: [
    {
      points: [
        [200, 250],
        [200 + lengthPx, 250 + lengthPx / 2],
      ],
      widthPx: 2,
      tone: 'dark',
    },
  ],
})
const state = async () => BoardState.parse(await (await service.get('/api/v1/state')).json())
async function partIds(count: number): Promise<string[]> {
  const ids: string[] = []
  for await (const { topic, data: said } of service.results()) {
    if (topic === 'result') ids.push(ResultData.parse(said).partId)
    if (ids.length === count) break
  }
  return ids
}

describe('a defect that a person draws', () => {
  it('is inspected as the line inspects, at once, and refused or doubted where it is long enough', async () => {
    const drawn: DrawnPart[] = []
    for (const partId of await partIds(8))
      drawn.push(DrawnPart.parse(await (await draw(partId, scratch(60))).json()))
    const { pxPerMm } = (await state()).run.frame
    expect(drawn.map(({ result }) => result.partId)).toEqual(drawn.map((_, index) => `drawn-${index + 1}`))
    for (const { isDefective, outcome, marks, result } of drawn) {
      expect({ isDefective, isSimulated: result.isSimulated }).toEqual({
        isDefective: true,
        isSimulated: true,
      })
      expect(outcome).not.toBe('escape')
      expect(marks).toEqual([
        {
          sizeMm: expect.closeTo((Math.hypot(60, 30) + 2) / pxPerMm, 3),
          ...{ sizeOverLimit: expect.any(Number), isReported: expect.any(Boolean) },
        },
      ])
    }
    // Straight and even, it is no scratch as the line knows them: the model marks it, and may leave the verdict open.
    expect(drawn.filter(({ marks }) => marks[0]?.isReported).length).toBeGreaterThan(5)
    const [image, heat] = await Promise.all([
      service.get('/api/v1/parts/drawn-1/image'),
      service.get('/api/v1/parts/drawn-1/heatmap'),
    ])
    expect([image.status, heat.status]).toEqual([200, 200])
  })

  it('counts for no claim and stands in no book', async () => {
    expect((await service.get('/api/v1/parts/drawn-1')).status).toBe(404)
    const recent = ResultData.array().parse(await (await service.get('/api/v1/parts?limit=500')).json())
    expect(recent.filter(({ partId }) => partId.startsWith('drawn'))).toEqual([])
  })

  it('is one at a time, and a bad one is refused with its reason', async () => {
    const [partId = ''] = await partIds(1)
    const answers = await Promise.all(Array.from({ length: 6 }, () => draw(partId, scratch(60))))
    const statuses = answers.map(({ status }) => status)
    expect(new Set(statuses)).toEqual(new Set([200, 429]))
    const refusals = [
      [`${partId}9999999`, scratch(60), 404],
      ['nothing', scratch(60), 404],
      [partId, { ...scratch(60), class: 'oil' }, 400],
      [partId, { class: 'scratch', strokes: [] }, 400],
      [partId, { class: 'scratch', strokes: [{ points: [[-50, 1]], widthPx: 2, tone: 'dark' }] }, 400],
      [partId, { class: 'scratch', strokes: [{ points: [[1, 1]], widthPx: 900, tone: 'dark' }] }, 400],
    ] as const
    for (const [id, body, status] of refusals) {
      const answer = await draw(id, body)
      expect([body, answer.status]).toEqual([body, status])
      expect(ErrorBody.parse(await answer.json()).remedy).not.toBe('')
    }
    await partIds(3)
  })
})
