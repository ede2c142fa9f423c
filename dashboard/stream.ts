import { batch } from '@preact/signals'
import type { Clock } from '../edge/contract/port.ts'
import { fetchState, liveUrl } from './api.ts'
import { ears } from './ear.ts'
import * as store from './store.ts'

/** `kpi` comes every second: silence this long means a dead link that nobody closed (a laptop that slept). */
const silenceMs = 10_000
const longestWaitMs = 5_000

/** Keeps the board informed until the returned function is called. */
export function openStream(clock: Clock): () => void {
  let source: EventSource | null = null
  let failures = 0
  let cancelTimer = () => {}

  const listen = () => {
    source?.close()
    source = new EventSource(liveUrl)
    source.onopen = () => {
      failures = 0
      store.stream.value = { state: 'open', lostAtMs: 0 }
      // Between the last stream and this one something may have been said.
      void refresh()
      store.deskNews.value += 1
      store.machineNews.value += 1
    }
    source.onerror = () => lose()
    for (const [topic, hear] of Object.entries(ears(refresh))) {
      source.addEventListener(topic, (message: MessageEvent<string>) => {
        watchSilence()
        batch(() => hear(message.data))
      })
    }
    watchSilence()
  }
  const again = (delayMs: number) => {
    cancelTimer()
    cancelTimer = clock.after(delayMs, listen)
  }
  const watchSilence = () => again(silenceMs)
  const lose = () => {
    source?.close()
    if (store.stream.value.state !== 'lost') store.stream.value = { state: 'lost', lostAtMs: clock.nowMs() }
    failures += 1
    again(Math.min(longestWaitMs, 500 * 2 ** failures))
    // An event source does not tell why it failed; a plain request does.
    void refresh()
  }
  const refresh = readStateOnce(() => {
    cancelTimer()
    source?.close()
  })

  listen()
  void refresh()
  return () => {
    cancelTimer()
    source?.close()
  }
}

/** Reads the whole state; calls while one is under way share it. `stop` is called when nobody is signed in. */
function readStateOnce(stop: () => void): () => Promise<void> {
  let pending: Promise<void> | null = null
  const read = async () => {
    const answer = await fetchState()
    if (answer.kind === 'ok') return store.readState(answer.value)
    if (answer.kind === 'signed-out') {
      stop()
      store.phase.value = 'signed-out'
    } else if (store.phase.value !== 'open') {
      store.phase.value = answer.kind === 'unreadable' ? 'unreadable' : 'unreachable'
    }
  }
  return () => {
    pending ??= read().finally(() => {
      pending = null
    })
    return pending
  }
}
