import { describe, expect, it } from 'vitest'
import { inOrder } from '../../edge/io/in-order.ts'

async function* numbers(count: number, onReturn: () => void = () => {}): AsyncGenerator<number> {
  try {
    for (let n = 0; n < count; n++) yield n
  } finally {
    onReturn()
  }
}

describe('overlapped work in order', () => {
  it('yields results in the order of the items, although the later ones finish first', async () => {
    const gates = [0, 1, 2, 3].map(gate)
    const finished: number[] = []
    const work = async (n: number) => {
      if (n === 3) for (const gate of gates.toReversed()) gate.resolve()
      await gates[n]?.promise
      finished.push(n)
      return n
    }
    const batches: number[][] = []
    for await (const batch of inOrder(numbers(4), work, 4)) batches.push(batch)
    expect(finished).toEqual([2, 1, 0, 3])
    expect(batches.flat()).toEqual([0, 1, 2, 3])
  })

  it('never has more than the window under way', async () => {
    let underWay = 0
    let most = 0
    const work = async (n: number) => {
      most = Math.max(most, ++underWay)
      await new Promise((resolve) => setImmediate(resolve))
      underWay--
      return n
    }
    const seen: number[] = []
    for await (const batch of inOrder(numbers(50), work, 3)) seen.push(...batch)
    expect(seen).toHaveLength(50)
    expect(most).toBe(3)
  })

  it('starts what comes while the taker is busy, but no more than the window', async () => {
    const begun: number[] = []
    const isBegun = [0, 1, 2].map(gate)
    const work = async (n: number) => {
      begun.push(n)
      isBegun[n]?.resolve()
      return n
    }
    const taken: number[] = []
    for await (const batch of inOrder(numbers(9), work, 3)) {
      if (taken.length === 0) await isBegun[2]?.promise
      expect(begun.length - taken.length).toBeLessThanOrEqual(3 + batch.length)
      taken.push(...batch)
    }
    expect(taken).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8])
  })

  it('hands on what was begun before its source failed, then the failure', async () => {
    async function* failing() {
      yield* numbers(3)
      throw new Error('camera gone')
    }
    const taken: number[] = []
    const take = async () => {
      for await (const batch of inOrder(failing(), async (n) => n, 2)) taken.push(...batch)
    }
    await expect(take()).rejects.toThrow('camera gone')
    expect(taken).toEqual([0, 1, 2])
  })

  it('closes the source when the consumer stops early or the work fails', async () => {
    let closed = 0
    for await (const _ of inOrder(
      numbers(50, () => closed++),
      async (n) => n,
      2,
    ))
      break
    expect(closed).toBe(1)
    const failing = async () => {
      for await (const _ of inOrder(
        numbers(50, () => closed++),
        () => Promise.reject(new Error('lens cap on')),
        2,
      ))
        break
    }
    await expect(failing()).rejects.toThrow('lens cap on')
    expect(closed).toBe(2)
  })
})

/** Promise.withResolvers, which Node 20 does not have. */
function gate(): { promise: Promise<void>; resolve: () => void } {
  let resolve = () => {}
  const promise = new Promise<void>((settle) => {
    resolve = settle
  })
  return { promise, resolve }
}
