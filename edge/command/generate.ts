import { createHash } from 'node:crypto'
import { createWriteStream, existsSync } from 'node:fs'
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import { join } from 'node:path'
import { finished } from 'node:stream/promises'
import { productLines } from '../../datasets/world.ts'
import { JidokaError } from '../contract/error.ts'
import type { Capture } from '../contract/part.ts'
import { photograph, untimedPlan } from '../io/camera.ts'
import type { ShotOrder } from '../io/camera-worker.ts'
import { wallClock } from '../io/clock.ts'
import { makeFolderPath } from '../io/data-folder.ts'
import { encodePng } from '../io/image.ts'
import { createLog } from '../io/log.ts'
import { createProgress } from '../io/progress.ts'
import type { WorkerPool } from '../io/worker-pool.ts'
import { startCameras } from '../service/inspectors.ts'

export interface GenerateOptions {
  readonly line: string
  readonly parts: number
  readonly prevalence: number
  readonly seed: number
  /** `folder`: PNG images in good/ and defect/, masks beside; `raw`: one file of frames and one of masks, for training. */
  readonly format: 'folder' | 'raw'
  readonly out: string
  /** The folder of the built workers. */
  readonly edge: string
  readonly err: NodeJS.WritableStream
}

type Cameras = WorkerPool<ShotOrder, Capture>

/** Writes a labelled data set; it appears under its name only when it is complete. */
export async function generate(options: GenerateOptions): Promise<void> {
  const product = productLines[options.line]
  const known = Object.keys(productLines).join(', ')
  if (!product) throw new JidokaError('LINE_UNKNOWN', `No product line ${options.line}; there are ${known}.`)
  const draft = `${options.out}.partial`
  await makeFolder(draft, options.out)
  const cameras = startCameras(os.availableParallelism(), options.edge, createLog('error'))
  try {
    const written = await writeParts(options, draft, cameras)
    const { line, seed, parts, prevalence, format } = options
    const card = {
      line,
      seed,
      parts,
      prevalence,
      format,
      isSimulated: true,
      recipe: product.recipe,
      ...written,
    }
    await writeFile(join(draft, 'data-card.json'), `${JSON.stringify(card, null, 2)}\n`)
    await rename(draft, options.out)
  } finally {
    await cameras.close()
    await rm(draft, { recursive: true, force: true })
  }
}

/** All parts and their truths; how many are defective, and the hash of all pixels in order. */
async function writeParts(options: GenerateOptions, folder: string, cameras: Cameras) {
  const total = options.parts
  const progress = createProgress({ total, label: 'parts', stream: options.err, clock: wallClock })
  const writer = options.format === 'raw' ? rawWriter(folder) : await folderWriter(folder)
  const truths = createWriteStream(join(folder, 'parts.ndjson'))
  let defective = 0
  try {
    for await (const capture of shots(options, cameras)) {
      await writer.part(capture)
      truths.write(`${JSON.stringify({ part: capture.frame.partId, ...capture.truth })}\n`)
      defective += capture.truth.isDefective ? 1 : 0
      progress.update(capture.frame.sequence + 1)
    }
    truths.end()
    await finished(truths)
    return { defective, sha256: await writer.end() }
  } finally {
    progress.stop()
  }
}

/** What is there already stays: a data set is never mixed with another, or overwritten. */
async function makeFolder(draft: string, out: string): Promise<void> {
  if (existsSync(out)) throw new JidokaError('USAGE', `${out} exists already; name a folder that does not.`)
  try {
    await rm(draft, { recursive: true, force: true })
    makeFolderPath(draft)
  } catch {
    throw new JidokaError('FOLDER_READ_ONLY', `The folder ${draft} cannot be written.`)
  }
}

const shots = (options: GenerateOptions, cameras: Cameras): AsyncIterable<Capture> =>
  photograph(cameras, untimedPlan(options, true), 2 * os.availableParallelism(), new AbortController().signal)

interface Writer {
  part(capture: Capture): Promise<void>
  /** The hash of all pixels, in order. */
  end(): Promise<string>
}

function rawWriter(folder: string): Writer {
  const frames = createWriteStream(join(folder, 'frames.u8'))
  const masks = createWriteStream(join(folder, 'masks.u8'))
  const hash = createHash('sha256')
  return {
    async part({ frame, mask }) {
      hash.update(frame.image.data)
      await Promise.all([flushed(frames, frame.image.data), flushed(masks, mask ?? new Uint8Array(0))])
    },
    async end() {
      frames.end()
      masks.end()
      await Promise.all([finished(frames), finished(masks)])
      return hash.digest('hex')
    },
  }
}

const flushed = (stream: NodeJS.WritableStream, bytes: Uint8Array): Promise<void> =>
  new Promise((resolve, reject) => stream.write(bytes, (error) => (error ? reject(error) : resolve())))

async function folderWriter(folder: string): Promise<Writer> {
  const hash = createHash('sha256')
  await Promise.all(['good', 'defect', 'mask'].map((name) => mkdir(join(folder, name))))
  return {
    async part({ frame, truth, mask }) {
      hash.update(frame.image.data)
      const kind = truth.isDefective ? 'defect' : 'good'
      await writeFile(join(folder, kind, `${frame.partId}.png`), await encodePng(frame.image))
      if (mask)
        await writeFile(
          join(folder, 'mask', `${frame.partId}.png`),
          await encodePng({ ...frame.image, data: mask }),
        )
    },
    end: async () => hash.digest('hex'),
  }
}
