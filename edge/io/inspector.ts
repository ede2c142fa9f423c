import { JidokaError } from '../contract/error.ts'
import type { Image } from '../contract/part.ts'
import { type BareInput, bareInput, barePixels } from '../core/vision/bare-input.ts'
import { type Decision, decideSights } from '../core/vision/decide.ts'
import { stretchedDefect } from '../core/vision/stretch.ts'
import { wallClock } from './clock.ts'
import { openEyes } from './eyes.ts'
import { resizeImage } from './image.ts'
import type { Model } from './model.ts'
import { openSession, type Session, type SessionOutput } from './session.ts'
import { type Eyes, lookAt } from './sight.ts'

/** An output of a bare model as it came, at most the first 1000 values. */
export interface RawOutput {
  readonly name: string
  readonly dims: readonly number[]
  readonly values: readonly number[]
}

export interface ImageVerdict extends Decision {
  readonly outputs?: readonly RawOutput[]
}

/** Judges whole images of any size, on the thread that calls it. */
export interface Inspector {
  /** What images must have. */
  readonly channels: 1 | 3
  /** What a person should know about how images are brought in, or null. */
  readonly note: string | null
  inspect(image: Image): Promise<ImageVerdict>
  close(): Promise<void>
}

/** @throws {JidokaError} MODEL_MISSING, MODEL_INVALID, CARD_INVALID */
export async function openInspector(model: Model, threads: number): Promise<Inspector> {
  const { card, modelPath, second } = model
  if (card) return withCard(await openEyes({ card, modelPath, second }, threads))
  const session = await openSession(modelPath, { threads })
  try {
    return bare(session, modelPath)
  } catch (error) {
    await session.close()
    throw error
  }
}

function withCard(eyes: Eyes & { close(): Promise<void> }): Inspector {
  const { card } = eyes
  const inspect = async (image: Image): Promise<ImageVerdict> => {
    if (card.input.fit === 'tile') return inspectTiles(eyes, image)
    const { width, height } = card.input
    const isFitting = image.width === width && image.height === height
    const verdict = await inspectTiles(eyes, isFitting ? image : await resizeImage(image, width, height))
    const stretch = { across: image.width / width, down: image.height / height }
    return { ...verdict, defects: verdict.defects.map((defect) => stretchedDefect(defect, stretch)) }
  }
  return { channels: card.input.channels, note: null, inspect, close: eyes.close }
}

async function inspectTiles(eyes: Eyes, image: Image): Promise<ImageVerdict> {
  const { sights } = await lookAt(eyes, image, wallClock)
  return decideSights(sights, eyes.card, image)
}

function bare(session: Session, modelPath: string): Inspector {
  const { name, type, dims } = session.input
  const input = type === 'uint8' || type === 'float32' ? bareInput(type, dims) : null
  if (!input) {
    throw new JidokaError(
      'MODEL_INVALID',
      `The input ${name} of ${modelPath} (${dims.join(' × ')}) takes no single image.`,
    )
  }
  const { width, height } = input
  return {
    channels: input.channels,
    note: noteOf(modelPath, input),
    async inspect(image) {
      const resized = await resizeImage(image, width, height)
      return undecided(await session.runAll(barePixels(resized, input), input.dims))
    },
    close: () => session.close(),
  }
}

function noteOf(modelPath: string, { layout, type, dims, guessed }: BareInput): string {
  const scale = type === 'float32' ? ', values 0 to 1' : ''
  const guess = guessed.length > 0 ? `; the model leaves ${guessed.join(' and ')} open, this is a guess` : ''
  return `${modelPath} has no card: images are resized to ${dims.join(' × ')} (${layout}, ${type}${scale})${guess}.`
}

function undecided(outputs: readonly SessionOutput[]): ImageVerdict {
  const [first] = outputs
  const score =
    first?.data.reduce((largest, value) => (value > largest ? value : largest), Number.NEGATIVE_INFINITY) ?? 0
  return {
    evaluation: 'NotDecidable',
    score: Number.isFinite(score) ? score : 0,
    reason: 'no-card',
    detail: `No card says what the outputs mean; the score is the largest value of ${first?.name}.`,
    defects: [],
    outputs: outputs.map(({ name, dims, data }) => ({ name, dims, values: [...data.subarray(0, 1000)] })),
  }
}
