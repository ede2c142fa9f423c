import type { ResultData } from '../contract/event.ts'
import type { Image } from '../contract/part.ts'
import type { CollectSource, WorkbenchState } from '../contract/workbench.ts'
import type { ReviewDesk } from '../io/http-tools.ts'
import type { Feed } from './feed.ts'
import type { Pictures } from './pictures.ts'
import type { TaughtImages } from './taught-images.ts'

export interface CollectorTools {
  readonly feed: Pick<Feed, 'subscribe'>
  readonly pictures: Pick<Pictures, 'image'>
  readonly images: TaughtImages
}

interface Collection {
  readonly wanted: number
  readonly from: CollectSource
  found: number
  isBusy: boolean
}

/** Takes pictures of good parts as they come; one that comes while another is written is left out. */
export function createCollector({ feed, pictures, images }: CollectorTools) {
  let now: Collection | null = null
  let unsubscribe = (): void => undefined
  function stop(): void {
    unsubscribe()
    now = null
  }
  function take(image: Image | null, from: CollectSource): void {
    const mine = now
    if (!image || mine?.from !== from || mine.isBusy) return
    mine.isBusy = true
    images
      .keep(image, from)
      .then(() => {
        mine.isBusy = false
        mine.found++
        if (mine.found >= mine.wanted && now === mine) stop()
      })
      .catch(() => now === mine && stop())
  }
  return {
    stop,
    state: (): WorkbenchState['collecting'] =>
      now && { wanted: now.wanted, found: now.found, from: now.from },
    /** Instead of what is being collected. */
    start(parts: number, from: CollectSource): void {
      stop()
      const wanted = Math.min(parts, images.room())
      if (wanted <= 0) return
      now = { wanted, from, found: 0, isBusy: false }
      if (from === 'desk') return
      unsubscribe = feed.subscribe((topic, event) => {
        if (topic !== 'result' || now?.isBusy) return
        const { evaluation, partId } = (event as { readonly data: ResultData }).data
        if (evaluation === 'OK') take(pictures.image(partId), 'line')
      })
    },
    /** A person passed this part. */
    passed: (image: Image) => take(image, 'desk'),
  }
}

/** The desk, where each part that a person passes is shown to `passed`: what was fine is learnt from. */
export const showPassed = (
  desk: ReviewDesk,
  pictures: Pick<Pictures, 'image'>,
  passed: (image: Image) => void,
): ReviewDesk => ({
  state: desk.state,
  async decide(partId, decision, reviewer) {
    // Before it is decided: nobody keeps the picture afterwards.
    const image = decision === 'OK' ? pictures.image(partId) : null
    const review = await desk.decide(partId, decision, reviewer)
    if (image) passed(image)
    return review
  },
})
