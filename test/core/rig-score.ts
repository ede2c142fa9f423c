import { createConditionMonitor } from '../../edge/core/health/condition-monitor.ts'
import { hitScore } from '../../edge/core/health/hit-score.ts'
import { learnBehaviour } from '../../edge/core/health/normal-behaviour.ts'
import { makeRig, rigTrainRows } from './rig.ts'

/** Rows of some rigs judged right and wrong, all together. */
export function scoreRigs(firstSeed: number, count: number) {
  const rows = { hits: 0, falseAlarms: 0, misses: 0, quiet: 0 }
  for (let seed = firstSeed; seed < firstSeed + count; seed++) {
    const rig = makeRig(seed)
    const train = rig.rows.slice(0, rigTrainRows)
    const monitor = createConditionMonitor(learnBehaviour(train, [...rig.names.keys()]), train)
    for (const [index, row] of rig.rows.slice(rigTrainRows).entries()) {
      const isFaulty = rig.isFaulty[rigTrainRows + index] === true
      const { isAlarm } = monitor.observe(row)
      rows[isAlarm ? (isFaulty ? 'hits' : 'falseAlarms') : isFaulty ? 'misses' : 'quiet']++
    }
  }
  const { hits, falseAlarms, misses, quiet } = rows
  return { ...hitScore(hits, falseAlarms, misses), falseAlarmRate: falseAlarms / (falseAlarms + quiet) }
}
