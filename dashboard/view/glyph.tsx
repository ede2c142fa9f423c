import type { Outcome } from '../../edge/contract/claim.ts'
import type { Evaluation } from '../../edge/contract/inspection.ts'

/** Verdicts and outcomes have shapes of their own: colour is never the only sign. */
const evaluationPaths: Record<Evaluation, string> = {
  OK: 'M3 8.5 6.5 12 13 4.5',
  NotOK: 'M4 4 12 12M12 4 4 12',
  NotDecidable: 'M5.2 5.6C5.2 2.2 10.8 2.2 10.8 5.6 10.8 7.8 8 7.6 8 10M8 12.6V13.4',
}

export function EvaluationGlyph({ evaluation }: { readonly evaluation: Evaluation }) {
  return (
    <svg class="glyph" viewBox="0 0 16 16" aria-hidden="true">
      <path d={evaluationPaths[evaluation]} />
    </svg>
  )
}

/** A filled triangle for an escape, a hollow diamond for a false reject, nothing for all else. */
export function OutcomeMark({ outcome }: { readonly outcome: Outcome | undefined }) {
  if (outcome !== 'escape' && outcome !== 'false-reject') return null
  return (
    <svg class={`mark ${outcome}`} viewBox="0 0 12 12" aria-hidden="true">
      <path d={outcome === 'escape' ? 'M6 1 11.5 11H.5Z' : 'M6 1.5 10.5 6 6 10.5 1.5 6Z'} />
    </svg>
  )
}
