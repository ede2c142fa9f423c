import { signal } from '@preact/signals'
import type { PartRecord } from '../edge/contract/part-record.ts'
import { fetchRecord } from './api.ts'
import { held, phase } from './store.ts'

/** What is known of the held part beside its result; null: not yet answered. */
export const record = signal<PartRecord | null>(null)
/** Whether the truth of the held part lies open. */
export const showsTruth = signal(false)

/** Asks for the record of a part. What comes after another part was taken up is dropped. */
export async function readRecord(partId: string): Promise<void> {
  const answer = await fetchRecord(partId)
  if (held.peek()?.partId !== partId) return
  if (answer.kind === 'signed-out') phase.value = 'signed-out'
  record.value = answer.kind === 'ok' ? answer.value : { truth: null, review: null }
}
