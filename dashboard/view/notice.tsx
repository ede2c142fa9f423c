import { timeOfDay } from '../format.ts'
import { language, words } from '../language.ts'
import { isBrokerLinked, phase, status, stream } from '../store.ts'

/** What is wrong with the links while the board still shows what it knows. */
export function Notices() {
  const { notice } = words.value
  const { state, lostAtMs } = stream.value
  return (
    <div class="notices" role="status">
      {state === 'lost' && <p class="notice">{notice.lost(timeOfDay(lostAtMs, language.value))}</p>}
      {state !== 'lost' && !isBrokerLinked.value && <p class="notice">{notice.brokerLost}</p>}
      {status.value?.state === 'offline' && (
        <p class="notice">{notice.stationOffline(status.value.reason)}</p>
      )}
    </div>
  )
}

/** In place of the board, before there is anything to show. */
export function Waiting() {
  const { notice } = words.value
  if (phase.value === 'opening') return <p class="waiting">{notice.opening}</p>
  return (
    <div class="waiting" role="status">
      <p class="waiting-cause">{phase.value === 'unreadable' ? notice.unreadable : notice.unreachable}</p>
      {phase.value === 'unreachable' && <p>{notice.unreachableRemedy}</p>}
    </div>
  )
}
