import { createHash } from 'node:crypto'
import type { DataCard, DataSetFormat, PartRecord } from '../contract/data-set.ts'
import type { Capture } from '../contract/part.ts'
import type { Recipe } from '../contract/recipe.ts'
import { createCardTally } from '../core/data-card.ts'
import { type DataSetFolder, fillFolder } from '../io/data-set-folder.ts'
import { encodePng } from '../io/image.ts'
import { inOrder } from '../io/in-order.ts'
import { type Layout, layouts } from './data-set-layout.ts'
import { ownFiles } from './data-set-own.ts'

/** What a set is made from: the same order gives the same bytes. */
export interface DataSetOrder {
  readonly recipe: Recipe
  readonly seed: number
  readonly parts: number
  readonly prevalence: number
  readonly format: DataSetFormat
}

const licence = 'Apache-2.0, as Jidoka itself. Every image is simulated; none shows a real part.'

/** A part with its pictures as PNG, on their way to the disk. */
interface Encoded {
  readonly capture: Capture
  readonly record: PartRecord
  readonly files: readonly { readonly name: string; readonly bytes: Uint8Array }[]
}

/**
 * Fills an empty folder with the parts, whose captures carry masks. Beside what the format asks for there are
 * `parts.ndjson` and a plane of marks for each part, which say all of the truth, a card and a list of checksums.
 * `onPart` hears how many parts are done. When `signal` aborts, the captures end early and the folder is unfinished.
 */
export async function writeDataSet(
  folder: string,
  order: DataSetOrder,
  captures: AsyncIterable<Capture>,
  onPart: (done: number) => void,
): Promise<void> {
  const { recipe, format } = order
  const set = await fillFolder(folder, ownFiles.checksums)
  try {
    const layout = await layouts[format](set, recipe)
    const records = await set.grow(ownFiles.parts)
    const tally = createCardTally(recipe)
    const hash = createHash('sha256')
    let done = 0
    for await (const ready of inOrder(captures, (capture) => encode(capture, layout), 4)) {
      for (const { capture, record, files } of ready) {
        for (const { name, bytes } of files) await set.add(name, bytes)
        await layout.add(capture)
        await records.append(`${JSON.stringify(record)}\n`)
        tally.add(capture)
        hash.update(capture.frame.image.data)
        onPart(++done)
      }
    }
    await layout.end()
    await records.end()
    await addCard(set, {
      ...headOf(order),
      ...tally.figures(),
      sha256: hash.digest('hex'),
      checksums: ownFiles.checksums,
    })
  } finally {
    await set.close()
  }
}

const headOf = ({ recipe, seed, parts, prevalence, format }: DataSetOrder) =>
  ({ line: recipe.line, seed, parts, prevalence, format, isSimulated: true, licence, recipe }) as const

const addCard = (set: DataSetFolder, card: DataCard): Promise<void> =>
  set.add(ownFiles.card, `${JSON.stringify(card, null, 2)}\n`)

async function encode(capture: Capture, layout: Layout): Promise<Encoded> {
  const { frame, truth, mask } = capture
  const image = layout.imageOf(capture)
  const plane = image === null ? null : `marks/${frame.partId}.png`
  const pictures = layout.masksOf(capture)
  if (image !== null) pictures.push({ name: image, image: frame.image })
  if (plane !== null && mask)
    pictures.push({ name: plane, image: { ...frame.image, channels: 1, data: mask } })
  const encoded = pictures.map(async ({ name, image: pixels }) => ({ name, bytes: await encodePng(pixels) }))
  const { isDefective, marks } = truth
  const record = { part: frame.partId, image, plane, isDefective: isDefective === true, marks }
  return { capture, record, files: await Promise.all(encoded) }
}
