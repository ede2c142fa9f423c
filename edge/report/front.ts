import type { LineReport } from '../contract/report.ts'
import { dash, moment } from './format.ts'
import type { ReportInput } from './input.ts'
import { html, type Markup } from './markup.ts'
import { titleOf } from './section.ts'
import { facts, number, table, word } from './table.ts'
import type { Voice } from './voice.ts'

/** Title, and what tells this report from any other. */
export function front(input: ReportInput, { words, nameOf }: Voice): Markup {
  const { lines, provenance, contentSha256 } = input
  const kinds = [...new Set(lines.map(({ report }) => kindOf(report)))]
  return html`<header>
<p class="brand">Jidoka <span lang="ja">自働化</span></p>
<h1>${words.title}</h1>
<p class="subtitle">${words.subtitle}</p>
<p class="stamp">${[
    kinds.map((kind) => words[kind]).join(words.listComma),
    [...new Set(lines.map(({ report }) => nameOf(report.line)))].join(words.listComma),
    moment(provenance.madeAt),
    contentSha256.slice(0, 12),
  ].map((item) => html`<span>${item}</span>`)}</p>
</header>`
}

const kindOf = ({ isSimulated }: LineReport) => (isSimulated ? 'simulated' : 'notSimulated')

/** The claim with its source, and what the evidence of this report is about. */
export function claimSection({ claim, lines }: ReportInput, voice: Voice): Markup {
  const { words, language } = voice
  const { title, publisher, year, note } = claim.source
  const about = [
    ...(lines.some(({ report }) => report.isSimulated) ? [words.evidence.simulated] : []),
    ...lines.flatMap(({ report }) =>
      report.isSimulated ? [] : [words.evidence.dataset(report.dataset ?? report.line)],
    ),
  ]
  return html`<section class="whole"><h2>${words.claim.heading}</h2>
<blockquote>${claim.text[language]}</blockquote>
${facts([
  [
    words.claim.source,
    html`<span lang="zh-Hans">${title}</span> <span lang="zh-Hans">${publisher}</span>${words.comma}${String(year)}`,
  ],
  [words.claim.basis, `${note[language]}${words.space}${words.claim.consequence}`],
  [words.claim.reading, claim.reading[language]],
  [words.evidence.heading, about.map((sentence) => html`<p>${sentence}</p>`)],
])}</section>
`
}

/** All lines in one table; nothing to sum up for one. */
export function summarySection({ lines, verdict }: ReportInput, voice: Voice): Markup {
  const { words, format } = voice
  const { heading, note, ...head } = words.summary
  const bounded = (rate: number | null, upper: number, limit: number) =>
    `${format.share(rate)} (≤ ${format.share(upper, limit)})`
  const rows = lines.map(({ report }, index) => ({
    cells: [
      html`<a href="#line-${index + 1}">${titleOf(report, voice)}</a>`,
      format.whole(report.parts),
      `${format.accuracy(report.accuracy.value, report.accuracy.claim)} (≥ ${format.accuracy(report.accuracy.lower95, report.accuracy.claim)})`,
      bounded(report.escape.rate, report.escape.upper95, report.escape.limit),
      bounded(report.falseReject.rate, report.falseReject.upper95, report.falseReject.limit),
      format.share(report.notDecidable.rate),
      words.verdict[report.verdict],
    ],
  }))
  const parts = lines.reduce((sum, { report }) => sum + report.parts, 0)
  const all = [head.all, format.whole(parts), dash, dash, dash, dash, words.verdict[verdict]]
  return html`<section class="whole"><h2>${heading}</h2>
${table({
  caption: heading,
  isCaptionHidden: true,
  columns: [
    word(head.line),
    ...[head.parts, head.accuracy, head.escapes, head.falseRejects, head.undecided].map(number),
    word(head.verdict),
  ],
  rows: [...rows, { cells: all, isStrong: true }],
})}<p class="note">${note}</p></section>
`
}
