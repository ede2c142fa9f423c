import type { Rng } from '../../contract/port.ts'
import { logisticFit } from '../quality/logistic.ts'
import { medianOf } from '../quality/quantile.ts'
import { cellMap, type Normal } from './method.ts'
import { type Features, mixed } from './whitening.ts'

/** What labelled defects add to the distance of a cell: at least nothing, `weights` · whitened features + bias. */
export interface Head {
  readonly weights: Float32Array
  readonly bias: number
}

/** Under so many defects nothing is learnt from them. */
export const fewestDefects = 10

/** Cells that stand for each defective image, looked up again by what was learnt from the last: fewer and surer. */
const rounds = [8, 4, 2]
/** Cells of each good image that are learnt from: the oddest, and some by chance. */
const cellsOf = { odd: 8, chance: 12 }
const mostGood = 100
/** A logit of so much (odds of 2.7) weighs like the oddest cell of a usual good part. */
const evenLogit = 1
const ridge = 10

/**
 * Learns which odd cells are defects and which are harmless, by logistic regression. Nobody marked the defects: those
 * cells of a defective image stand for it that look most like one (multiple instances, Andrews et al. 2003).
 */
export function learnHead(
  normal: Normal,
  good: readonly Features[],
  defective: readonly Features[],
  rng: Rng,
): Head {
  const { channels, cells } = normal
  const chosen = good.slice(0, mostGood)
  const weight = medianOf(chosen.map((image) => greatest(cellMap(image, normal)))) / evenLogit
  const [whiteGood, whiteBad] = [chosen, defective].map((images) =>
    images.map((image) => mixed(image, normal)),
  )
  const rowOf = (white: Features, cell: number) =>
    Float64Array.from({ length: channels }, (_, channel) => white[channel * cells + cell] ?? 0)
  const rowsOf = (
    images: readonly Features[],
    whites: readonly Features[],
    most: number,
    head: Head | null,
  ) =>
    images.flatMap((image, at) => {
      const map = cellMap(image, normal, head)
      const order = [...map.keys()].sort((a, b) => (map[b] ?? 0) - (map[a] ?? 0)).slice(0, most)
      return order.map((cell) => rowOf(whites[at] ?? image, cell))
    })
  const chance = (whiteGood ?? []).flatMap((white) =>
    Array.from({ length: cellsOf.chance }, () => rowOf(white, Math.floor(rng.next() * cells))),
  )
  let head: Head | null = null
  for (const most of rounds) {
    const bad = rowsOf(defective, whiteBad ?? [], most, head)
    const rows = [...bad, ...rowsOf(chosen, whiteGood ?? [], cellsOf.odd, head), ...chance]
    head = headOf(rows, bad.length, weight)
  }
  return head ?? { weights: new Float32Array(channels), bias: 0 }
}

const greatest = (map: Float64Array): number => map.reduce((most, one) => Math.max(most, one), 0)

function headOf(rows: readonly Float64Array[], defective: number, weight: number): Head {
  const { mean, scale, weights, bias } = logisticFit(
    rows,
    rows.map((_, row) => row < defective),
    ridge,
  )
  const slopes = Float32Array.from(weights, (slope, at) => (weight * slope) / (scale[at] ?? 1))
  return {
    weights: slopes,
    bias: weight * bias - slopes.reduce((sum, one, at) => sum + one * (mean[at] ?? 0), 0),
  }
}
