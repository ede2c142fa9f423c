/** What the pump thinks of the row that is in flight when the link falls, again and again. */
export interface Suspicion {
  /** The oldest row in flight at the last losses, and how many they were. */
  readonly sequence: number | null
  readonly losses: number
  /** Rows still to be sent one by one, so that only the guilty one is in flight when the link falls. */
  readonly alone: number
  /** Fell with the link each time that it was sent alone. Stays behind until another row shows whose fault it was. */
  readonly held: number | null
}

export const trusting: Suspicion = { sequence: null, losses: 0, alone: 0, held: null }

/** Rows in flight at most: the back pressure that MQTT.js does not have. */
const maxInFlight = 50
/** Losses of the link with the same oldest row in flight, after which it is suspected; and again, alone. */
const suspectLosses = 3

export const windowOf = ({ alone }: Suspicion): number => (alone > 0 ? 1 : maxInFlight)

/** The link fell with `oldest` in flight. */
export function afterLoss(before: Suspicion, oldest: number): Suspicion {
  // Another row met the same end: the broker is at fault, not the row that was held.
  if (before.held !== null) return { ...trusting, alone: maxInFlight }
  const losses = before.sequence === oldest ? before.losses + 1 : 1
  if (losses < suspectLosses) return { ...before, sequence: oldest, losses }
  return { ...trusting, alone: maxInFlight, held: before.alone > 0 ? oldest : null }
}

/** A row was acknowledged, so the broker works: what is held is condemned. */
export function afterAcknowledgement(before: Suspicion): Suspicion & { readonly condemned: number | null } {
  return { ...before, alone: Math.max(0, before.alone - 1), held: null, condemned: before.held }
}
