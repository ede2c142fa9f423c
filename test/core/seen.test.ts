import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createSeen } from '../../edge/core/seen.ts'

describe('what was seen', () => {
  it('is exactly what a set of the texts would hold', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 3, unit: 'grapheme' }), { maxLength: 300 }), (texts) => {
        const [seen, set] = [createSeen(), new Set<string>()]
        for (const text of texts) {
          expect(seen.add(text)).toBe(set.has(text))
          set.add(text)
        }
      }),
    )
  })

  it('grows past any first size without forgetting', () => {
    const seen = createSeen()
    const names = Array.from({ length: 50_000 }, (_, index) => `part-${index}`)
    expect(names.filter((name) => seen.add(name))).toEqual([])
    expect(names.filter((name) => !seen.add(name))).toEqual([])
  })
})
