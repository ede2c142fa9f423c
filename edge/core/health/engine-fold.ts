import type { Rng } from '../../contract/port.ts'
import { meanOf } from '../quality/mean.ts'
import { cappedLife, cyclesLeft, type Engine, learnView, lifeLesson } from './engine-life.ts'
import { trainNetwork } from './network-training.ts'

/** One place at which an engine could have been cut off, as test engines are, and what was foretold there. */
export interface EngineCut {
  readonly engine: number
  /** Cycles, at most 125. */
  readonly predicted: number
  /** Cycles, at most 125. */
  readonly left: number
}

/** A test engine has been seen for so many cycles, at least. */
export const leastSeenCycles = 31
/** Cuts earlier in life are easy, since the truth is capped: they would flatter. */
const mostLeftCycles = 150

/**
 * Cross-validation over engines: each is foretold, at every cut, by a network that has seen nothing of it.
 * @returns the cuts of one fold after the other
 */
export function* foldCuts(engines: readonly Engine[], folds: number, rng: Rng): Generator<EngineCut[]> {
  const order = rng.fork('order')
  const dealt = engines
    .map((engine) => ({ engine, order: order.next() }))
    .sort((a, b) => a.order - b.order)
    .map(({ engine }, place) => ({ engine, fold: place % folds }))
  for (let fold = 0; fold < folds; fold++) {
    const learnt = dealt.filter((one) => one.fold !== fold).map(({ engine }) => engine)
    const view = learnView(learnt)
    const network = trainNetwork(lifeLesson(learnt, view), rng.fork(`fold/${fold}`))
    yield dealt
      .filter((one) => one.fold === fold)
      .flatMap(({ engine }) =>
        cutsOf(
          engine,
          view(engine).map((row) => cyclesLeft(network(row))),
        ),
      )
  }
}

function cutsOf(engine: Engine, predictions: readonly number[]): EngineCut[] {
  return predictions.flatMap((predicted, i) => {
    const left = engine.length - 1 - i
    const isCut = i + 1 >= leastSeenCycles && left > 0 && left <= mostLeftCycles
    return isCut ? [{ engine: engine[0]?.engine ?? 0, predicted, left: cappedLife(left) }] : []
  })
}

/** Root mean squared error, in cycles, where every engine counts alike and is cut at any of its cuts. */
export function cutRmse(cuts: readonly EngineCut[]): number {
  const engines = new Map<number, number[]>()
  for (const { engine, predicted, left } of cuts)
    engines.set(engine, [...(engines.get(engine) ?? []), (predicted - left) ** 2])
  return Math.sqrt(meanOf([...engines.values()].map(meanOf)))
}
