import { Evaluation } from '../contract/inspection.ts'
import type { DialStep } from '../contract/report.ts'
import { type Content, html, type Markup } from './markup.ts'
import { type Place, pair, section } from './section.ts'
import { bar, number, table, word } from './table.ts'

const mostSteps = 9

/** A few steps of the dial, evenly over it, the first, the last and the one in use among them. */
export function shownSteps(dial: readonly DialStep[], chosen: number): number[] {
  const last = dial.length - 1
  const even = Array.from({ length: mostSteps }, (_, index) => Math.round((index * last) / (mostSteps - 1)))
  return [...new Set([...even, chosen])].filter((index) => index >= 0 && index <= last).sort((a, b) => a - b)
}

export function dialSection({ line: { curves }, voice }: Place): Content {
  const { words, format } = voice
  if (curves.dial.length === 0) return null
  const head = words.dial
  const rows = shownSteps(curves.dial, curves.chosenStep).flatMap((index) => {
    const step = curves.dial[index]
    if (!step) return []
    const isStrong = index === curves.chosenStep
    const mark = isStrong && html` <small>${head.inUse}</small>`
    const cells = [
      html`${format.decimal(step.acceptBelow)}${mark}`,
      format.decimal(step.rejectAtLeast),
      ...[step.escapeRate, step.falseRejectRate, step.reviewRate].map((share) => format.share(share)),
      ...[step.hoursReduction, step.costReduction].map((share) => format.saving(share)),
    ]
    return [{ isStrong, cells }]
  })
  const heads = [
    head.reject,
    words.figures.escapes,
    words.figures.falseRejects,
    head.review,
    head.hours,
    head.money,
  ]
  return section(
    head.heading,
    html`<p>${head.text}</p>${table({ caption: head.heading, isCaptionHidden: true, columns: [number(head.accept), ...heads.map(number)], rows })}`,
  )
}

/** Truth against verdict, and what parts were refused for. */
export const confusionSection = (place: Place): Markup => pair(confusion(place), pareto(place))

function confusion({ line: { report }, voice }: Place): Markup {
  const { words, format, nameOf } = voice
  const rows = report.confusion.map((row) => {
    const counts = Evaluation.options.map((evaluation) => row[evaluation])
    return {
      cells: [
        nameOf(row.class),
        ...[...counts, counts.reduce((sum, count) => sum + count, 0)].map((count) => format.whole(count)),
      ],
    }
  })
  const heads = [...Evaluation.options.map((evaluation) => words.evaluation[evaluation]), words.confusion.sum]
  return section(
    words.confusion.heading,
    table({
      caption: words.confusion.heading,
      isCaptionHidden: true,
      columns: [word(words.confusion.truth), ...heads.map(number)],
      rows,
    }),
  )
}

function pareto({ line: { curves }, voice }: Place): Markup {
  const { words, format, nameOf } = voice
  const head = words.pareto
  const sorted = curves.pareto.filter(({ count }) => count > 0).toSorted((a, b) => b.count - a.count)
  if (sorted.length === 0) return section(head.heading, html`<p>${head.empty}</p>`)
  const total = sorted.reduce((sum, { count }) => sum + count, 0)
  let before = 0
  const rows = sorted.map(({ class: name, count }) => {
    const from = before / total
    before += count
    const shares = [count / total, before / total].map((share) => format.share(Number(share.toFixed(3))))
    return { cells: [nameOf(name), format.whole(count), ...shares, bar(from, before / total)] }
  })
  return section(
    head.heading,
    table({
      caption: head.heading,
      isCaptionHidden: true,
      columns: [
        word(words.classes.class),
        number(head.count),
        number(head.share),
        number(head.sum),
        word(head.bar),
      ],
      rows,
    }),
  )
}
