import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { Clock } from '../../edge/contract/port.ts'
import { totalOf } from '../fold.ts'
import { decimal } from '../format.ts'
import { language, words } from '../language.ts'
import { countsSinceOpened } from '../store.ts'

const everyMs = 10_000

/** Tells a screen reader what happened, every ten seconds: twelve announcements a second would say nothing. */
export function Announcer({ clock }: { readonly clock: Clock }) {
  const says = useSignal('')
  useEffect(() => {
    let before = countsSinceOpened.peek()
    let cancel = () => {}
    const speak = () => {
      const now = countsSinceOpened.peek()
      const count = (value: number) => decimal(Math.max(0, value), language.peek())
      const parts = totalOf(now) - totalOf(before)
      const { summary } = words.peek().announce
      says.value =
        parts > 0
          ? summary(
              count(parts),
              count(now.NotOK - before.NotOK),
              count(now.NotDecidable - before.NotDecidable),
            )
          : ''
      before = now
      cancel = clock.after(everyMs, speak)
    }
    cancel = clock.after(everyMs, speak)
    return () => cancel()
  }, [clock])
  return (
    <p class="visually-hidden" role="status">
      {says.value}
    </p>
  )
}
