import type { Cause } from '../../contract/cause.ts'

/** How far something lies beyond what is usual, in standard deviations, by symptom; 0: it does not. */
export type Symptoms = Readonly<Record<string, number>>

/** What a symptom counts from which on it is one. */
export const noticedFrom = 3

/**
 * The cause that explains most of what is seen: of every row, the share of the evidence that its symptoms carry, times
 * the share of its symptoms that are there. Ties go to the higher risk priority number. null: nothing is to be explained.
 */
export function probableCause(symptoms: Symptoms, rows: readonly Cause[]): Cause | null {
  const seen = Object.entries(symptoms).filter(([, strength]) => strength >= noticedFrom)
  const evidence = seen.reduce((sum, [, strength]) => sum + strength, 0)
  if (evidence === 0) return null
  const shareExplained = (row: Cause): number => {
    const present = seen.filter(([name]) => row.symptoms.includes(name))
    const explained = present.reduce((sum, [, strength]) => sum + strength, 0) / evidence
    return explained * (present.length / row.symptoms.length)
  }
  const risk = ({ severity, occurrence, detection }: Cause) => severity * occurrence * detection
  const ranked = [...rows].sort((a, b) => shareExplained(b) - shareExplained(a) || risk(b) - risk(a))
  const best = ranked[0]
  return best && shareExplained(best) > 0 ? best : null
}
