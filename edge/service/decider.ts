import type { Borders, Card } from '../contract/card.ts'
import { JidokaError } from '../contract/error.ts'
import type { ThresholdsData } from '../contract/threshold.ts'
import { withBorders } from '../core/vision/second-look.ts'

/** By what a running line decides: its model's card, or the thresholds that a person chose for this run. */
export interface Decider {
  /** At this moment. */
  card(): Card
  data(): ThresholdsData
  /** Told of each verdict, so that it is known where the next thresholds begin. */
  decided(sequence: number): void
  /** Whether the part was decided by what decides now. */
  isNow(sequence: number): boolean
  /** null: those of the card again. @throws {JidokaError} REQUEST_INVALID */
  choose(borders: Borders | null, by: string): ThresholdsData
  onChange(listener: (data: ThresholdsData) => void): void
}

export function createDecider(line: string, own: Card): Decider {
  const listeners: ((data: ThresholdsData) => void)[] = []
  let card = own
  let next = 0
  let data = dataOf(own.thresholds, { isOfCard: true, fromSequence: 0, by: null })

  function dataOf(
    { acceptBelow, rejectAtLeast }: Borders,
    rest: Pick<ThresholdsData, 'isOfCard' | 'fromSequence' | 'by'>,
  ): ThresholdsData {
    return { line, acceptBelow, rejectAtLeast, ...rest }
  }
  return {
    card: () => card,
    data: () => data,
    decided(sequence) {
      next = Math.max(next, sequence + 1)
    },
    isNow: (sequence) => sequence >= data.fromSequence,
    choose(borders, by) {
      if (borders && borders.acceptBelow > borders.rejectAtLeast)
        throw new JidokaError('REQUEST_INVALID', 'acceptBelow: may not be over rejectAtLeast.')
      card = borders ? withBorders(own, borders) : own
      data = dataOf(card.thresholds, { isOfCard: borders === null, fromSequence: next, by })
      for (const listener of listeners) listener(data)
      return data
    },
    onChange: (listener) => void listeners.push(listener),
  }
}
