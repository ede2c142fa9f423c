import type { Rng } from '../../contract/port.ts'
import type { MillingRow } from '../../contract/prognosis.ts'
import { type Classifier, trainTrees } from './boosted-trees.ts'
import { hitScore } from './hit-score.ts'

/** A failure is foretold from this probability on. */
export const decisionThreshold = 0.5

/**
 * What a milling machine can suffer from, as physics has it; where it begins to suffer is left to the learner. Power that
 * the spindle takes (too little: no cut; too much: overload), heat that the air can take away, wear times torque as the
 * strain of the tool; each product type has its own strength. The plain readings stand beside them.
 */
export function featuresOf(row: MillingRow): number[] {
  const angularSpeed = (row.speedRpm * 2 * Math.PI) / 60
  return [
    row.airK,
    row.processK,
    row.speedRpm,
    row.torqueNm,
    row.wearMin,
    'LMH'.indexOf(row.type),
    row.processK - row.airK,
    row.torqueNm * angularSpeed,
    row.torqueNm * row.wearMin,
  ]
}

/** Learns from some rows to tell whether a machine fails. */
export function learnMilling(rows: readonly MillingRow[]): Classifier {
  const table = rows.map(featuresOf)
  const width = table[0]?.length ?? 0
  return trainTrees({
    features: Array.from({ length: width }, (_, feature) =>
      Float64Array.from(table, (row) => row[feature] ?? 0),
    ),
    labels: Uint8Array.from(rows, ({ isFailure }) => (isFailure ? 1 : 0)),
  })
}

/** How well failures of `tested` are told by what was learnt from `learnt`. */
export function scoreMilling(learnt: readonly MillingRow[], tested: readonly MillingRow[]) {
  const classify = learnMilling(learnt)
  const count = { hits: 0, falseAlarms: 0, misses: 0 }
  for (const row of tested) {
    const isForetold = classify(featuresOf(row)) >= decisionThreshold
    if (isForetold) count[row.isFailure ? 'hits' : 'falseAlarms']++
    else if (row.isFailure) count.misses++
  }
  return hitScore(count.hits, count.falseAlarms, count.misses)
}

/** F1 of each fold, as often as there are `repeats`: rows are dealt out by chance, failures evenly (stratified). */
export function* foldScores(rows: readonly MillingRow[], folds: number, repeats: number, rng: Rng) {
  for (let repeat = 0; repeat < repeats; repeat++) {
    const chance = rng.fork(`repeat/${repeat}`)
    const dealt = [true, false].flatMap((isFailure) =>
      rows
        .filter((row) => row.isFailure === isFailure)
        .map((row) => ({ row, order: chance.next() }))
        .sort((a, b) => a.order - b.order)
        .map(({ row }, place) => ({ row, fold: place % folds })),
    )
    for (let fold = 0; fold < folds; fold++) {
      const learnt = dealt.filter((one) => one.fold !== fold).map(({ row }) => row)
      const tested = dealt.filter((one) => one.fold === fold).map(({ row }) => row)
      yield scoreMilling(learnt, tested).f1
    }
  }
}
