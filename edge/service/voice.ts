import type { MachineCondition } from '../contract/condition.ts'
import type { ResultData } from '../contract/event.ts'
import type { IncidentData } from '../contract/incident.ts'
import type { EventDraft } from '../core/event.ts'
import { suspectedMachine } from '../core/health/suspected-machine.ts'
import type { Inspected } from '../line.ts'
import type { LookedFrame } from './looked.ts'

/** Whose results these are. */
export interface RunIdentity {
  readonly runId: string
  readonly line: string
  readonly modelSha256: string
}

/**
 * What the service says about one part (OPC 40100-1 ResultDataType). No truth in it. `condition`: of the line's machine,
 * as it was told last.
 */
export function resultOf(
  part: Inspected<LookedFrame>,
  run: RunIdentity,
  condition: MachineCondition | null = null,
): ResultData {
  const { looked, inspection, decideMs, latencyMs } = part
  const { queueMs, preprocessMs, inferMs, readMs } = looked.look
  return {
    ...inspection,
    resultId: `${run.runId}.${inspection.partId}`,
    jobId: run.runId,
    resultState: 1,
    isPartial: false,
    internalRecipeId: `${run.line}@${run.modelSha256.slice(0, 12)}`,
    creationTime: new Date(looked.capture.frame.capturedAtMs).toISOString(),
    latencyMs: microseconds(latencyMs),
    stagesMs: {
      queue: microseconds(queueMs),
      preprocess: microseconds(preprocessMs),
      infer: microseconds(inferMs),
      decide: microseconds(readMs + decideMs),
    },
    suspectedMachine: inspection.evaluation === 'OK' ? null : suspectedMachine(inspection, condition),
    incidentId: null,
    imageUrl: `/api/v1/parts/${encodeURIComponent(inspection.partId)}/image`,
  }
}

/** The events of one result: `result` for every part, `defect` too where somebody must act. */
export function draftsOf(data: ResultData, timeMs: number): EventDraft[] {
  const event = { runId: data.jobId, subject: data.partId, timeMs, data }
  const result: EventDraft = { topic: 'result', ...event }
  return data.evaluation === 'OK' ? [result] : [result, { topic: 'defect', ...event }]
}

/** Without a subject: one part can open one incident and close another. */
export const incidentDraft = (data: IncidentData, timeMs: number): EventDraft => ({
  ...{ topic: 'incident', runId: data.jobId, timeMs, data },
})

const microseconds = (valueMs: number): number => Math.round(valueMs * 1000) / 1000
