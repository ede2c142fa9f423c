import type { EventDraft } from './event.ts'

/**
 * What goes first when no broker has come for so long that the outbox is full: states that newer ones replace, then results
 * of good parts. null: never, since somebody must act on it.
 */
export function dropOrderOf(draft: EventDraft): number | null {
  if (draft.topic === 'kpi' || draft.topic === 'condition') return 1
  return draft.topic === 'result' && draft.data.evaluation === 'OK' ? 2 : null
}
