import { existsSync } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import os from 'node:os'
import type { PartMaker } from '../../datasets/parts/photograph.ts'
import { productLines } from '../../datasets/world.ts'
import type { DataSetFormat } from '../contract/data-set.ts'
import { JidokaError } from '../contract/error.ts'
import { photograph, untimedPlan } from '../io/camera.ts'
import { wallClock } from '../io/clock.ts'
import { makeFolderPath } from '../io/data-folder.ts'
import { createLog } from '../io/log.ts'
import { createProgress } from '../io/progress.ts'
import { type DataSetOrder, writeDataSet } from '../service/data-set-writer.ts'
import { startCameras } from '../service/inspectors.ts'

export interface GenerateOptions {
  readonly line: string
  readonly parts: number
  readonly prevalence: number
  readonly seed: number
  readonly format: DataSetFormat
  /** The folder to make. */
  readonly out: string
  /** The folder of the built workers. */
  readonly edge: string
  readonly err: NodeJS.WritableStream
  readonly signal: AbortSignal
}

/**
 * Writes a labelled data set; it appears under its name only when it is complete. Returns the exit code: 130 when a
 * person ended it, and nothing is left.
 * @throws {JidokaError} LINE_UNKNOWN, USAGE for a folder that is there, FOLDER_READ_ONLY
 */
export async function generate(options: GenerateOptions): Promise<number> {
  const { line, out, signal } = options
  const product = productNamed(line)
  const draft = `${out}.partial`
  await makeDraft(draft, out)
  try {
    await fill(draft, options, { ...options, recipe: product.recipe })
    if (signal.aborted) return 130
    await rename(draft, out)
    return 0
  } catch (error) {
    throw isOfFileSystem(error) ? unwritable(out, error) : error
  } finally {
    await rm(draft, { recursive: true, force: true })
  }
}

/** @throws {JidokaError} LINE_UNKNOWN */
export function productNamed(line: string): PartMaker {
  const product = productLines[line]
  const known = Object.keys(productLines).join(', ')
  if (!product) throw new JidokaError('LINE_UNKNOWN', `No product line ${line}; there are ${known}.`)
  return product
}

/** What is there already stays: a data set is never mixed with another, or overwritten. */
export async function makeDraft(draft: string, out: string): Promise<void> {
  if (existsSync(out)) throw new JidokaError('USAGE', `${out} exists already; name a folder that does not.`)
  try {
    await rm(draft, { recursive: true, force: true })
    makeFolderPath(draft)
  } catch {
    throw new JidokaError('FOLDER_READ_ONLY', `The folder ${draft} cannot be written.`)
  }
}

async function fill(draft: string, options: GenerateOptions, order: DataSetOrder): Promise<void> {
  const { edge, err, signal, parts } = options
  const cameras = startCameras(os.availableParallelism(), edge, createLog('error'))
  const progress = createProgress({ total: parts, label: 'parts', stream: err, clock: wallClock })
  try {
    const plan = untimedPlan(options, true)
    const shots = photograph(cameras, plan, 2 * os.availableParallelism(), signal)
    await writeDataSet(draft, order, shots, (done) => progress.update(done))
  } finally {
    progress.stop()
    await cameras.close()
  }
}

export const unwritable = (out: string, { code }: NodeJS.ErrnoException): JidokaError =>
  new JidokaError('FOLDER_READ_ONLY', `${out} could not be written (${code}).`)

/** Full, taken away, forbidden: nothing that a bug report would mend. */
export const isOfFileSystem = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof Error && 'syscall' in error && 'code' in error
