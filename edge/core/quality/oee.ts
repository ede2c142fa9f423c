/** A shift's figures, times in any one unit. */
export interface ShiftCount {
  readonly plannedTime: number
  readonly runTime: number
  /** Per part, at the best speed. */
  readonly idealCycleTime: number
  readonly parts: number
  readonly goodParts: number
}

/** Overall equipment effectiveness (ISO 22400-2): stops lower availability, review queues performance, rejects quality. */
export function oee({ plannedTime, runTime, idealCycleTime, parts, goodParts }: ShiftCount) {
  const availability = runTime / plannedTime
  const performance = (idealCycleTime * parts) / runTime
  const quality = goodParts / parts
  return { availability, performance, quality, oee: availability * performance * quality }
}
