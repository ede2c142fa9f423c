import path from 'node:path'
import { refuseSet } from '../../datasets/readers/description.ts'
import { readJson } from '../../datasets/readers/json.ts'
import { readPartRecord } from '../../datasets/readers/own.ts'
import { DataCard, type DataSetKind } from '../contract/data-set.ts'
import { createSeen } from '../core/seen.ts'
import { isFile, linesOfSet, readSetText } from '../io/data-set-file.ts'
import type { DescribedSet } from './data-set-capture.ts'

/** The card that makes a folder one of our own sets, and the truths of its parts. */
export const ownFiles = {
  card: 'data-card.json',
  parts: 'parts.ndjson',
  checksums: 'checksums.sha256',
} as const

export interface OwnSet {
  readonly folder: string
  readonly card: DataCard
}

/** The set that `jidoka generate` wrote to this folder, also when the folder of its images is named; null for another's. */
export async function findOwnSet(target: string, kind: DataSetKind): Promise<OwnSet | null> {
  const above = path.dirname(path.resolve(target))
  const name = path.basename(path.resolve(target))
  for (const folder of [target, above]) {
    const text = await readSetText(folder, ownFiles.card)
    if (text === null) continue
    const result = DataCard.safeParse(readJson(text, ownFiles.card))
    if (!result.success) {
      if (folder === above) return null
      const [issue] = result.error.issues
      return refuseSet(`${ownFiles.card}, ${issue?.path.join(', ')}`, issue?.message ?? 'it is no card')
    }
    const card = result.data
    if (folder === above && ![card.line, 'images', 'annotations.json'].includes(name)) return null
    if (card.format !== kind)
      refuseSet(ownFiles.card, `this set was written as ${card.format}, not as ${kind}`)
    return { folder, card }
  }
  return null
}

/** Checks every truth of the set and that its files are there; the truths are read again as parts are asked for. */
export async function openOwnSet({ folder, card }: OwnSet): Promise<DescribedSet> {
  const seen = createSeen()
  let [parts, defective] = [0, 0]
  for await (const { part, image, mask, where, isDefective } of recordsOf(folder)) {
    if (seen.add(part)) refuseSet(where, `part ${part} was there already; a part counts once`)
    for (const file of [image, mask?.file ?? image])
      if (!(await isFile(path.join(folder, file)))) refuseSet(where, `${file} is missing`)
    parts++
    defective += isDefective ? 1 : 0
  }
  if (parts !== card.parts) refuseSet(ownFiles.parts, `it holds ${parts} parts, its card says ${card.parts}`)
  const { recipe } = card
  const classes = Object.keys(card.classes)
  const facts = {
    folder,
    parts,
    defective,
    classes,
    hasMasks: true,
    isBinary: false,
    isSimulated: true,
    recipe,
    card,
  }
  return { ...facts, descriptions: () => recordsOf(folder) }
}

async function* recordsOf(folder: string) {
  for await (const { text, row } of linesOfSet(folder, ownFiles.parts))
    yield readPartRecord(text, ownFiles.parts, row)
}
