import { PartRecord } from '../../edge/contract/data-set.ts'
import { leadsOut, type PartDescription, refuseSet } from './description.ts'
import { readJson } from './json.ts'

/** One line of the `parts.ndjson` that `jidoka generate` writes: the truth as it was, to the last digit. */
export function readPartRecord(text: string, file: string, row: number): PartDescription {
  const result = PartRecord.safeParse(readJson(text, file, row))
  const where = `${file}, row ${row}`
  if (!result.success) {
    const [issue] = result.error.issues
    return refuseSet(where, `${(issue?.path ?? []).join(', ') || 'it'}: ${issue?.message}`)
  }
  const { part, image, plane, isDefective, marks } = result.data
  if (image === null || plane === null)
    return refuseSet(where, 'it names no image; the raw format is for training')
  if ([image, plane].some(leadsOut)) refuseSet(where, 'a path leads out of the data set')
  return {
    part,
    image,
    where,
    isDefective,
    size: null,
    unit: 'pixel',
    marks: marks.map((mark) => ({ ...mark, outline: null })),
    mask: { file: plane, kind: 'plane' },
  }
}
