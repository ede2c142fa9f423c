import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { Clock } from '../../edge/contract/port.ts'
import { chosenId, desk, present } from '../desk.ts'
import { partByKey, type WaitingPart, waitedS } from '../desk-fold.ts'
import { decimal, duration } from '../format.ts'
import { language, words } from '../language.ts'
import { Panel } from './panel.tsx'

/** Who waits, the oldest first, and who found no room. */
export function Queue({ clock }: { readonly clock: Clock }) {
  const word = words.value.desk
  const now = desk.value
  const number = (value: number) => decimal(value, language.value)
  const places = now && word.places(number(now.waiting.length), number(now.capacity))
  return (
    <Panel id="queue" title={word.queue} aside={<span class="hint">{places}</span>}>
      {now && now.overflowed > 0 && <p class="overflow">{word.overflowed(number(now.overflowed))}</p>}
      {now && now.waiting.length > 0 && (
        <>
          <List waiting={now.waiting} clock={clock} />
          <p class="hint" id="queue-hint">
            {word.queueHint}
          </p>
        </>
      )}
    </Panel>
  )
}

const optionId = ({ partId }: WaitingPart): string => `waiting-${partId}`

function List({ waiting, clock }: { readonly waiting: readonly WaitingPart[]; readonly clock: Clock }) {
  const nowMs = useNow(clock)
  const choose = (part: WaitingPart | null) => {
    if (!part) return
    chosenId.value = part.partId
    document.getElementById(optionId(part))?.scrollIntoView({ block: 'nearest' })
  }
  const moveBy = (event: KeyboardEvent) => {
    const part = partByKey(waiting, present.value?.partId, event.key)
    if (part) event.preventDefault()
    choose(part)
  }
  return (
    <div
      class="queue"
      role="listbox"
      tabIndex={0}
      aria-labelledby="queue-title"
      aria-describedby="queue-hint"
      aria-activedescendant={present.value ? optionId(present.value) : undefined}
      onKeyDown={moveBy}
    >
      {waiting.map((part) => (
        <Row key={part.partId} part={part} nowMs={nowMs} onChoose={() => choose(part)} />
      ))}
    </div>
  )
}

interface RowProps {
  readonly part: WaitingPart
  readonly nowMs: number
  readonly onChoose: () => void
}

function Row({ part, nowMs, onChoose }: RowProps) {
  const { desk: word, verdict } = words.value
  const score = part.score === null ? verdict.noScore : decimal(part.score, language.value, 3)
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: focus stays on the list (aria-activedescendant)
    // biome-ignore lint/a11y/useKeyWithClickEvents: the list hears the keys
    <div
      id={optionId(part)}
      class="queued"
      role="option"
      aria-selected={part.partId === present.value?.partId}
      onClick={onChoose}
    >
      <span class="mono">{part.partId}</span>
      <span class="queued-score">
        <span class="visually-hidden">{verdict.score}</span> {score}
      </span>
      <span class="queued-time">
        <span class="visually-hidden">{word.waited}</span>{' '}
        {duration(waitedS(part.since, nowMs), language.value)}
      </span>
    </div>
  )
}

/** The time, once a second. */
function useNow(clock: Clock): number {
  const now = useSignal(clock.nowMs())
  useEffect(() => {
    let cancel = () => {}
    const tick = () => {
      now.value = clock.nowMs()
      cancel = clock.after(1000, tick)
    }
    tick()
    return () => cancel()
  }, [clock])
  return now.value
}
