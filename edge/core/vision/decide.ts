import type { Card } from '../../contract/card.ts'
import type { Defect, Evaluation, Inspection, Reason } from '../../contract/inspection.ts'
import type { Frame, Image } from '../../contract/part.ts'
import type { Reading } from './mark.ts'
import { strangeness } from './monitor.ts'
import { bordersOf } from './second-look.ts'
import { joinDefects } from './tile.ts'

/** What the inspector saw in one tile of an image: its reading of the maps, and the features of the input monitor. */
export interface Sight extends Reading {
  /** Where the tile lies in the image, pixels. */
  readonly x: number
  readonly y: number
  /** Whether the model that looks again was asked, and answered. */
  readonly second?: 'done' | 'missing' | undefined
  readonly features: ArrayLike<number>
}

/** An inspector's answer about a frame: a sight, or why there is none. */
export type Seen =
  | { readonly kind: 'seen'; readonly sights: readonly Sight[] }
  | { readonly kind: 'late' | 'failed'; readonly detail: string }

/** The verdict on one part, whatever it took to see all of it. */
export interface Decision {
  readonly evaluation: Evaluation
  readonly score: number | null
  readonly reason: Reason
  readonly detail: string
  readonly defects: Defect[]
}

/** Decides one image from all its tiles: the highest peak, every mark, doubted first by the input monitor. */
export function decideSights(
  sights: readonly Sight[],
  card: Card,
  image: Pick<Image, 'width' | 'height'>,
): Decision {
  const score = Math.max(...sights.map((sight) => sight.score))
  const found = sights.flatMap((sight) => sight.defects.map((defect) => moved(defect, sight)))
  const defects = joinDefects(found, image).slice(0, 16)
  const detail = doubt(sights, card)
  if (detail) return { evaluation: 'NotDecidable', score, reason: 'outside-envelope', detail, defects }
  return { ...judgeSights(sights, defects, card), score, defects }
}

const moved = (defect: Defect, tile: Sight): Defect => ({
  ...defect,
  box: { ...defect.box, x: defect.box.x + tile.x, y: defect.box.y + tile.y },
})

/** Why the picture is not of this product, or null: its strangest tile speaks for it. */
function doubt(sights: readonly Sight[], card: Card): string | null {
  const [worst] = sights
    .map((sight) => strangeness(sight.features, card.envelope))
    .sort((a, b) => b.ratio - a.ratio)
  if (worst && worst.ratio <= 1) return null
  return (
    `The picture is unlike ${card.name}: its ${worst?.feature} is ${worst?.ratio.toFixed(1)} times as far off as that of any part seen. ` +
    'Check lamp and lens; if this is another product, teach it first.'
  )
}

/** The three-valued verdict of rounded scores: refused where any tile is, passed where all are. */
function judgeSights(sights: readonly Sight[], defects: readonly Defect[], card: Card) {
  const judged = sights
    .map(({ score, second }) => ({ score, second, ...bordersOf(card, second === 'done') }))
    .toSorted((a, b) => b.score - a.score)
  const worst = defects[0]
  if (judged.some(({ score, rejectAtLeast }) => score >= rejectAtLeast)) {
    const detail = worst ? `${worst.reason}.` : 'The heat map shows a mark over its limit.'
    return { evaluation: 'NotOK', reason: 'above-reject-threshold', detail } as const
  }
  const open = judged.find(({ score, acceptBelow }) => score >= acceptBelow)
  if (!open) {
    const detail = worst ? `Nothing over its limit; largest doubt: ${worst.reason}.` : 'No mark found.'
    return { evaluation: 'OK', reason: 'below-accept-threshold', detail } as const
  }
  const { score, acceptBelow, rejectAtLeast } = open
  const why = judged.some(({ second }) => second === 'missing')
    ? ' The model that looks again did not answer.'
    : ''
  const detail = `Too close to call (score ${score}, decided under ${acceptBelow} or from ${rejectAtLeast}).${why}`
  return { evaluation: 'NotDecidable', reason: 'between-thresholds', detail } as const
}

/** Frame and answer in, verdict out. A frame that nobody could look at in time is undecided, never dropped. */
export function decide(frame: Frame, seen: Seen, card: Card): Inspection {
  const { line, partId, sequence, isSimulated } = frame
  return { line, partId, sequence, isSimulated, ...decisionOf(seen, card, frame.image) }
}

function decisionOf(seen: Seen, card: Card, image: Pick<Image, 'width' | 'height'>): Decision {
  if (seen.kind === 'seen') return decideSights(seen.sights, card, image)
  const reason = seen.kind === 'late' ? 'late' : 'inspector-failed'
  return { evaluation: 'NotDecidable', score: null, reason, detail: seen.detail, defects: [] }
}
