import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { firstTrainingSeed, productLines } from '../../datasets/world.ts'
import { Card } from '../contract/card.ts'
import { JidokaError } from '../contract/error.ts'
import type { Capture, Image } from '../contract/part.ts'
import type { Recipe } from '../contract/recipe.ts'
import { auroc } from '../core/quality/auroc.ts'
import { emptyTally, observe } from '../core/quality/tally.ts'
import { chooseThresholds } from '../core/quality/threshold.ts'
import { decideSights } from '../core/vision/decide.ts'
import { learnEnvelope } from '../core/vision/envelope.ts'
import { photograph, untimedPlan } from '../io/camera.ts'
import type { ShotOrder } from '../io/camera-worker.ts'
import { wallClock } from '../io/clock.ts'
import { inOrder } from '../io/in-order.ts'
import type { InferenceAnswer } from '../io/inference-worker.ts'
import { createLog } from '../io/log.ts'
import { createProgress, type Progress } from '../io/progress.ts'
import type { Shell } from '../io/shell.ts'
import type { WorkerPool } from '../io/worker-pool.ts'
import { createCloser } from '../service/closer.ts'
import { startCameras, startInspectors } from '../service/inspectors.ts'

export interface CalibrateOptions {
  readonly line: string
  readonly parts: number
  readonly shell: Shell
}

/** What measuring works with. */
interface Bench {
  readonly line: string
  readonly parts: number
  readonly cameras: WorkerPool<ShotOrder, Capture>
  readonly inspectors: WorkerPool<Image, InferenceAnswer>
  readonly progress: Progress
}

/** Calibration parts come from the training range, the figures of the card from outside it. */
export const calibrationSeed = firstTrainingSeed + 10
export const measuringSeed = 77_777
const maxRate = 0.002

interface Measured {
  readonly capture: Capture
  readonly answer: InferenceAnswer
}

/** Chooses thresholds and learns the envelope on fresh parts, measures on others, and writes card.json beside the model. */
export async function calibrate({ line, parts, shell }: CalibrateOptions): Promise<void> {
  const product = productLines[line]
  if (!product)
    throw new JidokaError(
      'LINE_UNKNOWN',
      `No product line ${line}; there are ${Object.keys(productLines).join(', ')}.`,
    )
  const folder = path.join(shell.root, 'models', line)
  const draft = await draftCard(folder, product.recipe, parts)
  const log = createLog('error')
  const closer = createCloser()
  const progress = closer.add(
    createProgress({ total: 2 * parts, label: 'parts', stream: shell.err, clock: wallClock }),
    (bar) => bar.stop(),
  )
  const threads = os.availableParallelism()
  try {
    const cameras = closer.add(startCameras(threads, shell.edge, log), (pool) => pool.close())
    const plan = { card: draft, modelPath: path.join(folder, 'model.onnx') }
    const inspectors = closer.add(await startInspectors(plan, threads, shell.edge, log), (pool) =>
      pool.close(),
    )
    const bench: Bench = { line, parts, cameras, inspectors, progress }
    const card = await learnt(bench, draft)
    const complete = Card.parse({ ...card, measured: await figures(bench, card) })
    await writeFile(path.join(folder, 'card.json'), `${JSON.stringify(complete, null, 1)}\n`)
    shell.out.write(`${JSON.stringify({ thresholds: complete.thresholds, measured: complete.measured })}\n`)
  } finally {
    await closer.close()
  }
}

async function learnt(bench: Bench, draft: Card): Promise<Card> {
  const scored: { score: number; isDefective: boolean }[] = []
  const features: ArrayLike<number>[] = []
  for await (const { capture, answer } of measure(bench, calibrationSeed, 0)) {
    scored.push({ score: scoreOf(answer), isDefective: capture.truth.isDefective === true })
    features.push(...answer.sights.map((sight) => sight.features))
  }
  const thresholds = { ...draft.thresholds, ...chooseThresholds(scored, maxRate) }
  return { ...draft, thresholds, envelope: learnEnvelope(features) }
}

async function draftCard(folder: string, recipe: Recipe, parts: number): Promise<Card> {
  const model = await readFile(path.join(folder, 'model.onnx'))
  const training: Card['training'] = JSON.parse(await readFile(path.join(folder, 'training.json'), 'utf8'))
  const { widthPx: width, heightPx: height, channels } = recipe
  return {
    name: recipe.line,
    description: `Small encoder-decoder for ${recipe.line}: class maps, a size map and the heat map of the verdict.`,
    sha256: createHash('sha256').update(model).digest('hex'),
    input: { name: 'pixels', type: 'uint8', layout: 'NCHW', width, height, channels, fit: 'tile' },
    output: { name: 'maps', stridePx: 4, scoreChannel: 0, sizeChannel: 1, firstClassChannel: 2 },
    classes: Object.keys(recipe.limitsMm),
    thresholds: { acceptBelow: 0, rejectAtLeast: 1, mark: 0.5 },
    recipe,
    envelope: { features: [], mean: [], whitening: [], maxDistance: 1, low: [], high: [] },
    training: { ...training, calibrationSeed, calibrationParts: parts, maxRate },
    measured: {},
    shortfalls: [
      'Simulated parts only: these figures are evidence about the pipeline, not about a factory.',
      'Undecided parts crowd around the limits: a mark within about 15 % of its limit is hard for anyone to call.',
    ],
  }
}

const scoreOf = (answer: InferenceAnswer): number => Math.max(...answer.sights.map((sight) => sight.score))

async function* measure(bench: Bench, seed: number, done: number): AsyncGenerator<Measured> {
  const { line, parts, cameras, inspectors } = bench
  const plan = untimedPlan({ seed, line, prevalence: 0.5, parts })
  const captures = photograph(cameras, plan, 6, new AbortController().signal)
  const look = async (capture: Capture) => {
    const { image } = capture.frame
    return { capture, answer: await inspectors.ask(image, [image.data.buffer]) }
  }
  let count = done
  for await (const ready of inOrder(captures, look, 6)) {
    yield* ready
    count += ready.length
    bench.progress.update(count)
  }
}

/** What the calibrated card does on parts that neither training nor calibration has seen, prevalence 50 %. */
async function figures(bench: Bench, card: Card) {
  const scored: { score: number; isDefective: boolean }[] = []
  let tally = emptyTally
  let outside = 0
  let pointed = 0
  for await (const { capture, answer } of measure(bench, measuringSeed, bench.parts)) {
    const score = scoreOf(answer)
    const isDefective = capture.truth.isDefective === true
    scored.push({ score, isDefective })
    const { evaluation, reason } = decideSights(answer.sights, card, capture.frame.image)
    outside += reason === 'outside-envelope' ? 1 : 0
    tally = observe(tally, evaluation, isDefective).tally
    pointed += isDefective && pointsAtDefect(capture, answer) ? 1 : 0
  }
  const defective = scored.filter((part) => part.isDefective).length
  return {
    command: `npx jidoka calibrate --line ${bench.line} --parts ${bench.parts}`,
    isSimulated: true,
    seed: measuringSeed,
    parts: bench.parts,
    prevalence: 0.5,
    auroc: Math.round(auroc(scored) * 1e5) / 1e5,
    tally,
    outsideEnvelope: outside,
    worstMarkTouchesDefect: Math.round((pointed / defective) * 1e4) / 1e4,
  }
}

/** Whether the worst reported mark overlaps the box of a true mark over its limit. */
function pointsAtDefect(capture: Capture, answer: InferenceAnswer): boolean {
  const [worst] = answer.sights.flatMap((sight) => sight.defects).sort((a, b) => b.score - a.score)
  if (!worst) return false
  return capture.truth.marks.some(
    ({ sizeOverLimit, box }) =>
      (sizeOverLimit ?? 0) >= 1 &&
      worst.box.x < box.x + box.width &&
      box.x < worst.box.x + worst.box.width &&
      worst.box.y < box.y + box.height &&
      box.y < worst.box.y + worst.box.height,
  )
}
