import type { ResultData } from '../contract/event.ts'
import type { IncidentData } from '../contract/incident.ts'

/** The incidents of a run that are open, by what they are about. */
export interface Incidents {
  readonly open: ReadonlyMap<string, Open>
  /** How many were ever opened. */
  readonly opened: number
}

interface Open {
  readonly data: IncidentData
  readonly lastSequence: number
  /** The number of parts at which it is told next. */
  readonly tellAt: number
}

export const noIncidents: Incidents = { open: new Map(), opened: 0 }

/** What one part changes: where it belongs, and what is to be told. */
export interface IncidentStep {
  readonly incidents: Incidents
  /** null: nothing is wrong with the part. */
  readonly incidentId: string | null
  readonly told: readonly IncidentData[]
}

/**
 * Takes in the next result of the line. Parts with the same defect belong to one incident until `gapParts` parts in a row were
 * without it. Told when it opens, whenever it has doubled, and when it closes: of n parts, at most 2 + log2 n messages.
 */
export function withResult(before: Incidents, result: ResultData, gapParts: number): IncidentStep {
  const open = new Map(before.open)
  const told: IncidentData[] = []
  for (const [key, { data, lastSequence }] of before.open) {
    if (result.sequence - lastSequence <= gapParts) continue
    open.delete(key)
    told.push({ ...data, phase: 'closed' })
  }
  if (result.evaluation === 'OK')
    return { incidents: { open, opened: before.opened }, incidentId: null, told }

  const defect = defectOf(result)
  const key = `${result.evaluation} ${defect}`
  const known = open.get(key)
  const opened = known ? before.opened : before.opened + 1
  const data = known ? grown(known.data, result) : opening(result, result.evaluation, defect, opened)
  const isTold = data.parts >= (known?.tellAt ?? 1)
  const tellAt = isTold ? 2 * data.parts : (known?.tellAt ?? 1)
  open.set(key, { data, lastSequence: result.sequence, tellAt })
  return {
    incidents: { open, opened },
    incidentId: data.incidentId,
    told: isTold ? [...told, data] : told,
  }
}

/** The last words, when the run ends. */
export const closed = ({ open }: Incidents): IncidentData[] =>
  [...open.values()].map(({ data }) => ({ ...data, phase: 'closed' }))

function defectOf({ defects, reason, evaluation }: ResultData): string {
  const [worst] = defects.toSorted((a, b) => b.score - a.score)
  return (evaluation === 'NotOK' && worst?.class) || reason
}

const opening = (
  { jobId, line, partId, score, creationTime, isSimulated }: ResultData,
  evaluation: IncidentData['evaluation'],
  defect: string,
  number: number,
): IncidentData => ({
  ...{
    incidentId: `${jobId}.incident.${number}`,
    jobId,
    line,
    phase: 'opened',
    evaluation,
    defect,
    parts: 1,
  },
  ...{ firstPartId: partId, lastPartId: partId, worstPartId: partId, worstScore: score },
  ...{ since: creationTime, until: creationTime, isSimulated },
})

function grown(data: IncidentData, { partId, score, creationTime }: ResultData): IncidentData {
  const isWorse = (score ?? -1) > (data.worstScore ?? -1)
  return {
    ...data,
    ...{ phase: 'updated', parts: data.parts + 1, lastPartId: partId, until: creationTime },
    ...(isWorse && { worstPartId: partId, worstScore: score }),
  }
}
