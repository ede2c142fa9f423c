import os from 'node:os'
import { JidokaError } from '../contract/error.ts'
import type { Image } from '../contract/part.ts'
import { wallClock } from '../io/clock.ts'
import { listImages } from '../io/folder.ts'
import { readImage } from '../io/image.ts'
import { type ImageVerdict, type Inspector, openInspector } from '../io/inspector.ts'
import { loadModel } from '../io/model.ts'
import { createProgress } from '../io/progress.ts'
import { patientSecond, placeSecond, type SecondPlace } from '../io/second-eye.ts'

export interface InspectOptions {
  /** Files, folders and globs. */
  readonly patterns: readonly string[]
  /** Name in models/, or path of an .onnx file. */
  readonly model: string
  readonly card?: string | undefined
  readonly secondLook?: SecondPlace | undefined
  /** One JSON object an image, else one line for a person. */
  readonly isJson: boolean
  /** The folder that holds models/. */
  readonly root: string
  readonly out: NodeJS.WritableStream
  readonly err: NodeJS.WritableStream
}

/** `latencyMs` runs from image in memory to verdict, as on the live line: reading the file is not in it. */
type Report = ImageVerdict & { readonly file: string; readonly latencyMs: number }

/**
 * Inspects images one by one and reports each on `out`; an image that cannot be read is told on `err` and the rest
 * goes on. There is no live line to hold up here, so one session uses all cores, on this thread.
 * @returns exit code 0, or 2 if an image could not be read
 * @throws {JidokaError} IMAGES_NONE, or what is wrong with model or card
 */
export async function inspect(options: InspectOptions): Promise<0 | 2> {
  const { out, err, isJson } = options
  const model = await loadModel(options.model, { root: options.root, card: options.card })
  const files = await listImages(options.patterns)
  const second = patientSecond(placeSecond(model.second, options.secondLook))
  const inspector = await openInspector({ ...model, second }, os.availableParallelism())
  for (const note of [model.note, inspector.note]) if (note) err.write(`${note}\n`)
  const progress = createProgress({ total: files.length, label: 'images', stream: err, clock: wallClock })
  const counts = new Map<string, number>()
  let done = 0
  try {
    for await (const { file, image } of readAhead(files, inspector.channels)) {
      const isUnreadable = image instanceof JidokaError
      const report = isUnreadable ? null : await reportOn(file, image, inspector)
      progress.clear()
      if (isUnreadable) err.write(`${image.line}\n`)
      if (report) await write(out, isJson ? asJson(report) : asLine(report))
      else if (isUnreadable && isJson) await write(out, asJson({ file, error: faultOf(image) }))
      const kind = report?.evaluation ?? 'unreadable'
      counts.set(kind, (counts.get(kind) ?? 0) + 1)
      progress.update(++done)
    }
  } finally {
    progress.stop()
    await inspector.close()
  }
  err.write(
    `${files.length} ${files.length === 1 ? 'image' : 'images'}: ${[...counts].map(([kind, count]) => `${count} ${kind}`).join(', ')}.\n`,
  )
  return counts.has('unreadable') ? 2 : 0
}

/** Reads the next image while the present one is inspected. */
async function* readAhead(files: readonly string[], channels: 1 | 3) {
  const read = (file: string | undefined): Promise<Image | JidokaError> | null =>
    file === undefined ? null : readImage(file, { channels }).catch(expected)
  let next = read(files[0])
  for (const [index, file] of files.entries()) {
    const image = await next
    next = read(files[index + 1])
    if (image) yield { file, image }
  }
}

function expected(error: unknown): JidokaError {
  if (error instanceof JidokaError) return error
  throw error
}

async function reportOn(file: string, image: Image, inspector: Inspector): Promise<Report> {
  const startMs = wallClock.monotonicMs()
  const verdict = await inspector.inspect(image)
  return { file, ...verdict, latencyMs: Math.round((wallClock.monotonicMs() - startMs) * 1000) / 1000 }
}

const faultOf = ({ code, message, remedy }: JidokaError) => ({ code, message, remedy })
const asJson = (report: object): string => `${JSON.stringify(report)}\n`

function asLine({ evaluation, score, latencyMs, file, detail }: Report): string {
  const figures = `${(score ?? 0).toFixed(3).padStart(8)} ${latencyMs.toFixed(1).padStart(8)} ms`
  return `${evaluation.padEnd(12)} ${figures}  ${file}  ${detail}\n`
}

/** Waits until the text is taken, so that a slow reader holds back the work and not the memory. */
const write = (stream: NodeJS.WritableStream, text: string): Promise<void> =>
  new Promise((resolve, reject) => {
    stream.write(text, (error) => (error ? reject(error) : resolve()))
  })
