import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { capturePart, productLines } from '../../datasets/world.ts'
import { BoardState } from '../../edge/contract/api.ts'
import { healthyStation } from '../../edge/contract/part.ts'
import { encodePng } from '../../edge/io/image.ts'
import { type Running, removeFolder, startJidoka, temporaryFolder } from './running.ts'

const line = productLines['steel-strip']
if (!line) throw new Error('the steel strip line is missing')

let folder = ''
let service: Running
beforeAll(async () => {
  folder = await temporaryFolder('photographs')
  for (const [name, prevalence] of [
    ['good', 0],
    ['scratched', 1],
  ] as const) {
    await mkdir(path.join(folder, '照片 1', name), { recursive: true })
    for (let sequence = 0; sequence < 3; sequence++) {
      const { frame } = capturePart({
        seed: 21,
        line,
        sequence,
        capturedAtMs: 0,
        prevalence,
        condition: healthyStation,
        withMask: false,
      })
      await writeFile(path.join(folder, '照片 1', name, `${sequence}.png`), await encodePng(frame.image))
    }
  }
  await writeFile(path.join(folder, '照片 1', 'good', 'torn.png'), 'no picture')
  service = await startJidoka({
    data: path.join(folder, 'data'),
    args: ['--source', `folder:${path.join(folder, '照片 1')}`],
  })
})
afterAll(async () => {
  await service?.stop()
  await removeFolder(folder)
})

describe('a folder of photographs on the live line', () => {
  it('is inspected once, not simulated, with the truth that its sub-folders tell', async () => {
    let verification = (await state()).verification
    for await (const { topic } of service.results()) {
      if (topic === 'verification') verification = (await state()).verification
      if (Object.values(verification?.tally ?? {}).reduce((sum, count) => sum + count, 0) >= 6) break
    }
    const { run, recent } = await state()
    expect(run).toMatchObject({ isSimulated: false, seed: null, scenario: null })
    expect(recent.map((result) => result.partId)).toEqual([
      'good/0.png',
      'good/1.png',
      'good/2.png',
      'scratched/0.png',
      'scratched/1.png',
      'scratched/2.png',
    ])
    expect(recent.every((result) => !result.isSimulated && result.score !== null)).toBe(true)
    const { tally } = verification ?? { tally: null }
    expect((tally?.goodPassed ?? 0) + (tally?.falseRejects ?? 0) + (tally?.undecidedGood ?? 0)).toBe(3)
    expect((tally?.defectiveRefused ?? 0) + (tally?.escapes ?? 0) + (tally?.undecidedDefective ?? 0)).toBe(3)
  })

  it('serves the picture of a part whose name is a path', async () => {
    expect((await service.get(`/api/v1/parts/${encodeURIComponent('good/1.png')}/image`)).status).toBe(200)
  })
})

const state = async (): Promise<BoardState> =>
  BoardState.parse(await (await service.get('/api/v1/state')).json())
