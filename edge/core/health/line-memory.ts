import type { InspectedParts } from '../../contract/machine.ts'

/** Defects of one kind, for each that the line made while the machine was new: exponentially weighted means. */
export interface DefectTrend {
  readonly fast: number
  readonly slow: number
}

/** What is remembered of the line that a machine serves. */
export interface LineMemory {
  /** Samples so far; of the first ones the usual rates are learnt. */
  readonly count: number
  readonly usualSpoilt: number
  readonly usualOther: number
  readonly spoilt: DefectTrend
  readonly other: DefectTrend
}

/** Samples from which the usual rates are learnt. */
const learning = 80
export const hasLearnt = ({ count }: LineMemory): boolean => count > learning

const fastShare = 1 / 12
const slowShare = 1 / 60
const steady: DefectTrend = { fast: 1, slow: 1 }
const fresh: LineMemory = { count: 0, usualSpoilt: 0, usualOther: 0, spoilt: steady, other: steady }

/** Takes in what the inspection said; null says nothing and changes nothing. */
export function followLine(before: LineMemory | null, inspected: InspectedParts | null): LineMemory | null {
  if (!inspected || inspected.parts === 0) return before
  const memory = before ?? fresh
  const { count } = memory
  const spoilt = inspected.spoilt / inspected.parts
  const other = inspected.otherDefects / inspected.parts
  if (count < learning) {
    const learnt = (usual: number, rate: number) => usual + (rate - usual) / (count + 1)
    return {
      ...memory,
      count: count + 1,
      usualSpoilt: learnt(memory.usualSpoilt, spoilt),
      usualOther: learnt(memory.usualOther, other),
    }
  }
  return {
    ...memory,
    count: count + 1,
    spoilt: followRate(memory.spoilt, ratioOf(spoilt, memory.usualSpoilt)),
    other: followRate(memory.other, ratioOf(other, memory.usualOther)),
  }
}

/** So few defects a part count as none: a line without any must not divide by it. */
const leastRate = 1e-4
const ratioOf = (rate: number, usual: number): number => rate / Math.max(leastRate, usual)

const followRate = ({ fast, slow }: DefectTrend, ratio: number): DefectTrend => ({
  fast: fast + fastShare * (ratio - fast),
  slow: slow + slowShare * (ratio - slow),
})
