import { rngFromSeed } from '../../datasets/rng.ts'
import { capturePart, productLines } from '../../datasets/world.ts'
import { JidokaError } from '../contract/error.ts'
import { type Capture, healthyStation, type Image } from '../contract/part.ts'
import { bareInput, barePixels, planar } from '../core/vision/bare-input.ts'
import { listImages } from '../io/folder.ts'
import { readImage, resizeImage } from '../io/image.ts'
import type { Model } from '../io/model.ts'
import { openSession, type Pixels, type TensorInfo } from '../io/session.ts'

/** Frames as a model takes them, in memory. */
export interface BenchFrames {
  /** Of one batch. */
  readonly dims: readonly number[]
  readonly type: 'uint8' | 'float32'
  readonly pixels: readonly Pixels[]
  /** For a model with a card: the same frames as the line takes them. */
  readonly captures: readonly Capture[]
  /** What was assumed of the input, or of the frames. */
  readonly note: string | null
  readonly isSimulated: boolean
}

const ringSize = 64

/** Parts of a line to send through it again and again. */
export const captureRing = (line: string): Capture[] =>
  Array.from({ length: ringSize }, (_, sequence) => shoot(line, sequence))

/** One fresh part of a healthy station. @throws {JidokaError} LINE_UNKNOWN */
export function shoot(name: string, sequence: number): Capture {
  const line = productLines[name]
  if (!line) throw new JidokaError('LINE_UNKNOWN', `No product line ${name} to photograph: give --images.`)
  const order = { seed: 5, line, sequence, capturedAtMs: 0, prevalence: 0.05, condition: healthyStation }
  return capturePart({ ...order, withMask: false })
}

/** What a model takes. @throws {JidokaError} MODEL_INVALID */
export async function inputOf({ modelPath }: Model): Promise<TensorInfo> {
  const session = await openSession(modelPath, { threads: 1 })
  const { input } = session
  await session.close()
  return input
}

/**
 * The frames that a model is measured on: images of one's own, parts of the line of its card, or noise.
 * @throws {JidokaError} IMAGE_UNREADABLE, MODEL_INVALID for an input that takes no image
 */
export async function framesFor(
  { card, modelPath }: Model,
  input: TensorInfo,
  folder: string | undefined,
): Promise<BenchFrames> {
  if (card) {
    const { channels, height, width } = card.input
    const dims = [1, channels, height, width]
    const images = folder ? await imagesOf(folder, card.input) : null
    const captures = images
      ? Array.from({ length: ringSize }, (_, at) =>
          captureOf(images[at % images.length], at, card.recipe.line),
        )
      : captureRing(card.recipe.line)
    const pixels = captures.map(({ frame: { image } }) => (channels === 1 ? image.data : planar(image)))
    return { dims, type: 'uint8', pixels, captures, note: null, isSimulated: images === null }
  }
  const type = input.type === 'uint8' ? 'uint8' : 'float32'
  const wanted = bareInput(type, input.dims)
  if (!wanted)
    throw new JidokaError('MODEL_INVALID', `The input ${input.name} of ${modelPath} takes no image.`)
  const images = folder ? await imagesOf(folder, wanted) : [noise(wanted)]
  const notes = [
    ...(wanted.guessed.length > 0 ? [`${wanted.guessed.join(' and ')} left open by the model: a guess`] : []),
    ...(folder ? [] : ['frames are noise: give --images']),
  ]
  return {
    ...{ dims: wanted.dims, type, captures: [], isSimulated: false },
    pixels: images.map((image) => barePixels(image, wanted)),
    note: notes.join('; ') || null,
  }
}

/** A photograph as a line takes it. */
const captureOf = (
  image: Image = { width: 0, height: 0, channels: 1, data: new Uint8Array() },
  sequence: number,
  line: string,
): Capture => ({
  frame: { line, partId: `${line}-${sequence}`, sequence, capturedAtMs: 0, isSimulated: false, image },
  truth: { isDefective: null, marks: [] },
  mask: null,
})

interface Size {
  readonly width: number
  readonly height: number
  readonly channels: 1 | 3
}

async function imagesOf(folder: string, { width, height, channels }: Size): Promise<Image[]> {
  const files = (await listImages([folder])).slice(0, ringSize)
  return Promise.all(
    files.map(async (file) => {
      const image = await readImage(file, { channels })
      const isFitting = image.width === width && image.height === height
      return isFitting ? image : await resizeImage(image, width, height)
    }),
  )
}

function noise({ width, height, channels }: Size): Image {
  const rng = rngFromSeed(5)
  const data = Uint8Array.from({ length: width * height * channels }, () => Math.floor(256 * rng.next()))
  return { width, height, channels, data }
}
