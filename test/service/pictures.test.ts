import { expect, it } from 'vitest'
import type { Image } from '../../edge/contract/part.ts'
import { createPictures } from '../../edge/service/pictures.ts'
import { brightnessCard } from '../io/sample-card.ts'

type Part = Parameters<ReturnType<typeof createPictures>['show']>[0]

/** A part as the line shows it; only what pictures look at. */
const part = (partId: string): Part => {
  const image: Image = { width: 1, height: 1, channels: 1, data: new Uint8Array([7]) }
  const capture = { truth: { isDefective: true, marks: [] } }
  return {
    looked: { capture, look: { image, seen: { kind: 'seen', sights: [] } } },
    inspection: { partId },
  } as never
}

it('pictures stay while somebody holds them, and go once nobody does', () => {
  const held = new Set(['strip-3', 'strip-5'])
  let released = 0
  const pictures = createPictures(
    () => brightnessCard,
    () => {
      released++
    },
    (partId) => held.has(partId),
  )
  const kept = () =>
    Array.from({ length: 200 }, (_, index) => `strip-${index}`).filter((partId) => pictures.image(partId))
  for (let index = 0; index < 100; index++) pictures.show(part(`strip-${index}`))
  expect(kept()).toEqual(['strip-3', 'strip-5', ...Array.from({ length: 64 }, (_, i) => `strip-${36 + i}`)])
  expect(released).toBe(34)
  held.delete('strip-3')
  pictures.show(part('strip-100'))
  expect(kept()).toHaveLength(65)
  expect(pictures.image('strip-3')).toBeNull()
  expect(pictures.truth('strip-3')).toBeNull()
  expect(pictures.truth('strip-5')).toEqual({ isDefective: true, marks: [] })
  expect(pictures.image('strip-5')).not.toBeNull()
  expect(released).toBe(36)
})
