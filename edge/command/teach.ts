import { existsSync } from 'node:fs'
import { rename, rm, stat, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { rngFromSeed } from '../../datasets/rng.ts'
import { Card } from '../contract/card.ts'
import { JidokaError } from '../contract/error.ts'
import type { Rng } from '../contract/port.ts'
import type { TeachFinding } from '../contract/teach.ts'
import { taughtCard } from '../core/teach/card.ts'
import { wallClock } from '../io/clock.ts'
import { makeWritable } from '../io/data-folder.ts'
import { sha256OfFile } from '../io/file-hash.ts'
import { encodeSheet } from '../io/image.ts'
import { ownModels } from '../io/model.ts'
import { createProgress } from '../io/progress.ts'
import type { Shell } from '../io/shell.ts'
import { createCloser } from '../service/closer.ts'
import { type GoodImages, gatherGood, goodFiles, mostAtOnce, readDefects } from '../service/good-images.ts'
import { type Taught, teachModel } from '../service/teaching.ts'
import { changedVerdicts } from './teach-change.ts'
import { teachPage } from './teach-page.ts'
import { tryOut } from './teach-trial.ts'

export interface TeachOptions {
  /** MVTec layout (`train/good`), or a plain folder of good images. */
  readonly folder: string
  readonly name: string
  /** Pixels of the shorter side that the model sees. */
  readonly size: number | 'auto'
  /** Images of defects, to try the model on; learnt from where cross-validation says that it helps. */
  readonly defects?: string | undefined
  /** 99 of 100 looks on one thread, milliseconds; left out: none is asked. */
  readonly latencyBudget?: number | undefined
  /** More good images, for a model that was taught before; it is replaced only when `isAccepted`. */
  readonly add?: string | undefined
  readonly isAccepted?: boolean
  /** A model of this name that was taught before gives way. */
  readonly isReplacing?: boolean
  readonly holdout: number
  readonly seed: number
  readonly isJson: boolean
  readonly shell: Shell
}

/** Passes over the images that progress counts: reading and features. */
const passes = 2
const sheetImages = 12
const sheetColumns = 6

/**
 * Learns a product from images of good parts and stores a model that `--model <name>` finds.
 * @throws {JidokaError} USAGE for a name that is taken; FOLDER_READ_ONLY; IMAGES_NONE, IMAGE_UNREADABLE;
 *   DATASET_INVALID for images that nothing can be learnt from; USAGE for a latency budget that is not kept
 */
export async function teach(options: TeachOptions): Promise<void> {
  const { name, shell, isJson } = options
  const startMs = wallClock.monotonicMs()
  const target = options.add === undefined ? placeFor(name, options) : placeOf(name)
  const more = options.add === undefined ? [] : await goodFiles(options.add)
  const found = [...(await goodFiles(options.folder)), ...more]
  const most = await mostAtOnce(found[0] ?? options.folder, options.size)
  const files = drawn(found, most, rngFromSeed(options.seed).fork('images'))
  const capped =
    files.length < found.length
      ? [
          `${found.length} images are more than are learnt from at once: ${files.length} of them, drawn by the seed, were read.`,
        ]
      : []
  const draft = `${target}.partial`
  const closer = createCloser()
  const total = passes * files.length
  const bar = createProgress({ total, label: 'looks', stream: shell.err, clock: wallClock })
  closer.add(bar, (opened) => opened.stop())
  let done = 0
  const progress = () => bar.update(Math.min(total, ++done))
  try {
    await rm(draft, { recursive: true, force: true })
    makeWritable(draft)
    closer.add(draft, (folder) => rm(folder, { recursive: true, force: true }))
    const { good, taught, trial, card } = await learnInTime(files, draft, options, progress)
    const fileOf = (image: number) => good.files[image] ?? ''
    const doubtful = leastCertain(taught)
    const pictures = doubtful.flatMap((image) => good.images[image] ?? [])
    await writeFile(path.join(draft, 'contact-sheet.webp'), await encodeSheet(pictures, sheetColumns))
    const { size: sizeBytes } = await stat(path.join(draft, 'model.onnx'))
    const added =
      options.add === undefined ? null : await recheck(options, { folder: draft, card }, good.files)
    if (!added || added.isAccepted) await takePlace(draft, target)
    bar.stop()
    const seconds = Math.round((wallClock.monotonicMs() - startMs) / 100) / 10
    const finding: TeachFinding = {
      ...{ model: name, path: path.join(target, 'model.onnx'), images: good.images.length, seconds },
      ...{ ...promiseOf(taught), ...trial, added, sizeBytes, warnings: [...capped, ...good.warnings] },
      leastCertain: doubtful.map(fileOf),
      suspects: taught.suspects.map(fileOf),
    }
    shell.err.write(teachPage(finding, good, options.folder))
    shell.out.write(isJson ? `${JSON.stringify(finding)}\n` : `${finding.path}\n`)
  } finally {
    await closer.close()
  }
}

function drawn(files: readonly string[], most: number, rng: Rng): readonly string[] {
  if (files.length <= most) return files
  const chances = files.map((file) => ({ file, at: rng.next() }))
  const chosen = chances.sort((a, b) => a.at - b.at).slice(0, most)
  return chosen.map(({ file }) => file).sort()
}

/** Shorter sides to fall back on, for less time. */
const fasterSidesPx = [256, 192, 128, 96]

/** Learns at the size that was asked for, or at the largest one that keeps the latency budget. @throws {JidokaError} USAGE */
async function learnInTime(
  files: readonly string[],
  folder: string,
  options: TeachOptions,
  progress: () => void,
) {
  const { latencyBudget, size } = options
  const sizes = latencyBudget !== undefined && size === 'auto' ? fasterSidesPx : [size]
  let [p99, widthPx] = [0, 0]
  for (const side of sizes) {
    const good = await gatherGood(files, side, progress)
    // Small images look the same at several sizes.
    if (good.input.width === widthPx) continue
    widthPx = good.input.width
    const taught = await teachModel(good.images, {
      backbone: path.join(options.shell.root, 'models', 'backbone', 'efficientnet-lite0.onnx'),
      defects: options.defects === undefined ? [] : await readDefects(options.defects, good.input),
      ...{ input: good.input, folder, holdout: options.holdout, threads: os.availableParallelism() },
      ...{ rng: rngFromSeed(options.seed), progress },
    })
    const card = await writeCard(folder, good, taught, options)
    const trial = await tryOut(path.join(folder, 'model.onnx'), card, good.images, taught, options.defects)
    p99 = trial.latencyMs.p99
    if (latencyBudget === undefined || p99 <= latencyBudget) return { good, taught, trial, card }
  }
  throw new JidokaError(
    'USAGE',
    `A look takes ${p99} ms (p99, one thread) at ${sizes.at(-1)} pixels on this computer, over the budget of ${latencyBudget} ms; nothing was kept. Allow more time, or name a smaller --size.`,
  )
}

const promiseOf = (taught: Taught) => ({
  ...{ method: taught.method, aurocOnDamaged: taught.auroc, threshold: taught.threshold },
  falseRejectExpected: taught.falseRejectExpected,
  falseRejectUpper95: taught.falseRejectUpper95,
  falseRejectReason: taught.reason,
  scores: scoresOf(taught),
})

/** As the model's own map gives them, of four digits. */
const scoresOf = ({ distances, suspects, threshold }: Taught): number[] =>
  distances.flatMap((distance, image) =>
    suspects.includes(image) ? [] : Math.round((1e4 * distance) / (distance + threshold)) / 1e4,
  )

async function recheck(
  { name, shell, isAccepted = false }: TeachOptions,
  draft: { readonly folder: string; readonly card: Card },
  files: readonly string[],
) {
  return { changed: await changedVerdicts(name, shell.root, draft, files), isAccepted }
}

/** What was there before goes last, so that an end in between loses nothing. */
async function takePlace(draft: string, target: string): Promise<void> {
  const old = `${target}.before`
  await rm(old, { recursive: true, force: true })
  if (existsSync(target)) await rename(target, old)
  await rename(draft, target)
  await rm(old, { recursive: true, force: true })
}

/** Of a model that was taught before. @throws {JidokaError} USAGE */
function placeOf(name: string): string {
  const target = path.join(ownModels(), name)
  if (/[\\/]/.test(name) || !existsSync(path.join(target, 'model.onnx')))
    throw new JidokaError(
      'USAGE',
      `No model ${name} was taught in ${ownModels()}: teach it without --add first.`,
    )
  return target
}

/** @throws {JidokaError} USAGE */
function placeFor(name: string, { shell, isReplacing = false }: TeachOptions): string {
  if (!/^[a-z0-9][a-z0-9._-]{0,63}$/i.test(name) || /\.onnx$/i.test(name))
    throw new JidokaError(
      'USAGE',
      `${name || 'An empty name'} is no name of letters, digits, dots and dashes.`,
    )
  const target = path.join(ownModels(), name)
  for (const place of [path.join(shell.root, 'models', name), ...(isReplacing ? [] : [target])])
    if (existsSync(place))
      throw new JidokaError(
        'USAGE',
        `There is a model ${name} in ${place} already; choose another --name, or --replace what was taught.`,
      )
  return target
}

async function writeCard(
  folder: string,
  good: GoodImages,
  taught: Taught,
  { name, seed, holdout }: TeachOptions,
): Promise<Card> {
  const card = Card.parse(
    taughtCard({
      name,
      sha256: await sha256OfFile(path.join(folder, 'model.onnx')),
      input: good.input,
      features: good.features,
      border: taught,
      classes: taught.naming?.isWorth ? taught.naming.classes : [],
      training: {
        ...{ seed, holdout, images: good.images.length, heldOut: taught.heldOut },
        ...{
          suspects: taught.suspects.length,
          ...{ backbone: 'efficientnet-lite0', method: taught.method, aurocOnDamaged: taught.auroc },
        },
      },
    }),
  )
  await writeFile(path.join(folder, 'card.json'), `${JSON.stringify(card, null, 1)}\n`)
  return card
}

/** Images by how little they are like the others, the strangest first. */
const leastCertain = ({ distances }: Taught): number[] =>
  [...distances.keys()].sort((a, b) => (distances[b] ?? 0) - (distances[a] ?? 0)).slice(0, sheetImages)
