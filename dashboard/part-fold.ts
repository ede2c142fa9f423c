import type { BoardState } from '../edge/contract/api.ts'
import type { ResultData } from '../edge/contract/event.ts'
import { type Stage, stages } from '../edge/contract/inspection.ts'

/** What shows the part again and the line from there on; null: it is of another run, or a photograph. */
export function replayFrom(
  { runId, scenario, replayCommand, partsPerSecond }: BoardState['run'],
  { jobId, sequence }: Pick<ResultData, 'jobId' | 'sequence'>,
): string | null {
  if (scenario === null || jobId !== runId) return null
  const command = replayCommand.replace(/ --(fast|from-s \S+)/g, '')
  return `${command} --from-s ${Number((sequence / partsPerSecond).toFixed(3))}`
}

/** The stages that a part went through, in order, each with its share of them all. */
export function stageShares(
  stagesMs: ResultData['stagesMs'],
): readonly { readonly stage: Stage; readonly ms: number; readonly share: number }[] {
  const known = stages.flatMap((stage) => (stage === 'record' ? [] : [{ stage, ms: stagesMs[stage] }]))
  const totalMs = known.reduce((sum, { ms }) => sum + ms, 0)
  return known.map(({ stage, ms }) => ({ stage, ms, share: totalMs > 0 ? ms / totalMs : 0 }))
}
