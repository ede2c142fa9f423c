import { confusionSection, dialSection } from './behaviour.ts'
import { provenanceSection, signSection } from './closing.ts'
import { curveSection } from './curve.ts'
import { classSection, figuresSection, rankingSection } from './figures.ts'
import type { Language } from './format.ts'
import { claimSection, front, summarySection } from './front.ts'
import { agreementSection, speedSection, weakSection } from './hardness.ts'
import type { LineInput, ReportInput } from './input.ts'
import { html, Markup } from './markup.ts'
import { missSection } from './misses.ts'
import { labourSection, shipsSection } from './money.ts'
import { planSection, populationSection } from './population.ts'
import { resultSection } from './result.ts'
import { type Place, pair, titleOf } from './section.ts'
import { styleOf } from './style.ts'
import { upkeepSection } from './upkeep.ts'
import { type Voice, voiceOf } from './voice.ts'

/** Nothing but its own styles and the pictures in it: no script runs, no address is asked, no form is sent. */
const policy =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"

/** One self-contained HTML file: reads on a screen, prints to A4 pages that people sign. */
export function renderReport(report: ReportInput, language: Language): string {
  const voice = voiceOf(language)
  const { words } = voice
  const isOne = report.lines.length === 1
  return html`<!doctype html>
<html lang="${language === 'zh' ? 'zh-Hans' : 'en'}"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,">
<title>${words.title} · ${report.lines.map((line) => titleOf(line.report, voice)).join(words.listComma)} · ${words.verdict[report.verdict]}</title>
<style>${new Markup(styleOf(report, voice))}</style></head>
<body>${front(report, voice)}<main>
${claimSection(report, voice)}${!isOne && summarySection(report, voice)}
${report.lines.map((line, index) => lineSections(line, voice, `line-${index + 1}`, isOne))}
${provenanceSection(report, voice)}${signSection(voice)}
</main></body></html>
`.text
}

/** The story of one line, from the verdict to the parts that went wrong. */
function lineSections(line: LineInput, voice: Voice, id: string, isOne: boolean): Markup {
  const place: Place = { line, voice, id }
  const title = titleOf(line.report, voice)
  return html`<article id="${id}" class="${isOne ? '' : 'apart'}" aria-label="${title}"><h2>${title}</h2>
${resultSection(place)}${populationSection(place)}${planSection(place)}${figuresSection(place)}${classSection(place)}
${rankingSection(place)}${curveSection(place)}${dialSection(place)}${confusionSection(place)}${weakSection(place)}
${pair(agreementSection(place), speedSection(place))}${shipsSection(place)}${labourSection(place)}${upkeepSection(place)}${missSection(place)}
</article>
`
}
