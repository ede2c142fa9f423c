import type { ResultData } from '../contract/event.ts'
import type { IncidentData } from '../contract/incident.ts'
import { closed, noIncidents, withResult } from '../core/incident.ts'
import { placeOf, type RunTools } from './run-tools.ts'
import { draftsOf, incidentDraft } from './voice.ts'

/** Writes the results of the running line into the book, with the incidents that they open, continue and close. */
export interface Recorder {
  /** In the order of the parts; one transaction. */
  record(results: readonly ResultData[]): Promise<void>
  /** The run ends, and with it every incident. */
  end(): Promise<void>
}

type RecorderTools = Pick<RunTools, 'book' | 'clock' | 'settings' | 'prefix' | 'plan'>

export function createRecorder(tools: RecorderTools): Recorder {
  const { book, clock, settings } = tools
  let incidents = noIncidents
  const belonging = (result: ResultData, told: IncidentData[]): ResultData => {
    const step = withResult(incidents, result, settings.incidentGapParts)
    incidents = step.incidents
    told.push(...step.told)
    return { ...result, incidentId: step.incidentId }
  }
  async function write(results: readonly ResultData[], told: readonly IncidentData[]): Promise<void> {
    const timeMs = clock.nowMs()
    const parts = results.flatMap((result) => draftsOf(result, timeMs))
    const drafts = [...parts, ...told.map((data) => incidentDraft(data, timeMs))]
    if (drafts.length > 0) await book.record(results, drafts, placeOf(tools))
  }
  return {
    async record(results) {
      const told: IncidentData[] = []
      await write(
        results.map((result) => belonging(result, told)),
        told,
      )
    },
    async end() {
      const last = closed(incidents)
      incidents = noIncidents
      await write([], last)
    },
  }
}
