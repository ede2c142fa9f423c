import { signal } from '@preact/signals'
import type { ResultData } from '../edge/contract/event.ts'
import type { HistoryFilter } from '../edge/contract/history.ts'
import { fetchHistory } from './api.ts'
import { phase } from './store.ts'

export const filter = signal<HistoryFilter>({})
/** What was found so far, newest first; null: nothing was asked yet. */
export const found = signal<readonly ResultData[] | null>(null)
/** Where the search goes on; null: there is nothing older. */
export const before = signal<number | null>(null)
export const searched = signal(0)
export const isSearching = signal(false)
export const isHistoryAway = signal(false)

const enough = 50
/** So many stay on the page: more is for a file. */
const most = 1000

let asked = 0

/** Looks from the newest part backwards with what is wanted now. */
export function search(wanted: HistoryFilter): Promise<void> {
  filter.value = wanted
  found.value = null
  before.value = null
  searched.value = 0
  return goOn()
}

/** Looks further back until there are some more, or nothing is left. A newer search ends this one. */
export async function goOn(): Promise<void> {
  const turn = ++asked
  isSearching.value = true
  const start = found.peek()?.length ?? 0
  do {
    const answer = await fetchHistory(filter.peek(), before.peek())
    if (turn !== asked) return
    if (answer.kind === 'signed-out') phase.value = 'signed-out'
    isHistoryAway.value = answer.kind !== 'ok'
    if (answer.kind !== 'ok') break
    found.value = [...(found.peek() ?? []), ...answer.value.results].slice(0, most)
    before.value = found.peek()?.length === most ? null : answer.value.before
    searched.value += answer.value.searched
  } while (before.peek() !== null && (found.peek()?.length ?? 0) < start + enough)
  isSearching.value = false
}
