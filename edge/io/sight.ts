import type { Card } from '../contract/card.ts'
import type { Image } from '../contract/part.ts'
import type { Clock } from '../contract/port.ts'
import { planar } from '../core/vision/bare-input.ts'
import type { Sight } from '../core/vision/decide.ts'
import { readMaps } from '../core/vision/mark.ts'
import { imageFeatures } from '../core/vision/monitor.ts'
import { tileImage } from '../core/vision/tile.ts'
import type { Session } from './session.ts'

export interface Sights {
  readonly sights: Sight[]
  readonly preprocessMs: number
  readonly inferMs: number
  /** Making marks and a score of the maps: the first half of the decision. */
  readonly readMs: number
}

/** Looks at a whole image, tile by tile: features for the input monitor, then the network. */
export async function lookAt(session: Session, image: Image, card: Card, clock: Clock): Promise<Sights> {
  const { width, height, channels } = card.input
  const sights: Sight[] = []
  let inferMs = 0
  let readMs = 0
  const startMs = clock.monotonicMs()
  for (const tile of tileImage(image, width, height)) {
    const features = imageFeatures(tile.image)
    const pixels = channels === 1 ? tile.image.data : planar(tile.image)
    const beforeMs = clock.monotonicMs()
    const { data, dims } = await session.run(pixels, [1, channels, height, width])
    const afterMs = clock.monotonicMs()
    const reading = readMaps({ data, width: dims[3] ?? 0, height: dims[2] ?? 0 }, card)
    inferMs += afterMs - beforeMs
    readMs += clock.monotonicMs() - afterMs
    sights.push({ x: tile.x, y: tile.y, features, ...reading })
  }
  return { sights, preprocessMs: clock.monotonicMs() - startMs - inferMs - readMs, inferMs, readMs }
}
