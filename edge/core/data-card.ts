import type { DataCard } from '../contract/data-set.ts'
import type { Capture, Image } from '../contract/part.ts'
import type { Recipe } from '../contract/recipe.ts'
import { isDefect } from './vision/trial.ts'

/** What the parts of a set come to, on its card. */
export type CardFigures = Pick<DataCard, 'defective' | 'classes' | 'lookAlikes' | 'nearLimit' | 'envelope'>

/** A mark this close to its limit, as a share of it, is hard for anybody. */
const nearLimit = { low: 0.85, high: 1.15 }

/** Folds parts into the figures of a data card, in memory that does not grow with them. */
export function createCardTally(recipe: Recipe): { add(capture: Capture): void; figures(): CardFigures } {
  const names = [...Object.keys(recipe.limitsMm), ...recipe.presentOrAbsent]
  const classes = Object.fromEntries(names.map((name) => [name, { marks: 0, defects: 0 }]))
  const lookAlikes = Object.fromEntries(recipe.lookAlikes.map((name) => [name, 0]))
  const ranges = {
    brightness: createRange(),
    contrast: createRange(),
    sizeMm: createRange(),
    sizeOverLimit: createRange(),
    contrastToNoise: createRange(),
  }
  let [defective, limited, near] = [0, 0, 0]
  const addMark = (mark: Capture['truth']['marks'][number]) => {
    if (mark.isLookAlike) {
      lookAlikes[mark.class] = (lookAlikes[mark.class] ?? 0) + 1
      return
    }
    const { marks, defects } = classes[mark.class] ?? { marks: 0, defects: 0 }
    classes[mark.class] = { marks: marks + 1, defects: defects + (isDefect(mark) ? 1 : 0) }
    ranges.sizeMm.add(mark.sizeMm)
    ranges.contrastToNoise.add(mark.contrastToNoise)
    if (mark.sizeOverLimit === null) return
    ranges.sizeOverLimit.add(mark.sizeOverLimit)
    limited++
    if (mark.sizeOverLimit >= nearLimit.low && mark.sizeOverLimit <= nearLimit.high) near++
  }
  return {
    add({ frame, truth }) {
      const { mean, deviation } = greyLevels(frame.image)
      ranges.brightness.add(mean)
      ranges.contrast.add(deviation)
      defective += truth.isDefective ? 1 : 0
      for (const mark of truth.marks) addMark(mark)
    },
    figures: () => ({
      defective,
      classes,
      lookAlikes,
      nearLimit: { marks: near, share: limited === 0 ? null : round3(near / limited) },
      envelope: {
        brightness: ranges.brightness.found(),
        contrast: ranges.contrast.found(),
        sizeMm: ranges.sizeMm.found(),
        sizeOverLimit: ranges.sizeOverLimit.found(),
        contrastToNoise: ranges.contrastToNoise.found(),
      },
    }),
  }
}

const round3 = (value: number): number => Math.round(value * 1000) / 1000

function createRange() {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  return {
    add(value: number) {
      low = Math.min(low, value)
      high = Math.max(high, value)
    },
    found: (): [number, number] | null => (low > high ? null : [round3(low), round3(high)]),
  }
}

/** Over all values, whatever their channel. */
function greyLevels({ data }: Image): { mean: number; deviation: number } {
  let [sum, squares] = [0, 0]
  for (const value of data) {
    sum += value
    squares += value * value
  }
  const mean = sum / data.length
  return { mean, deviation: Math.sqrt(Math.max(0, squares / data.length - mean * mean)) }
}
