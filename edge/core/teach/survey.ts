import { medianOf } from '../quality/quantile.ts'
import { featureNames } from '../vision/monitor.ts'
import { nearDuplicates } from './near-duplicate.ts'

/** One image as the check of the data sees it. */
export interface Surveyed {
  readonly file: string
  readonly width: number
  readonly height: number
  /** Of its pixels: the same for the same picture. */
  readonly hash: string
  /** As the input monitor computes them. */
  readonly features: ArrayLike<number>
  readonly thumbnail: Float32Array
}

export interface Survey {
  /** Indexes of the images to learn from: each picture once, and none without any contrast. */
  readonly kept: readonly number[]
  readonly warnings: readonly string[]
}

const feature = (name: string) => featureNames.indexOf(name)
const brightness = feature('brightness')
const contrast = feature('contrast')
const sharpness = feature('roughness across 1 px')

/** Robust deviations from which an image is named. */
const odd = 5
/** Grey levels of brightness, and logarithms of the rest, that any line may vary by. */
const floors = { levels: 3, log: 0.06 }
/** ln(0.05 + deviation) of a picture in which nothing can be seen: under half a grey level. */
const blank = Math.log(0.55)

/** What is wrong with the images, in sentences, the gravest first, and which of them can be learnt from. */
export function survey(images: readonly Surveyed[]): Survey {
  const first = new Map<string, number>()
  images.forEach(({ hash }, index) => {
    if (!first.has(hash)) first.set(hash, index)
  })
  const distinct = [...first.values()]
  const kept = distinct.filter((index) => (images[index]?.features[contrast] ?? 0) > blank)
  const doubles = images.length - distinct.length
  const rows = kept.flatMap((index) => images[index] ?? [])
  const warnings = [
    doubles > 0
      ? `${doubles} of ${images.length} images are there already, pixel by pixel: each counts once.`
      : '',
    distinct.length > kept.length
      ? `${distinct.length - kept.length} images show nothing (one even grey): left out.`
      : '',
    nearlyTwice(rows),
    oddSizes(rows),
    outliers(rows, brightness, floors.levels, 'brighter or darker than the rest'),
    outliers(rows, sharpness, floors.log, 'sharper or more blurred than the rest'),
    drift(rows),
  ]
  return { kept, warnings: warnings.filter((warning) => warning !== '') }
}

function nearlyTwice(rows: readonly Surveyed[]): string {
  const files = nearDuplicates(rows.map((row) => row.thumbnail)).map((index) => rows[index]?.file ?? '')
  if (files.length === 0) return ''
  return `${files.length} of the images show nearly what another shows: ${listed(files)}. If they are one part taken twice, what is promised of good parts is too good: keep one.`
}

/** Sides that differ by more than this share are of another picture, not of another cut. */
const mostStretch = 0.1

function oddSizes(rows: readonly Surveyed[]): string {
  const [width, height] = [medianOf(rows.map((row) => row.width)), medianOf(rows.map((row) => row.height))]
  const others = rows.filter(
    (row) => Math.abs(row.width / width - 1) > mostStretch || Math.abs(row.height / height - 1) > mostStretch,
  )
  if (others.length === 0) return ''
  return `${others.length} of the images are far from ${width} × ${height} pixels, and are stretched: ${listed(others.map(({ file }) => file))}.`
}

/** Both kinds hold at least this share of the images, and the gap between them is so many deviations inside them. */
const kind = { share: 0.1, gap: 6 }

/** What tells products apart; the others jump where a few pixels cross a border. */
const telling = featureNames.flatMap((name, index) =>
  /^(brightness|contrast|roughness|texture)/.test(name) ? [index] : [],
)

/** Two of the files that stand for two kinds of pictures, or null: where a feature has a gap with many on both sides. */
export function twoKinds(images: readonly Surveyed[]): readonly [string, string] | null {
  const least = Math.max(2, Math.ceil(kind.share * images.length))
  for (const index of telling) {
    const rows = images
      .map(({ file, features }) => ({ file, value: features[index] ?? 0 }))
      .sort((a, b) => a.value - b.value)
    for (let at = least; at <= rows.length - least; at++) {
      const [low, high] = [rows.slice(0, at), rows.slice(at)]
      const gap = (high[0]?.value ?? 0) - (low.at(-1)?.value ?? 0)
      const floor = index === brightness ? floors.levels : floors.log
      if (gap > kind.gap * Math.max(deviationOf(low), deviationOf(high), floor))
        return [low[0]?.file ?? '', high.at(-1)?.file ?? '']
    }
  }
  return null
}

function deviationOf(rows: readonly { readonly value: number }[]): number {
  const mean = rows.reduce((sum, { value }) => sum + value, 0) / rows.length
  return Math.sqrt(rows.reduce((sum, { value }) => sum + (value - mean) ** 2, 0) / rows.length)
}

function outliers(rows: readonly Surveyed[], index: number, floor: number, what: string): string {
  const values = rows.map(({ features }) => features[index] ?? 0)
  const middle = medianOf(values)
  const spread = Math.max(1.4826 * medianOf(values.map((value) => Math.abs(value - middle))), floor)
  const far = rows
    .map(({ file }, row) => ({ file, off: Math.abs((values[row] ?? 0) - middle) / spread }))
    .filter(({ off }) => off > odd)
    .sort((a, b) => b.off - a.off)
  if (far.length === 0) return ''
  return `${far.length} of the images: much ${what}: ${listed(far.map(({ file }) => file))}.`
}

/** Exposure that moves with the order of the files: the median of the last third against that of the first. */
function drift(rows: readonly Surveyed[]): string {
  const third = Math.floor(rows.length / 3)
  if (third < 5) return ''
  const levels = rows.map(({ features }) => features[brightness] ?? 0)
  const [early, late] = [levels.slice(0, third), levels.slice(-third)]
  const spreadOf = (values: readonly number[]) =>
    1.4826 * medianOf(values.map((value) => Math.abs(value - medianOf(values))))
  const moved = medianOf(late) - medianOf(early)
  if (Math.abs(moved) < 3 * Math.max(spreadOf(early), spreadOf(late), floors.levels / 2)) return ''
  return `The exposure drifts by ${Math.round(moved)} grey levels from the first files to the last: check the lamp.`
}

const listed = (files: readonly string[]): string =>
  files.length <= 5 ? files.join(', ') : `${files.slice(0, 5).join(', ')} and ${files.length - 5} more`
