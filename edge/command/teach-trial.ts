import path from 'node:path'
import type { Card } from '../contract/card.ts'
import type { Image } from '../contract/part.ts'
import type { TeachFinding } from '../contract/teach.ts'
import { auroc } from '../core/quality/auroc.ts'
import { quantileOf } from '../core/quality/quantile.ts'
import { wallClock } from '../io/clock.ts'
import { listFolder } from '../io/folder.ts'
import { readImage } from '../io/image.ts'
import { type Inspector, openInspector } from '../io/inspector.ts'
import type { Taught } from '../service/teaching.ts'

const looks = 120
/** The first ones warm the caches. */
const unmeasured = 20

/** Tries the taught model on one thread: how long a look takes, and what it makes of defects, if there are some. */
export async function tryOut(
  modelPath: string,
  card: Card,
  images: readonly Image[],
  taught: Taught,
  defects: string | undefined,
): Promise<Pick<TeachFinding, 'latencyMs' | 'defects'>> {
  const model = { modelPath, sha256: card.sha256, card, second: null, note: null }
  const inspector = await openInspector(model, 1)
  try {
    const latencyMs = await latencyOf(inspector, images)
    return { latencyMs, defects: defects === undefined ? null : await caught(inspector, taught, defects) }
  } finally {
    await inspector.close()
  }
}

/** Picture in memory to verdict, milliseconds. */
async function latencyOf(inspector: Inspector, images: readonly Image[]) {
  const times: number[] = []
  for (let look = 0; look < looks; look++) {
    const image = images[look % images.length]
    if (!image) continue
    const startMs = wallClock.monotonicMs()
    await inspector.inspect(image)
    times.push(wallClock.monotonicMs() - startMs)
  }
  const sorted = Float64Array.from(times.slice(unmeasured)).sort()
  const rounded = (share: number) => Math.round(quantileOf(sorted, share) * 100) / 100
  return { p50: rounded(0.5), p99: rounded(0.99) }
}

/** Defects against good images, each of which was seen by what was learnt without it. */
async function caught(inspector: Inspector, taught: Taught, folder: string) {
  const { distances, threshold, suspects, defects } = taught
  const naming = namingOf(taught)
  if (defects?.isLearnt)
    return {
      images: defects.defective.length,
      caught: defects.defective.filter((distance) => distance >= threshold).length,
      ...{ auroc: rounded(defects.auroc), aurocWithout: rounded(defects.aurocWithout), isLearnt: true },
      naming,
    }
  const found = []
  for (const file of await listFolder(folder))
    found.push(
      await inspector.inspect(await readImage(path.join(folder, file), { channels: inspector.channels })),
    )
  const good = distances.filter((_, image) => !suspects.includes(image))
  const scored = [
    ...found.map(({ score }) => ({ score: score ?? 0, isDefective: true })),
    ...good.map((distance) => ({ score: distance / (distance + threshold), isDefective: false })),
  ]
  return {
    images: found.length,
    caught: found.filter(({ evaluation }) => evaluation === 'NotOK').length,
    ...{ auroc: rounded(auroc(scored)), aurocWithout: rounded(auroc(scored)), isLearnt: false },
    naming,
  }
}

function namingOf({ naming }: Taught) {
  if (!naming) return null
  const { classes, right, of, isWorth } = naming
  return { classes: [...classes], right, of, isUsed: isWorth }
}

const rounded = (value: number): number => Math.round(1000 * value) / 1000
