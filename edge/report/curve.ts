import { type Content, html, type Markup } from './markup.ts'
import { type Point, plot, type Series } from './plot.ts'
import { linearAxis, logAxis, roundUp } from './scale.ts'
import { type Place, section } from './section.ts'

/** Every curve that there are points for. */
export function curveSection(place: Place): Content {
  const figures = [
    ...detections(place),
    rocFigure(place),
    riskFigure(place),
    reliabilityFigure(place),
  ].filter((one) => one !== null)
  return (
    figures.length > 0 &&
    section(place.voice.words.curves.heading, html`<div class="figures">${figures}</div>`, false)
  )
}

const figure = (title: string, drawing: Markup, text: string): Markup =>
  html`<figure class="whole"><p class="figure-title">${title}</p>${drawing}<figcaption>${text}</figcaption></figure>`

type Detection = Place['line']['curves']['detection'][number]

const detections = (place: Place): (Markup | null)[] =>
  place.line.curves.detection.map((one, index) => detectionFigure(place, one, index))

/** Probability of detection over size: fit, lower bound, and what was found at each size. */
function detectionFigure(
  { line: { report }, voice, id }: Place,
  one: Detection,
  index: number,
): Markup | null {
  const { words, format, nameOf } = voice
  const { curves } = words
  const sizes = [...one.points, ...one.bins].map(({ sizeMm }) => sizeMm).filter((size) => size > 0)
  if (sizes.length === 0) return null
  const [least, most] = [
    Math.min(...sizes, one.limitMm ?? Number.POSITIVE_INFINITY),
    Math.max(...sizes, one.limitMm ?? 0),
  ]
  const name = nameOf(one.class)
  const a90 = report.perClass.find((judged) => judged.class === one.class)?.a90_95 ?? null
  const share = (value: number) => format.share(value)
  const title = curves.detection(name)
  const text = one.points.length > 0 ? curves.detectionText : curves.noCurve
  const drawing = plot({
    id: `${id}-pod-${index}`,
    title,
    description: `${text} a90/95${words.colon}${format.mm(a90)}. ${words.classes.limit}${words.colon}${format.mm(one.limitMm)}.`,
    x: logAxis(curves.size, least / 1.1, most * 1.1, (value) => format.decimal(value)),
    y: linearAxis(curves.found, 0, 1.04, share),
    series: [
      ...detectionSeries(one),
      ...(one.limitMm === null
        ? []
        : [{ kind: 'upright' as const, tone: 'limit' as const, x: one.limitMm, label: curves.limit }]),
      ...(a90 === null ? [] : [{ kind: 'cross' as const, at: { x: a90, y: 0.9 }, label: 'a90/95' }]),
    ],
  })
  return figure(title, drawing, text)
}

function detectionSeries({ points, bins }: Detection): Series[] {
  const fit = points.map(({ sizeMm, pod }) => ({ x: sizeMm, y: pod }))
  const bound = points.flatMap(({ sizeMm, lower95 }) => (lower95 === null ? [] : [{ x: sizeMm, y: lower95 }]))
  const found = bins
    .filter(({ n }) => n > 0)
    .map(({ sizeMm, n, hits }) => ({ x: sizeMm, y: hits / n, weight: n }))
  return [
    { kind: 'band', lower: bound, upper: bound.length === fit.length ? fit : [] },
    { kind: 'dots', points: found },
    { kind: 'line', tone: 'bound', points: bound },
    { kind: 'line', tone: 'main', points: fit },
  ]
}

/** False rejects on a log axis: what matters lies under one per cent. */
function rocFigure({ line: { report, curves }, voice, id }: Place): Markup | null {
  if (curves.roc.length < 2) return null
  const { words, format } = voice
  const title = words.curves.roc
  const least = 1e-4
  const points = curves.roc.map(({ falseRejectRate, hitRate }) => ({
    x: Math.max(falseRejectRate, least / 2),
    y: hitRate,
  }))
  const lowest = Math.min(1 - report.escape.limit, ...points.filter(({ x }) => x >= least).map(({ y }) => y))
  const from = [0.95, 0.9, 0.8, 0.5].find((floor) => floor < lowest) ?? 0
  const drawing = plot({
    id: `${id}-roc`,
    title,
    description: words.curves.rocText,
    x: logAxis(words.curves.falseRejectRate, least, 1, (value) => format.share(value)),
    y: linearAxis(words.curves.hitRate, from, 1 + (1 - from) * 0.04, (value) => format.share(value)),
    series: [
      { kind: 'upright', tone: 'limit', x: report.falseReject.limit, label: words.curves.allowed },
      { kind: 'level', tone: 'limit', y: 1 - report.escape.limit, label: words.curves.allowed },
      { kind: 'line', tone: 'main', points },
    ],
  })
  return figure(title, drawing, words.curves.rocText)
}

function riskFigure({ line: { report, curves }, voice, id }: Place): Markup | null {
  if (curves.riskCoverage.length < 2) return null
  const { words, format } = voice
  const { accuracy, notDecidable } = report
  const title = words.curves.risk
  const limit = 1 - accuracy.claim
  const points = curves.riskCoverage.map(({ coverage, risk }) => ({ x: coverage, y: risk }))
  const at = accuracy.value === null ? null : { x: 1 - (notDecidable.rate ?? 0), y: 1 - accuracy.value }
  const most = roundUp(1.25 * Math.max(limit, at?.y ?? 0, ...points.map(({ y }) => y)))
  const drawing = plot({
    id: `${id}-risk`,
    title,
    description: words.curves.riskText,
    x: linearAxis(words.curves.coverage, 0, 1, (value) => format.share(value)),
    y: linearAxis(words.curves.errorShare, 0, most, (value) => format.share(value)),
    series: [
      { kind: 'level', tone: 'limit', y: limit, label: words.curves.claimed },
      { kind: 'line', tone: 'main', points },
      ...(at ? [{ kind: 'cross' as const, at, label: words.curves.inUse }] : []),
    ],
  })
  return figure(title, drawing, words.curves.riskText)
}

function reliabilityFigure({ line: { report, curves }, voice, id }: Place): Markup | null {
  const bins = curves.reliability.filter(({ n }) => n > 0)
  if (bins.length === 0) return null
  const { words, format } = voice
  const title = words.curves.reliability
  const text = words.curves.reliabilityText(format.decimal(report.calibrationError, 4))
  const isUpperHalf = bins.every(({ confidence, rightShare }) => confidence >= 0.5 && rightShare >= 0.5)
  const from = isUpperHalf ? 0.5 : 0
  const honest: Point[] = [
    { x: from, y: from },
    { x: 1, y: 1 },
  ]
  const share = (value: number) => format.share(value)
  const drawing = plot({
    id: `${id}-reliability`,
    title,
    description: text,
    x: linearAxis(words.curves.confidence, from, 1.02, share),
    y: linearAxis(words.curves.right, from, 1.02, share),
    series: [
      { kind: 'line', tone: 'bound', points: honest },
      {
        kind: 'dots',
        points: bins.map(({ confidence, rightShare, n }) => ({ x: confidence, y: rightShare, weight: n })),
      },
    ],
  })
  return figure(title, drawing, text)
}
