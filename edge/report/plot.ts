import { type Content, html, type Markup } from './markup.ts'
import { type Axis, position } from './scale.ts'

export interface Point {
  readonly x: number
  readonly y: number
}

/** What a plot can hold. Tones are told apart by dashes too, so that a black print reads the same. */
export type Series =
  | { readonly kind: 'line'; readonly tone: Tone; readonly points: readonly Point[] }
  | { readonly kind: 'band'; readonly lower: readonly Point[]; readonly upper: readonly Point[] }
  | { readonly kind: 'dots'; readonly points: readonly (Point & { readonly weight: number })[] }
  | { readonly kind: 'cross'; readonly at: Point; readonly label: string }
  | { readonly kind: 'upright'; readonly tone: Tone; readonly x: number; readonly label: string }
  | { readonly kind: 'level'; readonly tone: Tone; readonly y: number; readonly label: string }

/** `main` is drawn through, `bound` dashed, `limit` dotted in the colour of limits. */
export type Tone = 'main' | 'bound' | 'limit'

export interface Plot {
  /** Unique in the document: the names of title and description are made from it. */
  readonly id: string
  readonly title: string
  /** What there is to see, for a person who cannot see it. */
  readonly description: string
  readonly x: Axis
  readonly y: Axis
  readonly series: readonly Series[]
}

const width = 340
const height = 226
const inner = { left: 50, top: 10, width: 278, height: 172 }

const left = (axis: Axis, value: number) => rounded(inner.width * position(axis, value))
const top = (axis: Axis, value: number) => rounded(inner.height * (1 - position(axis, value)))
const rounded = (value: number) => Number(value.toFixed(1))

/** A plot as SVG, without any script or library. What lies outside its axes is cut off. */
export function plot({ id, title, description, x, y, series }: Plot): Markup {
  return html`<svg class="plot" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="${id}-t ${id}-d">
<title id="${id}-t">${title}</title><desc id="${id}-d">${description}</desc>
${axes(x, y)}
<svg x="${inner.left}" y="${inner.top}" width="${inner.width}" height="${inner.height}">${series.map((one) => drawn(one, x, y))}</svg>
</svg>`
}

function axes(x: Axis, y: Axis): Markup {
  const bottom = inner.top + inner.height
  const right = inner.left + inner.width
  return html`${x.ticks.map(({ at, label }) => {
    const place = inner.left + left(x, at)
    return html`<path class="grid" d="M${place} ${inner.top}V${bottom}"/><text x="${place}" y="${bottom + 15}" text-anchor="middle">${label}</text>`
  })}${y.ticks.map(({ at, label }) => {
    const place = inner.top + top(y, at)
    return html`<path class="grid" d="M${inner.left} ${place}H${right}"/><text x="${inner.left - 6}" y="${place + 4}" text-anchor="end">${label}</text>`
  })}<path class="frame" d="M${inner.left} ${inner.top}V${bottom}H${right}"/>
<text class="axis" x="${inner.left + inner.width / 2}" y="${height - 6}" text-anchor="middle">${x.label}</text>
<text class="axis" transform="translate(11 ${inner.top + inner.height / 2}) rotate(-90)" text-anchor="middle">${y.label}</text>`
}

function drawn(series: Series, x: Axis, y: Axis): Content {
  const place = (point: Point) => `${left(x, point.x)} ${top(y, point.y)}`
  switch (series.kind) {
    case 'line':
      return (
        series.points.length > 1 &&
        html`<path class="${series.tone}" d="M${series.points.map(place).join('L')}"/>`
      )
    case 'band': {
      const around = [...series.upper, ...series.lower.toReversed()]
      return around.length > 3 && html`<path class="band" d="M${around.map(place).join('L')}Z"/>`
    }
    case 'dots':
      return dots(series.points, x, y)
    case 'cross':
      return cross(left(x, series.at.x), top(y, series.at.y), series.label)
    case 'upright':
      return upright(left(x, series.x), series.tone, series.label)
    case 'level':
      return level(top(y, series.y), series.tone, series.label)
  }
}

/** Area stands for weight: the eye compares areas. */
function dots(points: readonly (Point & { readonly weight: number })[], x: Axis, y: Axis): Content {
  const heaviest = Math.max(1, ...points.map(({ weight }) => weight))
  return points.map(
    (point) =>
      html`<circle class="dot" cx="${left(x, point.x)}" cy="${top(y, point.y)}" r="${rounded(2 + 3 * Math.sqrt(point.weight / heaviest))}"/>`,
  )
}

function upright(at: number, tone: Tone, label: string): Markup {
  const isRight = at > 0.6 * inner.width
  return html`<path class="${tone}" d="M${at} 0V${inner.height}"/><text class="note" x="${at + (isRight ? -4 : 4)}" y="${inner.height - 6}" text-anchor="${isRight ? 'end' : 'start'}">${label}</text>`
}

const level = (at: number, tone: Tone, label: string): Markup =>
  html`<path class="${tone}" d="M0 ${at}H${inner.width}"/><text class="note" x="4" y="${at < 14 ? at + 12 : at - 4}">${label}</text>`

/** Below and to the right, off a rising curve, as long as there is room. */
function cross(x: number, y: number, label: string): Markup {
  const isRight = x > 0.75 * inner.width
  const isLow = y > inner.height - 20
  return html`<path class="cross" d="M${x - 5} ${y}H${x + 5}M${x} ${y - 5}V${y + 5}"/><text class="note strong" x="${x + (isRight ? -8 : 8)}" y="${isLow ? y - 7 : y + 13}" text-anchor="${isRight ? 'end' : 'start'}">${label}</text>`
}
