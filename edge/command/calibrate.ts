import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { productLines } from '../../datasets/world.ts'
import { Card } from '../contract/card.ts'
import type { Tally } from '../contract/claim.ts'
import { JidokaError } from '../contract/error.ts'
import type { Recipe } from '../contract/recipe.ts'
import { percent } from '../core/quality/sentence.ts'
import { decidedDefective, decidedGood } from '../core/quality/tally.ts'
import { wallClock } from '../io/clock.ts'
import { createLog } from '../io/log.ts'
import { createProgress } from '../io/progress.ts'
import type { SecondModel } from '../io/second-eye.ts'
import { loadSecondModel } from '../io/second-model.ts'
import type { Shell } from '../io/shell.ts'
import { createCloser } from '../service/closer.ts'
import { startCameras, startInspectors } from '../service/inspectors.ts'
import { type Bench, calibrationSeed, figures, learn, maxRate } from './calibration.ts'

export interface CalibrateOptions {
  readonly line: string
  /** To choose thresholds on; a third as many more to measure on. */
  readonly parts: number
  /** Where the model lies; that of the line when left out. */
  readonly folder?: string
  /** A class that nothing may know of: what a model makes of it is for `verify` to find out. */
  readonly leaveOut?: string
  readonly shell: Shell
}

/** Leaves everything undecided, until thresholds are chosen. */
const everything = { acceptBelow: 0, rejectAtLeast: 1.0001 }

/** The model that looks again, where there is one. */
const secondName = 'general'

/**
 * Chooses thresholds and learns the envelope on fresh parts, measures on others, and writes card.json beside the model.
 * @throws {JidokaError} LINE_UNKNOWN, USAGE for a class that the line does not know, MODEL_MISSING
 */
export async function calibrate({ line, parts, shell, ...options }: CalibrateOptions): Promise<void> {
  const product = productLines[line]
  if (!product)
    throw new JidokaError(
      'LINE_UNKNOWN',
      `No product line ${line}; there are ${Object.keys(productLines).join(', ')}.`,
    )
  const { leaveOut = null } = options
  const classes = classesOf(product.recipe)
  if (leaveOut !== null && !classes.includes(leaveOut))
    throw new JidokaError('USAGE', `No class ${leaveOut} on ${line}; there are ${classes.join(', ')}.`)
  const folder = options.folder ?? path.join(shell.root, 'models', line)
  for (const name of ['model.onnx', 'training.json'])
    if (!existsSync(path.join(folder, name)))
      throw new JidokaError('MODEL_MISSING', `There is no ${name} in ${folder}.`)
  const isThere = !leaveOut && existsSync(path.join(shell.root, 'models', secondName, 'model.onnx'))
  const second = isThere ? await loadSecondModel(secondName, shell.root) : null
  const draft = await draftCard(folder, product.recipe, second, parts)
  const log = createLog('error')
  const closer = createCloser()
  const total = 2 * parts
  const bar = createProgress({ total, label: 'parts', stream: shell.err, clock: wallClock })
  closer.add(bar, (opened) => opened.stop())
  const threads = os.availableParallelism()
  const plan = { modelPath: path.join(folder, 'model.onnx'), second }
  let done = 0
  try {
    const bench: Bench = {
      line,
      leaveOut,
      cameras: closer.add(startCameras(threads, shell.edge, log), (pool) => pool.close()),
      inspectors: async (card) =>
        closer.add(await startInspectors({ ...plan, card }, threads, shell.edge, log), (pool) =>
          pool.close(),
        ),
      progress: () => bar.update(Math.min(total, ++done)),
    }
    const card = await learn(bench, draft, parts)
    const command = `npx jidoka calibrate --line ${line} --parts ${parts}${leaveOut ? ` --leave-out ${leaveOut}` : ''}`
    const measured = await figures(bench, card, Math.ceil(parts / 3), command)
    const shortfalls = [...card.shortfalls, ...leftOpen(measured.tally)]
    const complete = Card.parse({ ...card, measured, shortfalls })
    await writeFile(path.join(folder, 'card.json'), `${JSON.stringify(complete, null, 1)}\n`)
    shell.out.write(`${JSON.stringify({ thresholds: complete.thresholds, measured })}\n`)
  } finally {
    await closer.close()
  }
}

const classesOf = (recipe: Recipe): string[] => [...Object.keys(recipe.limitsMm), ...recipe.presentOrAbsent]

async function readJson(file: string): Promise<unknown> {
  return JSON.parse(await readFile(file, 'utf8'))
}

async function draftCard(
  folder: string,
  recipe: Recipe,
  second: SecondModel | null,
  parts: number,
): Promise<Card> {
  const model = await readFile(path.join(folder, 'model.onnx'))
  const training = (await readJson(path.join(folder, 'training.json'))) as Card['training']
  const { widthPx: width, heightPx: height, channels } = recipe
  return {
    name: recipe.line,
    description: `Small encoder-decoder for ${recipe.line}: class maps, a size map and the heat map of the verdict.`,
    sha256: createHash('sha256').update(model).digest('hex'),
    input: { name: 'pixels', type: 'uint8', layout: 'NCHW', width, height, channels, fit: 'tile' },
    output: { name: 'maps', stridePx: 4, scoreChannel: 0, sizeChannel: 1, firstClassChannel: 3 },
    classes: classesOf(recipe),
    thresholds: { ...everything, mark: 0.5 },
    secondLook: second && { model: second.card.name, sha256: second.card.sha256, first: everything },
    recipe,
    envelope: { features: [], mean: [], whitening: [], maxDistance: 1, low: [], high: [] },
    training: { ...training, calibrationSeed, calibrationParts: parts, maxRate },
    measured: {},
    shortfalls: ['Simulated parts only: these figures are evidence about the pipeline, not about a factory.'],
  }
}

/** Beyond this share of either kind, people do too much of the work. */
const mostUndecided = 0.13

/** What the tally says against the model, in a sentence; none where little is left undecided. */
function leftOpen(tally: Tally): string[] {
  const good = tally.undecidedGood / (tally.undecidedGood + decidedGood(tally))
  const defective = tally.undecidedDefective / (tally.undecidedDefective + decidedDefective(tally))
  if (Math.max(good, defective) <= mostUndecided) return []
  return [
    `${percent(good)} of the good and ${percent(defective)} of the defective parts are left undecided; ${percent(mostUndecided)} were aimed at.`,
  ]
}
