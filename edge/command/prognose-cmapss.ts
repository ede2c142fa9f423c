import { existsSync } from 'node:fs'
import path from 'node:path'
import { readCmapss, readCmapssRul } from '../../datasets/readers/cmapss.ts'
import { rngFromSeed } from '../../datasets/rng.ts'
import { JidokaError } from '../contract/error.ts'
import { type EngineFinding, type EngineSubset, engineSubsets } from '../contract/prognosis.ts'
import { type EngineSet, findingOf, networkCount } from '../core/health/engine-finding.ts'
import { leastSeenCycles } from '../core/health/engine-fold.ts'
import { type Engine, enginesOf } from '../core/health/engine-life.ts'
import { wallClock } from '../io/clock.ts'
import { createProgress } from '../io/progress.ts'
import { wholeText } from '../io/text-line.ts'

/** Engines to learn from, at least, of more cycles than are seen before a forecast. */
const leastEngines = 10

/**
 * Learns from the training file of each subset of C-MAPSS in a folder and scores its test file.
 * @throws {JidokaError} SERIES_INVALID when a file is missing, malformed, or of another length than its fellow
 */
export async function* scoreCmapss(
  folder: string,
  err: NodeJS.WritableStream,
): AsyncGenerator<EngineFinding> {
  const subsets = engineSubsets.filter((subset) =>
    Object.values(filesOf(folder, subset)).some((file) => existsSync(file)),
  )
  if (subsets.length === 0) refuse(folder, 'holds no train_FD001.txt, nor any other file of C-MAPSS')
  for (const subset of subsets) yield scoreSet(await readSet(folder, subset), err)
}

function scoreSet(set: EngineSet, err: NodeJS.WritableStream): EngineFinding {
  const label = `networks of ${set.subset}`
  const progress = createProgress({ total: networkCount, label, stream: err, clock: wallClock })
  let trained = 0
  const chance = (seed: number) => rngFromSeed(seed).fork('cmapss')
  try {
    return findingOf(set, chance, () => progress.update(++trained))
  } finally {
    progress.stop()
  }
}

async function readSet(folder: string, subset: EngineSubset): Promise<EngineSet> {
  const files = filesOf(folder, subset)
  const [train, test] = [await readEngines(files.train), await readEngines(files.test)]
  const left = readCmapssRul(await wholeText(files.left), files.left)
  if (train.filter(({ length }) => length > leastSeenCycles).length < leastEngines)
    refuse(files.train, `holds fewer than ${leastEngines} engines of more than ${leastSeenCycles} cycles`)
  if (test.length === 0) refuse(files.test, 'holds no engine')
  if (left.length !== test.length)
    refuse(files.left, `holds ${left.length} lives for the ${test.length} engines of ${files.test}`)
  return { subset, train, test, left }
}

const filesOf = (folder: string, subset: EngineSubset) => ({
  train: path.join(folder, `train_${subset}.txt`),
  test: path.join(folder, `test_${subset}.txt`),
  left: path.join(folder, `RUL_${subset}.txt`),
})

const readEngines = async (file: string): Promise<Engine[]> =>
  enginesOf(readCmapss(await wholeText(file), file))

function refuse(place: string, cause: string): never {
  throw new JidokaError('SERIES_INVALID', `${place} ${cause}.`)
}
