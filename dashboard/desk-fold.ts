import type { Tally } from '../edge/contract/claim.ts'
import type { DeskState } from '../edge/contract/review.ts'

export type WaitingPart = DeskState['waiting'][number]

/** The desk without parts that were decided since it was read: they never come back to the eye. */
export const withoutDecided = (desk: DeskState, decided: ReadonlySet<string>): DeskState => ({
  ...desk,
  waiting: desk.waiting.filter(({ partId }) => !decided.has(partId)),
})

/** The part to look at: the chosen one while it waits, else the oldest. */
export const presentPart = (waiting: readonly WaitingPart[], chosenId: string | null): WaitingPart | null =>
  waiting.find(({ partId }) => partId === chosenId) ?? waiting[0] ?? null

/** The part after one that was decided: whoever began in the middle goes on there; at the end, the oldest. */
export function partAfter(waiting: readonly WaitingPart[], partId: string): string | null {
  const at = waiting.findIndex((part) => part.partId === partId)
  return (waiting[at + 1] ?? waiting.find((part) => part.partId !== partId))?.partId ?? null
}

/** Where a key leads in the queue; null: the key means something else. */
export function partByKey(
  waiting: readonly WaitingPart[],
  partId: string | undefined,
  key: string,
): WaitingPart | null {
  const at = waiting.findIndex((part) => part.partId === partId)
  const steps: Readonly<Record<string, number>> = {
    ArrowUp: at - 1,
    ArrowDown: at + 1,
    Home: 0,
    End: waiting.length - 1,
  }
  const to = steps[key]
  return to === undefined ? null : (waiting[Math.min(waiting.length - 1, Math.max(0, to))] ?? null)
}

/** Seconds since then; the clocks of browser and service may differ by a little. */
export const waitedS = (since: string, nowMs: number): number =>
  Math.max(0, (nowMs - Date.parse(since)) / 1000)

export interface Reviewers {
  readonly known: number
  readonly right: number
  readonly passed: { readonly count: number; readonly n: number }
  readonly refused: { readonly count: number; readonly n: number }
}

/** How people did: defective parts that they passed, good ones that they refused. */
export function reviewersOf(tally: Tally): Reviewers {
  const { escapes, defectiveRefused, falseRejects, goodPassed } = tally
  return {
    known: escapes + defectiveRefused + falseRejects + goodPassed,
    right: defectiveRefused + goodPassed,
    passed: { count: escapes, n: escapes + defectiveRefused },
    refused: { count: falseRejects, n: falseRejects + goodPassed },
  }
}
