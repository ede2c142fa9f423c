import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { inspect } from '../../datasets/machines/inspected.ts'
import { machines } from '../../datasets/machines/plant.ts'
import { rngFromSeed } from '../../datasets/rng.ts'
import { spoilage } from '../../datasets/spoilage.ts'
import { capturePart, productLines } from '../../datasets/world.ts'
import { type Capture, healthyStation } from '../../edge/contract/part.ts'

const parts = 16
const prevalence = 0.2

const digestOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

/** The same parts behind a machine that is so worn. */
function made(line: string, wear: { readonly damage: number; readonly spoils: string } | undefined) {
  const maker = productLines[line]
  if (!maker) throw new Error(`no line ${line}`)
  const condition = wear ? { ...healthyStation, wear } : healthyStation
  const order = { seed: 11, line: maker, capturedAtMs: 0, prevalence, condition, withMask: false }
  return Array.from({ length: parts }, (_, sequence) => capturePart({ ...order, sequence }))
}

describe('a worn machine and its line', () => {
  it.each(
    Object.values(machines).flatMap(({ sheet: { line, spoils } }) =>
      spoils ? [[line, spoils] as const] : [],
    ),
  )(
    '%s: wear adds defects of the class %s and leaves every other part as it was',
    { timeout: 120_000 },
    (line, spoils) => {
      const [fresh, asNew, worn] = [
        made(line, undefined),
        made(line, { damage: 0, spoils }),
        made(line, { damage: 1, spoils }),
      ]
      const bytes = (captures: readonly Capture[]) => captures.map(({ frame }) => digestOf(frame.image.data))
      expect(bytes(asNew)).toEqual(bytes(fresh))
      const added = worn.filter(({ truth }, at) => truth.isDefective && !fresh[at]?.truth.isDefective)
      expect(added.length).toBeGreaterThan(parts * prevalence)
      for (const { truth } of added)
        expect(truth.marks.some((mark) => mark.class === spoils && (mark.sizeOverLimit ?? 0) >= 1)).toBe(true)
      for (const [at, capture] of worn.entries())
        if (!added.includes(capture)) expect(capture.truth).toEqual(fresh[at]?.truth)
    },
  )

  it('what inspection counts follows the same law', () => {
    const rng = rngFromSeed(3)
    const sum = (damage: number) =>
      Array.from({ length: 400 }, (_, hour) => inspect(damage, 2, rng.fork(`${damage}/${hour}`)))
        .map(({ spoilt, otherDefects }) => [spoilt, otherDefects] as const)
        .reduce(([a, b], [spoilt, other]) => [a + spoilt, b + other], [0, 0])
    const [newSpoilt, newOther] = sum(0)
    const [oldSpoilt, oldOther] = sum(1)
    expect((oldSpoilt ?? 0) / (newSpoilt ?? 1)).toBeCloseTo(1 + spoilage(1) / 0.25, -0.5)
    expect(Math.abs((oldOther ?? 0) / (newOther ?? 1) - 1)).toBeLessThan(0.15)
  })
})
