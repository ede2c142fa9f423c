import type { ResultData } from '../../edge/contract/event.ts'
import type { EventDraft } from '../../edge/core/event.ts'
import { sampleResult } from '../io/sample-data.ts'

/** A part of a run, and the one event that tells of it. */
export function partOf(
  sequence: number,
  timeMs: number,
  runId = 'bus',
): { readonly result: ResultData; readonly drafts: EventDraft[] } {
  const result = { ...sampleResult(sequence, runId), evaluation: 'OK' as const }
  return { result, drafts: [{ topic: 'result', runId, subject: result.partId, timeMs, data: result }] }
}
