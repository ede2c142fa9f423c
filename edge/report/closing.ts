import { moment } from './format.ts'
import type { ReportInput } from './input.ts'
import { type Content, html, type Markup } from './markup.ts'
import { facts } from './table.ts'
import type { Voice } from './voice.ts'

/** Everything that it takes to make these figures again, and to see that they were not changed. */
export function provenanceSection({ lines, provenance, contentSha256 }: ReportInput, voice: Voice): Markup {
  const { words, format, nameOf } = voice
  const head = words.provenance
  const { version, commit, command, madeAt, durationS, node, machine } = provenance
  const took = durationS === null ? '' : `${words.comma}${head.took(format.seconds(durationS))}`
  const models = lines.map(({ report }): [string, Content] => [
    lines.length > 1 ? `${head.modelHash} (${nameOf(report.line)})` : head.modelHash,
    html`${report.model} <code>${report.modelSha256 ?? head.noModel}</code>`,
  ])
  const seeds = [
    ...new Set(lines.map(({ report }) => (report.seed === null ? words.none : String(report.seed)))),
  ]
  return html`<section class="whole"><h2>${head.heading}</h2>${facts([
    [head.command, html`<code>${command}</code>`],
    [words.population.seed, html`<code>${seeds.join(words.listComma)}</code>`],
    ...models,
    [head.software, `Jidoka ${version}`],
    [head.commit, commit === null ? words.unknown : html`<code>${commit}</code>`],
    [head.machine, machine],
    [head.node, node],
    [head.madeAt, `${moment(madeAt)}${took}`],
    [head.contentHash, html`<code>${contentSha256}</code><p class="note">${head.contentNote}</p>`],
  ])}</section>
`
}

/** What people add by hand. */
export function signSection({ words }: Voice): Markup {
  const head = words.sign
  return html`<section class="whole sign"><h2>${head.heading}</h2>
<ul class="choices">${head.choices.map((choice) => html`<li><svg viewBox="0 0 12 12" aria-hidden="true"><rect x="1" y="1" width="10" height="10"/></svg> ${choice}</li>`)}</ul>
<p class="remarks">${head.remarks}</p><div class="rule"></div><div class="rule"></div>
<table><thead><tr>${[head.role, head.name, head.date, head.signature].map((text) => html`<th scope="col">${text}</th>`)}</tr></thead>
<tbody>${head.roles.map((role) => html`<tr><th scope="row">${role}</th><td></td><td></td><td></td></tr>`)}</tbody></table></section>
`
}
