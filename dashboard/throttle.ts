import type { Clock } from '../edge/contract/port.ts'

/** `action` as often as it is asked for, but at most once in `everyMs`; the last wish is always granted. */
export function throttled(clock: Clock, everyMs: number, action: () => void): () => void {
  let isResting = false
  let isWanted = false
  const act = () => {
    isWanted = false
    isResting = true
    action()
    clock.after(everyMs, () => {
      isResting = false
      if (isWanted) act()
    })
  }
  return () => {
    isWanted = true
    if (!isResting) act()
  }
}
