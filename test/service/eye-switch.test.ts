import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Image } from '../../edge/contract/part.ts'
import { wallClock } from '../../edge/io/clock.ts'
import type { InferenceAnswer } from '../../edge/io/inference-worker.ts'
import { createEyeSwitch, type Inspectors, resizing } from '../../edge/service/eye-switch.ts'
import { brightnessCard } from '../io/sample-card.ts'

const image: Image = { width: 64, height: 32, channels: 1, data: new Uint8Array(64 * 32).fill(9) }
const sight = {
  ...{ x: 0, y: 0, score: 0.9, features: [], peak: { x: 3, y: 5 } },
  defects: [
    { class: 'anomaly', box: { x: 2, y: 4, width: 8, height: 8 }, sizeMm: 1, score: 0.9, reason: 'anomaly' },
  ],
  heat: { width: 1, height: 1, data: new Float32Array(1) },
}
const answerTo = (asked: Image): InferenceAnswer => ({
  ...{ image: asked, sights: [sight], preprocessMs: 1, inferMs: 1, readMs: 1 },
})

/** Threads that answer when they are told to, in the order that they are told. */
function threads(name: string, said: string[]) {
  const waiting: (() => void)[] = []
  const pool: Inspectors = {
    ask: (asked) =>
      new Promise((resolve) => {
        said.push(`${name} asked`)
        waiting.push(() => resolve(answerTo(asked)))
      }),
    ready: Promise.resolve(),
    endOne: () => said.push(`${name} loses one`),
    close: async () => void said.push(`${name} closed`),
  }
  return { pool, answer: (at: number) => waiting.splice(at % waiting.length, 1)[0]?.(), waiting }
}

describe('the exchange of inspecting threads', () => {
  it('waits until what is under way is decided, whatever the order of the answers; the next goes to the new ones', async () => {
    const orders = fc.array(fc.nat(), { minLength: 3, maxLength: 3 })
    await fc.assert(
      fc.asyncProperty(orders, async (order) => {
        const said: string[] = []
        const [old, next] = [threads('old', said), threads('new', said)]
        const { pool, exchange } = createEyeSwitch(old.pool, wallClock)
        const decided = [1, 2, 3].map((part) => pool.ask(image, []).then(() => said.push(`decided ${part}`)))
        await Promise.resolve()
        const done = exchange(next.pool, () => said.push('at rest'))
        const later = pool.ask(image, [])
        for (const at of order) old.answer(at)
        await Promise.all(decided)
        await done
        expect(said.slice(0, 3)).toEqual(['old asked', 'old asked', 'old asked'])
        expect(said.slice(3, 6).toSorted()).toEqual(['decided 1', 'decided 2', 'decided 3'])
        expect(said[6]).toBe('at rest')
        expect(said.slice(7).toSorted()).toEqual(['new asked', 'old closed'])
        next.answer(0)
        expect((await later).image).toBe(image)
        pool.endOne()
        await pool.close()
        expect(said.slice(-2)).toEqual(['new loses one', 'new closed'])
      }),
      { numRuns: 20 },
    )
  })

  it('is none once the line has ended: the new threads end too', async () => {
    const said: string[] = []
    const { pool, exchange } = createEyeSwitch(threads('old', said).pool, wallClock)
    await pool.close()
    await exchange(threads('new', said).pool, () => said.push('at rest'))
    expect(said).toEqual(['old closed', 'new closed'])
  })
})

describe('a model that takes smaller pictures', () => {
  it('gets them at its size, and tells what it saw in the pixels of the frame, which stays as it was', async () => {
    const asked: Image[] = []
    const pool: Inspectors = {
      ...threads('small', []).pool,
      ask: async (small) => {
        asked.push(small)
        return answerTo(small)
      },
    }
    const input = { ...brightnessCard.input, width: 32, height: 32, channels: 3 as const }
    const { image: same, sights } = await resizing(pool, { input }, wallClock).ask(image, [])
    expect(asked.map(({ width, height, channels, data }) => [width, height, channels, data[0]])).toEqual([
      [32, 32, 3, 9],
    ])
    expect([same, same.data.length]).toEqual([image, 64 * 32])
    expect(sights.map(({ defects, peak }) => [defects[0]?.box, peak])).toEqual([
      [
        { x: 4, y: 4, width: 16, height: 8 },
        { x: 6, y: 5 },
      ],
    ])
  })
})
