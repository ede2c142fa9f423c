import type { ResultData } from '../contract/event.ts'
import type { WorkbenchState } from '../contract/workbench.ts'
import type { Feed } from './feed.ts'
import type { Pictures } from './pictures.ts'
import type { TaughtImages } from './taught-images.ts'

export interface CollectorTools {
  readonly feed: Pick<Feed, 'subscribe'>
  readonly pictures: Pick<Pictures, 'image'>
  readonly images: TaughtImages
}

/** Takes pictures of parts that the line passes, as they come; one that comes while another is written is left out. */
export function createCollector({ feed, pictures, images }: CollectorTools) {
  let now: { readonly wanted: number; found: number; end(): void } | null = null
  const stop = (): void => {
    now?.end()
    now = null
  }
  async function take(partId: string, mine: typeof now): Promise<void> {
    const image = pictures.image(partId)
    if (!image || now !== mine || !mine) return
    await images.keep(image, 'line')
    mine.found++
    if (mine.found >= mine.wanted && now === mine) stop()
  }
  return {
    stop,
    state: (): WorkbenchState['collecting'] => now && { wanted: now.wanted, found: now.found },
    /** Instead of what is being collected. */
    start(parts: number): void {
      stop()
      const wanted = Math.min(parts, images.room())
      if (wanted <= 0) return
      let isBusy = false
      const end = feed.subscribe((topic, event) => {
        if (topic !== 'result' || isBusy) return
        const { evaluation, partId } = (event as { readonly data: ResultData }).data
        if (evaluation !== 'OK') return
        isBusy = true
        take(partId, mine)
          .catch(stop)
          .finally(() => {
            isBusy = false
          })
      })
      const mine = { wanted, found: 0, end }
      now = mine
    },
  }
}
