import type { Tally } from '../../contract/claim.ts'
import type { TableRow } from '../../contract/table-word.ts'
import type { ClassCount, Counts } from './judgement.ts'
import { decidedDefective, decidedGood, decidedParts, emptyTally, observe, wrongParts } from './tally.ts'

/** What is found under one class of defect: n and hits by size. */
interface ClassTally {
  n: number
  escapes: number
  readonly bySize: Map<number, { n: number; hits: number }>
}

/** Folds the rows of a table, in memory that does not grow with them; `counts()` says what was found so far. */
export interface TableTally {
  add(row: TableRow): void
  counts(): Counts
}

/** The class of a defective part with a size and no name for it. */
const unnamed = 'unnamed'

export function createTableTally(): TableTally {
  let tally = emptyTally
  const classes = new Map<string, ClassTally>()
  return {
    add: (row) => {
      tally = observe(tally, row.evaluation, row.isDefective).tally
      const name = row.class ?? (row.size === null ? null : unnamed)
      if (!row.isDefective || name === null) return
      const found = classes.get(name) ?? { n: 0, escapes: 0, bySize: new Map() }
      classes.set(name, found)
      addDefect(found, row)
    },
    counts: () => countsOf(tally, [...classes].map(classCount)),
  }
}

function addDefect(found: ClassTally, { evaluation, size }: TableRow): void {
  if (evaluation !== 'NotDecidable') found.n++
  if (evaluation === 'OK') found.escapes++
  if (size === null) return
  // Four digits bound the memory and are finer than any size was measured.
  const rounded = Number(size.toPrecision(4))
  const sighting = found.bySize.get(rounded) ?? { n: 0, hits: 0 }
  found.bySize.set(rounded, sighting)
  sighting.n++
  // An undecided part was not refused.
  if (evaluation === 'NotOK') sighting.hits++
}

const classCount = ([name, { n, escapes, bySize }]: readonly [string, ClassTally]): ClassCount => ({
  class: name,
  escape: { count: escapes, n },
  sightings: [...bySize]
    .map(([size, sighting]) => ({ size, ...sighting }))
    .toSorted((a, b) => a.size - b.size),
})

/** The counts that a tally and its classes come to. */
export const countsOf = (tally: Tally, classes: readonly ClassCount[] = []): Counts => ({
  wrong: { count: wrongParts(tally), n: decidedParts(tally) },
  escape: { count: tally.escapes, n: decidedDefective(tally) },
  falseReject: { count: tally.falseRejects, n: decidedGood(tally) },
  undecided: { good: tally.undecidedGood, defective: tally.undecidedDefective },
  classes: classes.toSorted((a, b) => (a.class < b.class ? -1 : 1)),
})
