import { existsSync } from 'node:fs'
import { rename, rm, writeFile } from 'node:fs/promises'
import { capturePart, firstCrowdedSeed } from '../../datasets/world.ts'
import { JidokaError } from '../contract/error.ts'
import { healthyStation, type Image } from '../contract/part.ts'
import { encodeSheet } from '../io/image.ts'
import { kindOf } from '../service/data-set-layout.ts'
import { isOfFileSystem, productNamed } from './generate.ts'

export interface SheetOptions {
  readonly line: string
  readonly seed: number
  /** The WebP file to write. */
  readonly out: string
}

const columns = 6
const parts = 18

/**
 * Writes a contact sheet of a line: good and defective parts in turn, the defective ones of each class in turn.
 * @throws {JidokaError} LINE_UNKNOWN, USAGE for a file that is there or a seed of crowded parts, FOLDER_READ_ONLY
 */
export async function sheet(options: SheetOptions): Promise<void> {
  const { out, seed } = options
  if (seed >= firstCrowdedSeed)
    throw new JidokaError(
      'USAGE',
      `Seeds from ${firstCrowdedSeed} on make no good parts, which a sheet shows.`,
    )
  if (existsSync(out)) throw new JidokaError('USAGE', `${out} exists already; name a file that does not.`)
  const bytes = await encodeSheet(chosen(options), columns)
  try {
    await writeFile(`${out}.partial`, bytes)
    await rename(`${out}.partial`, out)
  } catch (error) {
    if (!isOfFileSystem(error)) throw error
    throw new JidokaError('FOLDER_READ_ONLY', `${out} could not be written (${error.code}).`)
  } finally {
    await rm(`${out}.partial`, { force: true })
  }
}

/** The first parts of the seed that fit the places of the sheet. */
function chosen({ line: name, seed }: SheetOptions): Image[] {
  const line = productNamed(name)
  const { limitsMm, presentOrAbsent } = line.recipe
  const classes = [...Object.keys(limitsMm), ...presentOrAbsent]
  const places = Array.from({ length: parts }, (_, place) =>
    place % 2 === 0 ? 'good' : classes[((place - 1) / 2) % classes.length],
  )
  const images = new Map<number, Image>()
  for (let sequence = 0; images.size < parts; sequence++) {
    const order = { seed, line, sequence, capturedAtMs: 0, prevalence: 0.5, condition: healthyStation }
    const capture = capturePart({ ...order, withMask: false })
    const place = places.findIndex((kind, at) => kind === kindOf(capture) && !images.has(at))
    if (place >= 0) images.set(place, capture.frame.image)
  }
  return places.flatMap((_, place) => images.get(place) ?? [])
}
