import type { Clock } from '../edge/contract/port.ts'

/** Asks at once and again, `everyMs` after each answer, while it may, until the returned function is called. A hidden page asks nothing. */
export function poll(
  clock: Clock,
  everyMs: number,
  ask: () => Promise<unknown>,
  mayGoOn = (): boolean => true,
): () => void {
  let isOver = false
  let cancel = () => {}
  const turn = async () => {
    if (!document.hidden) await ask()
    if (!isOver && mayGoOn()) cancel = clock.after(everyMs, () => void turn())
  }
  void turn()
  return () => {
    isOver = true
    cancel()
  }
}
