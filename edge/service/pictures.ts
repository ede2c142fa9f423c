import type { Card } from '../contract/card.ts'
import type { Image } from '../contract/part.ts'
import type { PictureStore } from '../contract/port.ts'
import type { Sight } from '../core/vision/decide.ts'
import { heatMap } from '../core/vision/heat-map.ts'
import type { Inspected } from '../line.ts'
import type { LookedFrame } from './looked.ts'

/** 512 × 512 grey: 64 parts are 17 MB of pictures and 1 MB of heat. */
const kept = 64

export interface Pictures extends PictureStore {
  show(part: Inspected<LookedFrame>): void
}

/**
 * The last frames and their maps, for the board; a part whose picture is still with a worker has none. `release` gets
 * each picture that is no longer kept: its buffer may be used again.
 */
export function createPictures(card: Card, release: (image: Image) => void = () => {}): Pictures {
  const parts = new Map<string, { readonly image: Image; readonly sights: readonly Sight[] }>()
  return {
    show({ looked, inspection }) {
      const { image, seen } = looked.look
      if (!image || seen.kind !== 'seen') return
      parts.set(inspection.partId, { image, sights: seen.sights })
      const oldest = parts.entries().next()
      if (parts.size <= kept || oldest.done) return
      const [partId, dropped] = oldest.value
      parts.delete(partId)
      release(dropped.image)
    },
    image: (partId) => parts.get(partId)?.image ?? null,
    heatMap(partId) {
      const part = parts.get(partId)
      return part ? heatMap(part.sights, card) : null
    },
  }
}
