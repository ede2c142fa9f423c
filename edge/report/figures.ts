import type { LineReport } from '../contract/report.ts'
import { dash } from './format.ts'
import { type Content, html, type Markup } from './markup.ts'
import { type Place, section } from './section.ts'
import { facts, number, table, word } from './table.ts'
import type { Voice } from './voice.ts'

/** The figures of the verdict in one table, then what else was measured on the same parts. */
export function figuresSection({ line: { report }, voice }: Place): Markup {
  const { words, format } = voice
  const head = words.figures
  const { calibrationError, explanation } = report
  return section(
    head.heading,
    html`${table({
      caption: head.heading,
      isCaptionHidden: true,
      columns: [
        word(words.figure),
        ...[head.count, head.n, head.value, head.bound, head.limit].map(number),
        word(head.verdict),
      ],
      rows: [
        accuracyRow(report, voice),
        strictRow(report, voice),
        ...limitRows(report, voice),
        undecidedRow(report, voice),
      ],
    })}<p class="note">${head.note}</p>${facts([
      [head.calibration, noted(format.decimal(calibrationError, 4), head.calibrationNote)],
      [head.pointing, noted(format.share(explanation.pointingGame), head.pointingNote)],
      [head.overlap, noted(format.decimal(explanation.aupro), head.overlapNote)],
    ])}`,
  )
}

const noted = (name: string, note: string): Markup => html`${name} <small>${note}</small>`

function accuracyRow(
  { accuracy: { errors, n, value, lower95, claim, verdict } }: LineReport,
  { words, format }: Voice,
) {
  return {
    isStrong: true,
    cells: [
      noted(words.figures.accuracy, words.figures.wrongOf),
      format.whole(errors),
      format.whole(n),
      format.accuracy(value, claim),
      `≥ ${format.accuracy(lower95, claim)}`,
      `≥ ${format.accuracy(claim)}`,
      words.verdict[verdict],
    ],
  }
}

function strictRow({ accuracy, notDecidable, strictAccuracy }: LineReport, { words, format }: Voice) {
  const wrong = format.whole(accuracy.errors + notDecidable.count)
  const of = format.whole(accuracy.n + notDecidable.count)
  return {
    cells: [
      noted(words.figures.strict, words.figures.strictNote),
      wrong,
      of,
      format.accuracy(strictAccuracy),
      dash,
      dash,
      dash,
    ],
  }
}

function limitRows({ escape: escapes, falseReject }: LineReport, { words, format }: Voice) {
  const { figures } = words
  return [
    { ...escapes, name: noted(figures.escapes, figures.escapesNote) },
    { ...falseReject, name: noted(figures.falseRejects, figures.falseRejectsNote) },
  ].map(({ name, count, n, rate, upper95, limit, verdict }) => ({
    isStrong: true,
    cells: [
      name,
      format.whole(count),
      format.whole(n),
      format.share(rate, limit),
      `≤ ${format.share(upper95, limit)}`,
      `≤ ${format.share(limit)}`,
      words.verdict[verdict],
    ],
  }))
}

function undecidedRow(
  { notDecidable: { count, n, rate, good, defective } }: LineReport,
  { words, format }: Voice,
) {
  const kinds = words.figures.undecidedNote(format.whole(good), format.whole(defective))
  return {
    cells: [
      noted(words.figures.undecided, kinds),
      format.whole(count),
      format.whole(n),
      format.share(rate),
      dash,
      dash,
      dash,
    ],
  }
}

const measures = ['imageAuroc', 'ap', 'f1max', 'pixelAuroc', 'aupro'] as const

/** How well the scores rank, where it was measured: data sets. */
export function rankingSection({ line: { report }, voice }: Place): Content {
  const { words, format } = voice
  const measured = measures.filter((measure) => report[measure] !== null)
  if (measured.length === 0) return null
  const head = words.figures
  return section(
    head.ranking,
    table({
      caption: head.ranking,
      isCaptionHidden: true,
      columns: [word(head.measure), number(head.value), number(head.interval)],
      rows: measured.map((measure) => {
        const interval = report.intervals95[measure]
        const between = interval ? interval.map((end) => format.decimal(end, 4)).join(' … ') : dash
        return { cells: [head.measures[measure], format.decimal(report[measure], 4), between] }
      }),
    }),
  )
}

/** One row a class of defect; why a size is missing stands under the table. */
export function classSection({ line: { report }, voice }: Place): Content {
  const { words, format, nameOf } = voice
  if (report.perClass.length === 0) return null
  const { heading, note, reason, ...head } = words.classes
  const reasons = report.perClass.flatMap((one) =>
    one.reason === null ? [] : [{ ...one, reason: one.reason }],
  )
  return section(
    heading,
    html`${table({
      caption: heading,
      isCaptionHidden: true,
      columns: [
        word(head.class),
        ...[
          head.limit,
          words.figures.n,
          words.figures.escapes,
          head.upper,
          head.undecided,
          'a90/95',
          'a NotOK 90/95',
        ].map(number),
      ],
      rows: report.perClass.map((one) => ({
        cells: [
          nameOf(one.class),
          format.mm(one.limitMm),
          format.whole(one.n),
          format.whole(one.escapes),
          `≤ ${format.share(one.upper95, report.escape.limit)}`,
          format.whole(one.undecided),
          format.mm(one.a90_95),
          format.mm(one.aNotOk90_95),
        ],
      })),
    })}<p class="note">${note}</p>${
      reasons.length > 0 &&
      html`<ul class="note">${reasons.map((one) => html`<li>${nameOf(one.class)}${words.colon}${reason(shortNumbers(one.reason))}</li>`)}</ul>`
    }`,
  )
}

/** The core gives sizes to the last digit. */
const shortNumbers = (text: string): string =>
  text.replace(/\d+\.\d{3,}/g, (digits) => String(Number(Number(digits).toPrecision(3))))
