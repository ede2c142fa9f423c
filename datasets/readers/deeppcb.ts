import { type DescribedMark, leadsOut, type PartDescription, plainMark, refuseSet } from './description.ts'

/** Every image of the set, and so every label, is this wide and high. */
const sidePx = 640

/** Types 1 to 6 of the label files, in the words of the `pcb` line. */
const classes = ['open', 'short', 'mouse-bite', 'spur', 'spurious-copper', 'pin-hole'] as const

/** What one row of a list names; paths relative to the set. */
export interface DeepPcbPair {
  /** The board as the camera took it, with its defects. */
  readonly board: string
  /** The same board after people mended it in the picture. */
  readonly template: string
  readonly labels: string
  /** File and row of the list. */
  readonly where: string
}

/**
 * Reads `test.txt` or `trainval.txt` of DeepPCB (arXiv:1902.06197): a row is an image and its label file, parted by
 * blanks, relative to the list. `1.jpg` stands for `1_test.jpg`, the board, and `1_temp.jpg`, its template.
 */
export function readDeepPcbList(text: string, file: string): DeepPcbPair[] {
  const above = file.slice(0, file.lastIndexOf('/') + 1)
  const seen = new Set<string>()
  return rowsOf(text, file).map(({ row, where }) => {
    const [image = '', labels, ...rest] = row.split(/[ \t]+/)
    if (labels === undefined || rest.length > 0)
      return refuseSet(where, `"${row.slice(0, 80)}" is not an image and its label file`)
    if ([image, labels].some(leadsOut)) refuseSet(where, 'a path leads out of the data set')
    if (seen.size === seen.add(image).size) refuseSet(where, `${image} was there already; a part counts once`)
    const named = (kind: string) => `${above}${image.replace(/(\.[^./]+)?$/, `_${kind}$1`)}`
    return { board: named('test'), template: named('temp'), labels: `${above}${labels}`, where }
  })
}

/** Reads a label file: a row is a defect, `x1 y1 x2 y2 type` in pixels, parted by blanks or commas. */
export function readDeepPcbLabels(text: string, file: string): DescribedMark[] {
  const marks = rowsOf(text, file).map(({ row, where }) => {
    const cells = row.split(/[\s,]+/)
    const [left = 0, top = 0, right = 0, bottom = 0, type = 0] = cells.map(Number)
    if (cells.length !== 5 || cells.some((cell) => !/^\d+$/.test(cell)))
      return refuseSet(where, `"${row.slice(0, 60)}" is not x1 y1 x2 y2 type in whole numbers`)
    const name = classes[type - 1]
    if (name === undefined) return refuseSet(where, `its type ${type} is none of 1 to ${classes.length}`)
    if (left >= right || top >= bottom || right > sidePx || bottom > sidePx)
      refuseSet(where, `its box does not lie in the image of ${sidePx} × ${sidePx} pixels`)
    return { ...plainMark(name), box: { x: left, y: top, width: right - left, height: bottom - top } }
  })
  return marks.length > 0 ? marks : refuseSet(file, 'it names no defect, and every board of the set has some')
}

/** Two parts: the board, defective, and its template, the only picture of a good board that the set has. */
export function describeDeepPcb(
  { board, template, where }: DeepPcbPair,
  marks: readonly DescribedMark[],
): PartDescription[] {
  const shared = { where, size: { width: sidePx, height: sidePx }, unit: 'pixel', mask: null } as const
  return [
    { ...shared, part: board, image: board, isDefective: true, marks },
    { ...shared, part: template, image: template, isDefective: false, marks: [] },
  ]
}

const rowsOf = (text: string, file: string) =>
  text.split(/\r?\n/).flatMap((line, index) => {
    const row = line.trim()
    return row === '' ? [] : [{ row, where: `${file}, row ${index + 1}` }]
  })
