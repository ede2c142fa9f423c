/** How far the stream was when, so that what waits too long is known without the wall's clock, which may jump. */
export interface OutboxAge {
  /** Takes in the last sequence at this moment; returns the sequence up to which all is older than `maxAgeMs`. */
  note(lastSequence: number, monotonicMs: number): number
}

/** Marks kept for one `maxAgeMs`: age is known to a 64th of it. */
const marks = 64

/** Counted from the start of the service: what an earlier run left behind is as old as this one. */
export function createOutboxAge(maxAgeMs: number): OutboxAge {
  const course: { readonly sequence: number; readonly atMs: number }[] = []
  let tooOldUpTo = 0
  return {
    note(sequence, atMs) {
      if (atMs - (course.at(-1)?.atMs ?? Number.NEGATIVE_INFINITY) >= maxAgeMs / marks)
        course.push({ sequence, atMs })
      while (course[0] && atMs - course[0].atMs > maxAgeMs)
        tooOldUpTo = course.shift()?.sequence ?? tooOldUpTo
      return tooOldUpTo
    },
  }
}
