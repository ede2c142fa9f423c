import type { Evaluation } from '../contract/inspection.ts'

/** A belt carries parts from the camera to a gate that lets pass or rejects. */
export interface GatePlan {
  readonly beltMmPerS: number
  /** From camera to gate. */
  readonly gateDistanceMm: number
  /** What the gate needs to move; so long it also stays as it is after a part. */
  readonly gateMs: number
}

export interface GateCounts {
  readonly passed: number
  readonly rejected: number
  /** Of the rejected: no verdict by the time when the gate had to move. */
  readonly late: number
}

/** A part on the belt. Times are monotonic, in milliseconds. */
interface Part {
  /** Its position in the run. */
  readonly sequence: number
  /** When the gate begins to move for it. */
  readonly deadlineMs: number
  /** When it has gone through. */
  readonly goneMs: number
  /** null: not yet decided. */
  readonly isOk: boolean | null
}

export interface Gate {
  readonly plan: GatePlan
  /** On the belt, the first to arrive first. */
  readonly parts: readonly Part[]
  readonly counts: GateCounts
  /** Until when the gate stood closed for parts that are gone. */
  readonly closedUntilMs: number
}

/** Exactly one of the two: the gate is closed unless something good is to pass. */
export interface GateOutput {
  readonly ok: boolean
  readonly ng: boolean
}

export const travelMs = ({ gateDistanceMm, beltMmPerS }: GatePlan): number =>
  (1000 * gateDistanceMm) / beltMmPerS

export const newGate = (plan: GatePlan): Gate => ({
  ...{ plan, parts: [], counts: { passed: 0, rejected: 0, late: 0 } },
  closedUntilMs: Number.NEGATIVE_INFINITY,
})

/** A part was photographed; from now on the gate waits for it. */
export function entered(gate: Gate, sequence: number, atMs: number): Gate {
  const { plan, parts } = gate
  const arriveMs = atMs + travelMs(plan)
  const part: Part = {
    sequence,
    deadlineMs: arriveMs - plan.gateMs,
    goneMs: arriveMs + plan.gateMs,
    isOk: null,
  }
  return settled({ ...gate, parts: [...parts, part] }, atMs)
}

/** Its verdict: only OK passes. One that comes after the deadline changes nothing, for the gate has moved already. */
export function decided(gate: Gate, sequence: number, evaluation: Evaluation, nowMs: number): Gate {
  const parts = gate.parts.map((part) =>
    part.sequence === sequence && part.isOk === null && nowMs <= part.deadlineMs
      ? { ...part, isOk: evaluation === 'OK' }
      : part,
  )
  return settled({ ...gate, parts }, nowMs)
}

/** What the gate has to do now. Of parts too near to each other none passes unless all may. */
export function outputAt({ parts }: Gate, nowMs: number): GateOutput {
  const here = parts.filter((part) => part.deadlineMs <= nowMs && nowMs < part.goneMs)
  const ok = here.length > 0 && here.every((part) => part.isOk === true)
  return { ok, ng: !ok }
}

/** Counts what has gone through, and forgets it. */
export function settled(gate: Gate, nowMs: number): Gate {
  const gone = gate.parts.filter((part) => part.goneMs <= nowMs)
  if (gone.length === 0) return gate
  const { passed, rejected, late } = gate.counts
  const passing = gone.filter((part) => hasPassed(part, gate)).length
  return {
    ...gate,
    parts: gate.parts.filter((part) => part.goneMs > nowMs),
    counts: {
      passed: passed + passing,
      rejected: rejected + gone.length - passing,
      late: late + gone.filter(({ isOk }) => isOk === null).length,
    },
    closedUntilMs: Math.max(
      gate.closedUntilMs,
      ...gone.map(({ isOk, goneMs }) => (isOk ? Number.NEGATIVE_INFINITY : goneMs)),
    ),
  }
}

/** Whether the gate stood open from its deadline until it was gone: nobody near it kept the gate closed. */
const hasPassed = (part: Part, { parts, closedUntilMs }: Gate): boolean =>
  closedUntilMs <= part.deadlineMs &&
  parts.every(
    (other) => other.isOk === true || other.deadlineMs >= part.goneMs || other.goneMs <= part.deadlineMs,
  )
