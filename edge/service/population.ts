import os from 'node:os'
import type { Foreign } from '../../datasets/parts/foreign.ts'
import { firstTrainingSeed, productLines } from '../../datasets/world.ts'
import type { LabelledCapture } from '../contract/data-set.ts'
import type { Disturbance } from '../contract/disturbance.ts'
import { JidokaError } from '../contract/error.ts'
import type { Recipe } from '../contract/recipe.ts'
import { orderOf, photograph, untimedPlan } from '../io/camera.ts'
import { createLog } from '../io/log.ts'
import type { Shell } from '../io/shell.ts'
import type { Closer } from './closer.ts'
import { type DataSet, openDataSet } from './data-set.ts'
import { startCameras } from './inspectors.ts'

/** Parts of known truth, and what a report says of where they come from. */
export interface Population {
  readonly line: string
  readonly total: number
  readonly recipe: Recipe | null
  readonly isSimulated: boolean
  readonly seed: number | null
  readonly prevalence: number | null
  readonly dataset: string | null
  /** Folder of the cut-outs that took the place of defects. */
  readonly foreign: string | null
  readonly disturbance: Disturbance | null
  /** What to make on another host to get the same parts; null: they are only here. */
  readonly order: SimulatedOrder | null
  parts(signal: AbortSignal): AsyncIterable<LabelledCapture>
  /** Some of them once more, by their rows (from 1); `shot` over 0: photographed anew. Empty where that cannot be. */
  again(rows: readonly number[], shot: number): AsyncIterable<LabelledCapture>
}

export interface SimulatedOrder {
  readonly line: string
  readonly parts: number
  readonly prevalence: number
  readonly seed: number
  readonly disturbance: Disturbance | null
  /** Sequence of the first part: another stretch of the same run. */
  readonly first: number
  readonly foreign: (Foreign & { readonly folder: string }) | null
}

/** The product lines that a name means; `all` means every one. */
export function linesNamed(name: string): string[] {
  const known = Object.keys(productLines)
  const lines = name === 'all' ? known : known.filter((line) => line === name)
  if (lines.length > 0) return lines
  throw new JidokaError('LINE_UNKNOWN', `No product line ${name}; there are ${known.join(', ')}.`)
}

/** Cameras on all cores; with foreign bodies in place of defects if some are given. */
export const openCameras = (
  shell: Shell,
  closer: Closer,
  foreign: SimulatedOrder['foreign'] = null,
): Cameras =>
  closer.add(startCameras(os.availableParallelism(), shell.edge, createLog('error'), foreign), (pool) =>
    pool.close(),
  )

export type Cameras = ReturnType<typeof startCameras>

/** Simulated parts; their truth is a function of line and seed. */
export function simulatedPopulation(order: SimulatedOrder, cameras: Cameras): Population {
  const { line, parts, seed, prevalence, disturbance, first } = order
  if (seed >= firstTrainingSeed)
    throw new JidokaError('USAGE', `Seeds from ${firstTrainingSeed} on are for training.`)
  const lookahead = 3 * os.availableParallelism()
  const plan = untimedPlan({ seed, line, prevalence, parts, first, disturbance }, true)
  return {
    line,
    total: parts,
    recipe: productLines[line]?.recipe ?? null,
    isSimulated: true,
    seed,
    prevalence,
    dataset: null,
    foreign: order.foreign?.folder ?? null,
    disturbance,
    order: order.foreign ? null : order,
    parts: (signal) => photograph(cameras, plan, lookahead, signal),
    async *again(rows, shot) {
      for (const row of rows) yield cameras.ask(orderOf({ ...plan, shot }, first + row - 1), [])
    },
  }
}

export async function labelledPopulation(
  spec: string,
  input: Parameters<typeof openDataSet>[1]['input'],
): Promise<Population> {
  const set = await openDataSet(spec, { input })
  const { name, parts, recipe, isSimulated, card } = set
  return {
    line: card?.line ?? name,
    total: parts,
    recipe,
    isSimulated,
    seed: card?.seed ?? null,
    prevalence: card?.prevalence ?? null,
    dataset: spec,
    foreign: null,
    disturbance: null,
    order: null,
    parts: (signal) => set.items(signal),
    again: (rows, shot) => (shot > 0 ? nothing() : chosen(set, rows)),
  }
}

async function* nothing(): AsyncGenerator<LabelledCapture> {}

async function* chosen(set: DataSet, rows: readonly number[]): AsyncGenerator<LabelledCapture> {
  const wanted = new Set(rows)
  for await (const capture of set.items(new AbortController().signal)) {
    if (wanted.delete(capture.frame.sequence + 1)) yield capture
    if (wanted.size === 0) return
  }
}
