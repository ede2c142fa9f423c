import { quantileOf } from '../quality/quantile.ts'
import { type Covariance, covarianceOf } from './covariance.ts'
import { createDistanceWindow, type Distance, windowRows } from './distance-window.ts'
import { createLevels } from './sensor-level.ts'
import { type SensorScale, scaleOf } from './sensor-scale.ts'

/** What a machine does while nothing is wrong with it, as far as its training rows tell. */
export interface NormalBehaviour {
  /** Of the sensors that can be watched, in the order of their columns; empty: none of them ever moved. */
  readonly scales: readonly SensorScale[]
  readonly covariance: Covariance
  /** Rows in which a level follows its sensor. */
  readonly followRows: number
  /** Distances at which the alarm limit lies. */
  readonly limits: Distance
}

/** Readings of a row by column; NaN is a gap. */
export type SensorRow = ArrayLike<number>

const folds = 4
/**
 * Of the distances of a held-out quarter, so many lie under its limit, before the margin. The second-highest limit of the
 * four counts: one quarter may hold a start-up or a disturbance that would blind the watch.
 */
const limitShare = 0.98
/** Four blocks know less than a whole day of operation. */
const limitMargin = 1.15

/**
 * Learns normal behaviour from rows that hold no fault, at least `leastTrainRows` of them. The limits come from rows that
 * were held out, a quarter at a time in one piece, while the rest was learnt: those of the fitted rows would be too near.
 */
export function learnBehaviour(rows: readonly SensorRow[], columns: readonly number[]): NormalBehaviour {
  const followRows = rows.length / 2
  const whole = modelOf([rows], columns, followRows)
  const quarters = Array.from({ length: folds }, (_, fold) => {
    const [from, to] = [fold, fold + 1].map((edge) => Math.round((edge * rows.length) / folds)) as [
      number,
      number,
    ]
    const model = modelOf([rows.slice(0, from), rows.slice(to)], columns, followRows)
    // The levels must have come to rest before the block; before the first one there is only what comes after, backwards.
    const before = from > 0 ? rows.slice(0, from) : rows.slice(to).toReversed()
    return distancesOf(model, before, rows.slice(from, to))
  })
  const limit = (kind: keyof Distance): number => {
    const each = quarters.map((distances) =>
      quantileOf(Float64Array.from(distances, (distance) => distance[kind]).sort(), limitShare),
    )
    return Math.max(1e-3, limitMargin * (each.sort((a, b) => b - a)[1] ?? 0)) || 1
  }
  return { ...whole, limits: { level: limit('level'), energy: limit('energy') } }
}

type Model = Omit<NormalBehaviour, 'limits'>

function modelOf(
  pieces: readonly (readonly SensorRow[])[],
  columns: readonly number[],
  followRows: number,
): Model {
  const rows = pieces.flat()
  const scales = columns
    .map((column) =>
      scaleOf(
        Float64Array.from(rows, (row) => row[column] ?? Number.NaN),
        column,
      ),
    )
    .filter((scale) => scale !== null)
  const deviations = pieces.flatMap((piece) => {
    const levels = createLevels(scales, followRows)
    return piece.map((row) => levels.push(row, false))
  })
  const wander = scales.map((scale) => scale.wander)
  return { scales, followRows, covariance: covarianceOf(deviations, wander) }
}

/** Distances of the rows of a block whose window lies wholly in it. */
function distancesOf(model: Model, before: readonly SensorRow[], block: readonly SensorRow[]): Distance[] {
  const levels = createLevels(model.scales, model.followRows)
  for (const row of before) levels.push(row, false)
  const window = createDistanceWindow(model.covariance, model.scales.length)
  return block.map((row) => window.push(levels.push(row, false))).slice(windowRows - 1)
}
