import type { Counts } from '../../edge/core/quality/judgement.ts'

/** Parts by what they are and what the model said: passed, refused, undecided. */
export function countsOf(
  defective: readonly [number, number, number],
  good: readonly [number, number, number],
): Counts {
  const [missed, found, doubtful] = defective
  const [passed, scrapped, unclear] = good
  return {
    wrong: { count: missed + scrapped, n: missed + found + passed + scrapped },
    escape: { count: missed, n: missed + found },
    falseReject: { count: scrapped, n: passed + scrapped },
    undecided: { good: unclear, defective: doubtful },
    classes: [],
  }
}
