import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ResultData } from '../../edge/contract/event.ts'
import { type Running, removeFolder, startJidoka, temporaryFolder } from './running.ts'

let folder = ''
beforeAll(async () => {
  folder = await temporaryFolder('replay')
})
afterAll(() => removeFolder(folder))

/** Score and verdict by part, once part `last` is through. */
async function partsUntil(service: Running, last: number) {
  for await (const { topic, data } of service.results())
    if (topic === 'result' && ResultData.parse(data).sequence >= last) break
  const results = ResultData.array().parse(await (await service.get('/api/v1/parts?limit=500')).json())
  return new Map(
    results
      .filter(({ sequence }) => sequence <= last)
      .map(({ partId, score, evaluation }) => [partId, { score, evaluation }]),
  )
}

describe('a show', () => {
  it('plays again from its script and seed, from any moment: the same parts under the same light', async () => {
    const first = await startJidoka({ data: path.join(folder, 'first'), args: ['--seed', '7'] })
    await partsUntil(first, 12)
    await first.put('/api/v1/condition', { lampLevel: 0.5 })
    await partsUntil(first, 36)
    await first.put('/api/v1/condition', { lampLevel: 1, lensSmear: 0.3 })
    const shown = await partsUntil(first, 60)
    const script = path.join(folder, 'show.yaml')
    await writeFile(script, await (await first.get('/api/v1/show.yaml')).text())
    await first.kill()

    const args = ['--scenario', script, '--from-s', '2']
    const again = await startJidoka({ data: path.join(folder, 'again'), args })
    expect(again.greeting).toContain('--seed 7 --from-s 2')
    const replayed = await partsUntil(again, 60)
    await again.kill()
    expect(replayed.size).toBe(60 - 24 + 1)
    for (const [partId, result] of replayed) expect(shown.get(partId)).toEqual(result)
    const evaluations = [...replayed.values()].map(({ evaluation }) => evaluation)
    expect(evaluations).toContain('NotDecidable')
    expect(new Set(evaluations).size).toBeGreaterThan(1)
  })
})
