import type { Card } from '../contract/card.ts'
import type { Image } from '../contract/part.ts'
import { quantileOf } from '../core/quality/quantile.ts'
import { wallClock } from '../io/clock.ts'
import { openInspector } from '../io/inspector.ts'

const looks = 120
/** The first ones warm the caches. */
const unmeasured = 20

/** Picture in memory to verdict on one thread, milliseconds. */
export async function latencyOf(modelPath: string, card: Card, images: readonly Image[]) {
  const inspector = await openInspector({ modelPath, sha256: card.sha256, card, second: null, note: null }, 1)
  const times: number[] = []
  try {
    for (let look = 0; look < looks; look++) {
      const image = images[look % images.length]
      if (!image) continue
      const startMs = wallClock.monotonicMs()
      await inspector.inspect(image)
      times.push(wallClock.monotonicMs() - startMs)
    }
  } finally {
    await inspector.close()
  }
  const sorted = Float64Array.from(times.slice(unmeasured)).sort()
  const rounded = (share: number) => Math.round(quantileOf(sorted, share) * 100) / 100
  return { p50: rounded(0.5), p99: rounded(0.99) }
}
