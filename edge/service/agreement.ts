import type { LineReport } from '../contract/report.ts'
import type { Trial } from '../contract/trial.ts'
import { aiagGrade, kappa } from '../core/quality/agreement.ts'
import { trialOf } from '../core/vision/trial.ts'
import type { Examiner } from './examiner.ts'
import type { Population } from './population.ts'

/** Parts for a study of attribute agreement: 50, of which 20 are close to a limit (AIAG MSA: 30 to 50 % borderline). */
export interface Candidates {
  add(trial: Trial): void
  /** The rows of the study, or null while too few parts of some kind came. */
  rows(): number[] | null
}

const wanted = { near: 20, good: 15, defective: 15 } as const
const nearLimit = 0.2
const trials = 3

export function createCandidates(): Candidates {
  const found: Record<keyof typeof wanted, number[]> = { near: [], good: [], defective: [] }
  const kinds = ['near', 'good', 'defective'] as const
  return {
    add({ row, marks, isDefective }) {
      const worst = Math.max(0, ...marks.map(({ sizeOverLimit }) => sizeOverLimit ?? 0))
      const isNear = Math.abs(worst - 1) <= nearLimit
      const rows = found[isNear ? 'near' : isDefective ? 'defective' : 'good']
      if (rows.length < wanted[isNear ? 'near' : isDefective ? 'defective' : 'good']) rows.push(row)
    },
    rows: () =>
      kinds.every((kind) => found[kind].length === wanted[kind])
        ? kinds.flatMap((kind) => found[kind]).toSorted((a, b) => a - b)
        : null,
  }
}

/**
 * The model as an appraiser: every part of the study photographed three times, lamp, lens, pose and noise drawn anew.
 * An undecided trial is not right, and neither a miss nor a false alarm. Null where parts cannot be photographed again.
 */
export async function agreementOf(
  candidates: Candidates,
  population: Population,
  examiner: Examiner,
): Promise<LineReport['agreement']> {
  const rows = candidates.rows()
  if (!rows || !population.isSimulated || population.dataset !== null) return null
  const byRow = new Map<number, Trial[]>(rows.map((row) => [row, []]))
  for (let shot = 1; shot <= trials; shot++) {
    let index = 0
    for await (const capture of population.again(rows, shot)) {
      const row = rows[index++] ?? 0
      const { inspection, sights } = await examiner.look(capture)
      byRow.get(row)?.push(trialOf(capture, inspection, sights, row))
    }
  }
  return appraisal([...byRow.values()])
}

/** @param parts the trials of each part */
function appraisal(parts: readonly (readonly Trial[])[]): LineReport['agreement'] {
  const all = parts.flat()
  const count = (isDefective: boolean, evaluation: Trial['evaluation']) =>
    all.filter((trial) => trial.isDefective === isDefective && trial.evaluation === evaluation).length
  const of = (isDefective: boolean) => all.filter((trial) => trial.isDefective === isDefective).length
  const isRight = (trial: Trial) => trial.evaluation === (trial.isDefective ? 'NotOK' : 'OK')
  const shares = {
    effectiveness: parts.filter((each) => each.every(isRight)).length / parts.length,
    missRate: count(true, 'OK') / of(true),
    falseAlarmRate: count(false, 'NotOK') / of(false),
  }
  const table = [true, false].map((truth) => [count(truth, 'NotOK'), count(truth, 'OK')])
  const agreed = kappa(table).kappa
  // Nothing decided: no agreement to speak of.
  return {
    parts: parts.length,
    trials,
    ...shares,
    kappa: Number.isFinite(agreed) ? agreed : 0,
    grade: aiagGrade(shares),
  }
}
