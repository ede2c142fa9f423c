import type { Defect } from '../../edge/contract/inspection.ts'
import { run } from '../store.ts'

/** How much a mark matters: over its limit, doubtful, or surely under it. */
export function weightOf(defect: Defect): 'over' | 'doubtful' | 'under' {
  const model = run.value?.model
  if (!model || defect.score >= model.rejectAtLeast) return 'over'
  return defect.score >= model.acceptBelow ? 'doubtful' : 'under'
}
