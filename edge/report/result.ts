import type { LineReport } from '../contract/report.ts'
import { html, type Markup } from './markup.ts'
import type { Place } from './section.ts'
import { sentenceIn } from './sentence.ts'
import type { Voice } from './voice.ts'

/** The verdict, large, with the one sentence that says why, and the three verdicts that it joins. */
export function resultSection({ line: { report }, voice }: Place): Markup {
  const { words, format } = voice
  const { partsToSettle, verdict, sequential } = report
  const isOpen = verdict === 'not-demonstrated' && partsToSettle > 0 && sequential === null
  return html`<section class="result whole ${verdict}"><h3>${words.result.heading}</h3>
<p class="verdict">${words.verdict[verdict]}</p>
<p class="meaning">${words.verdictMeans[verdict]}</p>
<p class="sentence">${sentenceIn(report, voice)}${isOpen && html`${words.space}${words.result.more(format.whole(partsToSettle))}`}</p>
<ul class="trio">${endsOf(report, voice).map(({ name, said, tone }) => html`<li><span>${name}</span> <strong class="${tone}">${said}</strong></li>`)}</ul></section>
`
}

/** What became of accuracy, escapes and false rejects, each by itself; a sequential test has its own end. */
function endsOf({ accuracy, escape: escapes, falseReject, sequential }: LineReport, { words }: Voice) {
  const { asWorded, escapes: escapesName, falseRejects, ends } = words.result
  return [
    { name: asWorded, verdict: accuracy.verdict, end: sequential?.accuracy },
    { name: escapesName, verdict: escapes.verdict, end: sequential?.escape },
    { name: falseRejects, verdict: falseReject.verdict, end: sequential?.falseReject },
  ].map(({ name, verdict, end }) => ({
    name,
    said: end ? ends[end] : words.verdict[verdict],
    tone: end === 'rejected' ? 'refuted' : end ? '' : verdict,
  }))
}
