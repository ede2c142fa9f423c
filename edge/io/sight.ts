import type { Card } from '../contract/card.ts'
import type { Image } from '../contract/part.ts'
import type { Clock } from '../contract/port.ts'
import { planar } from '../core/vision/bare-input.ts'
import type { Sight } from '../core/vision/decide.ts'
import { type Maps, readMaps } from '../core/vision/mark.ts'
import { imageFeatures } from '../core/vision/monitor.ts'
import { correctMaps, cropsOf, doubtsOf } from '../core/vision/second-look.ts'
import { tileImage } from '../core/vision/tile.ts'
import type { SecondEye } from './second-eye.ts'
import type { Session } from './session.ts'

export interface Sights {
  readonly sights: Sight[]
  readonly preprocessMs: number
  readonly inferMs: number
  /** Making marks and a score of the maps: the first half of the decision. */
  readonly readMs: number
}

/** What looks at a frame: the network of its line, and the one that looks again where that is in doubt. */
export interface Eyes {
  readonly card: Card
  readonly session: Session
  /** null: what is in doubt stays so. */
  readonly second: SecondEye | null
  /** Of one tile in colour: written over by each. */
  readonly planes: Uint8Array<ArrayBuffer>
}

/** Looks at a whole image, tile by tile: features for the input monitor, then the networks. */
export async function lookAt(eyes: Eyes, image: Image, clock: Clock): Promise<Sights> {
  const { session, card } = eyes
  const { width, height, channels } = card.input
  const sights: Sight[] = []
  let inferMs = 0
  let readMs = 0
  const startMs = clock.monotonicMs()
  for (const tile of tileImage(image, width, height)) {
    const features = imageFeatures(tile.image)
    const pixels = channels === 1 ? tile.image.data : planar(tile.image, eyes.planes)
    const beforeMs = clock.monotonicMs()
    const { data, dims } = await session.runInPlace(pixels, [1, channels, height, width])
    const maps = { data, width: dims[3] ?? 0, height: dims[2] ?? 0 }
    const second = await lookAgain(eyes, tile.image, maps)
    const afterMs = clock.monotonicMs()
    const reading = readMaps(maps, card)
    inferMs += afterMs - beforeMs
    readMs += clock.monotonicMs() - afterMs
    sights.push({ x: tile.x, y: tile.y, second, features, ...reading })
  }
  return { sights, preprocessMs: clock.monotonicMs() - startMs - inferMs - readMs, inferMs, readMs }
}

/** The maps of the first look are corrected where they were in doubt. */
async function lookAgain({ card, second }: Eyes, image: Image, maps: Maps): Promise<Sight['second']> {
  if (!second || !card.secondLook) return undefined
  const doubts = doubtsOf(maps, card, second.card)
  if (doubts.length === 0) return undefined
  const again = await second.look(cropsOf(image, doubts, second.card.input.sidePx), doubts.length)
  if (!again) return 'missing'
  correctMaps(maps, card, second.card, doubts, again)
  return 'done'
}
