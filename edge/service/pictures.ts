import type { Card } from '../contract/card.ts'
import type { Image, Truth } from '../contract/part.ts'
import type { PictureStore } from '../contract/port.ts'
import type { Sight } from '../core/vision/decide.ts'
import { heatMap } from '../core/vision/heat-map.ts'
import { free } from '../io/free.ts'
import type { Inspected } from '../line.ts'
import type { LookedFrame } from './looked.ts'

/** 512 × 512 grey: 64 parts are 17 MB of pictures and 1 MB of heat. What is held comes on top. */
const kept = 64

export interface Pictures extends PictureStore {
  show(part: Inspected<LookedFrame>): void
}

interface Shown {
  readonly image: Image
  readonly sights: readonly Sight[]
  readonly truth: Truth
  /** Of the model that looked. */
  readonly output: Card['output']
}

/**
 * The last frames and their maps, for the board; a part whose picture is still with a worker has none.
 *
 * @param release gets each picture that is no longer kept: its buffer may be used again; left out: its memory is given back
 * @param isHeld whether somebody still needs the picture of an older part; how many is theirs to bound
 */
export function createPictures(
  modelOf: (sequence: number) => Pick<Card, 'output'>,
  release: (image: Image) => void = ({ data }) => free([data.buffer]),
  isHeld: (partId: string) => boolean = () => false,
): Pictures {
  const recent = new Map<string, Shown>()
  const held = new Map<string, Shown>()
  const find = (partId: string) => recent.get(partId) ?? held.get(partId)

  /** The oldest leaves the recent ones; with it go those that nobody holds any more. */
  function dropOldest(): void {
    const oldest = recent.entries().next()
    if (oldest.done) return
    const [partId, part] = oldest.value
    recent.delete(partId)
    held.set(partId, part)
    for (const [id, { image, sights }] of held) {
      if (isHeld(id)) continue
      held.delete(id)
      free(sights.map(({ heat }) => heat.data.buffer))
      release(image)
    }
  }

  return {
    show({ looked, inspection }) {
      const { image, seen } = looked.look
      if (!image || seen.kind !== 'seen') return
      const { output } = modelOf(inspection.sequence)
      recent.set(inspection.partId, { image, sights: seen.sights, truth: looked.capture.truth, output })
      if (recent.size > kept) dropOldest()
    },
    image(partId) {
      const image = find(partId)?.image
      // A copy: it may still be on its way to a board when the part is no longer kept.
      return image ? { ...image, data: image.data.slice() } : null
    },
    heatMap(partId) {
      const part = find(partId)
      return part ? heatMap(part.sights, part) : null
    },
    truth: (partId) => find(partId)?.truth ?? null,
  }
}
