import type { Borders, Card } from '../contract/card.ts'
import { JidokaError } from '../contract/error.ts'
import type { ThresholdsData } from '../contract/threshold.ts'
import { withBorders } from '../core/vision/second-look.ts'

/** By what a running line decides: the card of the model that inspects, or the thresholds that a person chose for this run. */
export interface Decider {
  /** At this moment. */
  card(): Card
  /** Of the model that looked at this part. */
  modelOf(sequence: number): Card
  /** Another model inspects from now on, by its own thresholds. */
  use(model: Card, by: string): ThresholdsData
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
  /** The last first. */
  const models = [{ from: 0, model: own }]
  let card = own
  let next = 0
  let data = dataOf(own.thresholds, { isOfCard: true, fromSequence: 0, by: null })

  function dataOf(
    { acceptBelow, rejectAtLeast }: Borders,
    rest: Pick<ThresholdsData, 'isOfCard' | 'fromSequence' | 'by'>,
  ): ThresholdsData {
    return { line, acceptBelow, rejectAtLeast, ...rest }
  }
  function decideBy(chosen: Card, isOfCard: boolean, by: string): ThresholdsData {
    card = chosen
    data = dataOf(card.thresholds, { isOfCard, fromSequence: next, by })
    for (const listener of listeners) listener(data)
    return data
  }
  const modelOf = (sequence: number) => models.find(({ from }) => sequence >= from)?.model ?? own
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
      const model = modelOf(next)
      return decideBy(borders ? withBorders(model, borders) : model, borders === null, by)
    },
    modelOf,
    use(model, by) {
      models.unshift({ from: next, model })
      return decideBy(model, true, by)
    },
    onChange: (listener) => void listeners.push(listener),
  }
}
