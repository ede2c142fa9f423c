import { JidokaError } from '../contract/error.ts'
import type { TeachFinding } from '../contract/teach.ts'
import type { BorderTried, WorkbenchLook } from '../contract/workbench.ts'
import { bordersOf } from '../core/teach/border.ts'
import { decideSights } from '../core/vision/decide.ts'
import { heatMap } from '../core/vision/heat-map.ts'
import { wallClock } from '../io/clock.ts'
import { openEyes } from '../io/eyes.ts'
import { imageOf, resizeImage } from '../io/image.ts'
import { loadModel } from '../io/model.ts'
import { lookAt } from '../io/sight.ts'

/** A taught model, to try on pictures. */
export interface TaughtEyes {
  readonly finding: TeachFinding
  readonly borders: readonly BorderTried[]
  /** @throws {JidokaError} IMAGE_UNREADABLE, IMAGE_TOO_LARGE, TOO_MANY_REQUESTS */
  look(bytes: Uint8Array): Promise<WorkbenchLook>
  close(): Promise<void>
}

/** @throws {JidokaError} MODEL_MISSING, MODEL_INVALID, CARD_INVALID */
export async function openTaught(finding: TeachFinding, root: string): Promise<TaughtEyes> {
  const { card, modelPath } = await loadModel(finding.path, { root })
  if (!card) throw new JidokaError('CARD_INVALID', `${finding.path} has no card.`)
  const eyes = await openEyes({ card, modelPath, second: null }, 1)
  let isBusy = false
  return {
    finding,
    borders: bordersOf(finding.scores),
    async look(bytes) {
      if (isBusy) throw new JidokaError('TOO_MANY_REQUESTS', 'Another picture is being looked at.')
      isBusy = true
      try {
        const { channels, width, height } = card.input
        const picture = await imageOf(bytes, 'The picture', { channels })
        const { sights } = await lookAt(eyes, await resizeImage(picture, width, height), wallClock)
        const { score, detail, reason } = decideSights(sights, card, picture)
        const heat = heatMap(sights, card)
        const levels = Buffer.from(heat.data).toString('base64')
        return {
          ...{ score: score ?? 0, detail, isStrange: reason === 'outside-envelope' },
          heat: { width: heat.width, height: heat.height, levels },
        }
      } finally {
        isBusy = false
      }
    },
    close: eyes.close,
  }
}
