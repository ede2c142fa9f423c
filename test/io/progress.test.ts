import { PassThrough } from 'node:stream'
import { describe, expect, it } from 'vitest'
import type { Clock } from '../../edge/contract/port.ts'
import { createProgress } from '../../edge/io/progress.ts'

/** A bar over ten images on a stream that may be a terminal, at the times given; what it wrote. */
function drawn(isTTY: boolean, updates: readonly (readonly [ms: number, done: number])[]): string {
  let nowMs = 0
  const clock: Clock = { nowMs: () => nowMs, monotonicMs: () => nowMs, after: () => () => {} }
  const stream = Object.assign(new PassThrough(), { isTTY, columns: 80 })
  const progress = createProgress({ total: 10, label: 'images', stream, clock })
  for (const [ms, done] of updates) {
    nowMs = ms
    progress.update(done)
  }
  const bar = String(stream.read() ?? '')
  progress.stop()
  progress.stop()
  return bar
}

describe('the progress bar', () => {
  it('shows on a terminal from two seconds on', () => {
    expect(
      drawn(true, [
        [500, 1],
        [1999, 4],
      ]),
    ).toBe('')
    expect(
      drawn(true, [
        [500, 1],
        [2000, 5],
      ]),
    ).toContain('5 of 10 images')
  })

  it('shows nothing where nobody looks', () => {
    expect(
      drawn(false, [
        [500, 1],
        [60_000, 9],
      ]),
    ).toBe('')
  })
})
