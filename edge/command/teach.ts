import { existsSync } from 'node:fs'
import { rename, rm, stat, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { rngFromSeed } from '../../datasets/rng.ts'
import { Card } from '../contract/card.ts'
import { JidokaError } from '../contract/error.ts'
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
import { type GoodImages, gatherGood, goodFiles } from '../service/good-images.ts'
import { type Taught, teachModel } from '../service/teaching.ts'
import { teachPage } from './teach-page.ts'
import { tryOut } from './teach-trial.ts'

export interface TeachOptions {
  /** MVTec layout (`train/good`), or a plain folder of good images. */
  readonly folder: string
  readonly name: string
  /** Pixels of the shorter side that the model sees. */
  readonly size: number | 'auto'
  /** Images of defects, to try the model on; nothing is learnt from them. */
  readonly defects?: string | undefined
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
 *   DATASET_INVALID for images that nothing can be learnt from
 */
export async function teach(options: TeachOptions): Promise<void> {
  const { name, shell, isJson } = options
  const startMs = wallClock.monotonicMs()
  const target = placeFor(name, shell.root)
  const files = await goodFiles(options.folder)
  const draft = `${target}.partial`
  const closer = createCloser()
  const total = passes * files.length
  const bar = createProgress({ total, label: 'looks', stream: shell.err, clock: wallClock })
  closer.add(bar, (opened) => opened.stop())
  let done = 0
  const progress = () => bar.update(Math.min(total, ++done))
  try {
    const good = await gatherGood(files, options.size, progress)
    await rm(draft, { recursive: true, force: true })
    makeWritable(draft)
    closer.add(draft, (folder) => rm(folder, { recursive: true, force: true }))
    const taught = await teachModel(good.images, {
      backbone: path.join(shell.root, 'models', 'backbone', 'efficientnet-lite0.onnx'),
      input: good.input,
      folder: draft,
      holdout: options.holdout,
      threads: os.availableParallelism(),
      rng: rngFromSeed(options.seed),
      progress,
    })
    const fileOf = (image: number) => good.files[image] ?? ''
    const card = await writeCard(draft, good, taught, options)
    const doubtful = leastCertain(taught)
    const pictures = doubtful.flatMap((image) => good.images[image] ?? [])
    await writeFile(path.join(draft, 'contact-sheet.webp'), await encodeSheet(pictures, sheetColumns))
    const file = path.join(draft, 'model.onnx')
    const trial = await tryOut(file, card, good.images, taught, options.defects)
    const { size: sizeBytes } = await stat(file)
    await rename(draft, target)
    bar.stop()
    const seconds = Math.round((wallClock.monotonicMs() - startMs) / 100) / 10
    const finding: TeachFinding = {
      ...{ model: name, path: path.join(target, 'model.onnx'), images: good.images.length, seconds },
      ...{ ...promiseOf(taught), ...trial, sizeBytes, warnings: [...good.warnings] },
      leastCertain: doubtful.map(fileOf),
      suspects: taught.suspects.map(fileOf),
    }
    shell.err.write(teachPage(finding, good, options.folder))
    shell.out.write(isJson ? `${JSON.stringify(finding)}\n` : `${finding.path}\n`)
  } finally {
    await closer.close()
  }
}

const promiseOf = ({ threshold, falseRejectExpected, falseRejectUpper95, reason }: Taught) => ({
  ...{ threshold, falseRejectExpected, falseRejectUpper95 },
  falseRejectReason: reason,
})

/** @throws {JidokaError} USAGE */
function placeFor(name: string, root: string): string {
  if (!/^[a-z0-9][a-z0-9._-]{0,63}$/i.test(name) || /\.onnx$/i.test(name))
    throw new JidokaError(
      'USAGE',
      `${name || 'An empty name'} is no name of letters, digits, dots and dashes.`,
    )
  const target = path.join(ownModels(), name)
  for (const place of [path.join(root, 'models', name), target])
    if (existsSync(place))
      throw new JidokaError(
        'USAGE',
        `There is a model ${name} in ${place} already; choose another --name, or remove it.`,
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
      training: {
        ...{ seed, holdout, images: good.images.length, heldOut: taught.heldOut },
        ...{
          suspects: taught.suspects.length,
          backbone: 'efficientnet-lite0',
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
