import type { KpiData } from '../contract/event.ts'
import type { Clock, Log } from '../contract/port.ts'
import type { SecondModel } from '../io/second-eye.ts'
import { faultOfFar } from '../io/second-eye-far.ts'

/**
 * Says once that the host which looks again is lost, and once that it is back: that takes a whole second in which it
 * missed nothing, since each worker thread finds out for itself.
 */
export function createSecondWatch(second: SecondModel | null, clock: Clock, log: Log) {
  let isLost = false
  return {
    /** @param looks of the last second */
    async tick({ answered, missing }: KpiData['secondLooks']): Promise<void> {
      if (!second?.far || (isLost ? answered === 0 || missing > 0 : missing === 0)) return
      isLost = !isLost
      const { url } = second.far
      if (!isLost) return log.info('the host that looks again answers', { url })
      const cause = (await faultOfFar(second.card, second.far, clock)) ?? 'it answers by now'
      log.warn('the host that looks again does not answer: what is in doubt stays undecided', { url, cause })
    },
  }
}
