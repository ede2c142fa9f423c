import type { PeerReport } from '../contract/bench-peer.ts'
import { computerNames, joined } from './bench-beside.ts'
import { peerLines, peerNote, peerTables } from './bench-peer.ts'
import {
  type BenchReports,
  benchCells,
  halfLoadCells,
  machineLines,
  modelLines,
  operatorCells,
} from './bench-table.ts'
import type { Language } from './format.ts'
import { html, Markup } from './markup.ts'
import { screen } from './style.ts'
import { bar, facts, number, table, word } from './table.ts'
import { type Voice, voiceOf } from './voice.ts'

const policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"

const plain = (
  { caption, columns }: { readonly caption: string; readonly columns: readonly string[] },
  rows: readonly (readonly string[])[],
): Markup =>
  table({
    caption,
    columns: columns.map((head, index) => (index === 0 ? word(head) : number(head))),
    rows: rows.map((cells) => ({ cells })),
  })

/** One self-contained page: no script, no address. */
export function benchHtml(
  reports: BenchReports,
  { command, language }: { readonly command: string; readonly language: Language },
  peers: PeerReport | null,
): string {
  const [report] = reports
  const voice = voiceOf(language)
  const { bench: words } = voice.words
  const models = report.models.map((model) => {
    const rows = report.results.filter((result) => result.model === model.model)
    const half = halfLoadCells(rows, voice)
    return html`<h2>${model.model}</h2>${facts(modelLines(model, rows, voice))}
${plain(
  words.load,
  rows.map((row) => benchCells(row, voice)),
)}
${half.length > 0 && html`${plain(words.half, half)}<p class="note">${words.half.text}</p>`}
${plain(words.operators, model.operators.map(operatorCells))}`
  })
  return html`<!doctype html>
<html lang="${language === 'zh' ? 'zh-Hans' : 'en'}"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,">
<title>Jidoka bench · ${report.models.map(({ model }) => model).join(', ')}</title><style>${new Markup(screen)}</style></head>
<body><p class="brand">Jidoka 自働化</p><h1>${words.title}</h1>
<p class="subtitle">${report.isSimulated ? words.simulated : words.given}</p>
<main><h2>${words.computer}</h2>${facts(machineLines(report, voice))}
<p class="note">${words.bare} <code>${command}</code></p>
${models}${reports.length > 1 && beside(reports, voice)}${peers && besidePeers(peers)}</main></body></html>
`.text
}

const besidePeers = (peers: PeerReport): Markup =>
  html`<h2>Beside other programs</h2><p class="note">${peerNote}</p>${facts(peerLines(peers))}
${peerTables(peers).map(({ caption, columns, rows }) => plain({ caption, columns }, rows))}`

/** The same on several computers: a table, and bars of one scale for each row. */
function beside(reports: BenchReports, voice: Voice): Markup {
  const { beside: words } = voice.words.bench
  const rows = joined(reports, voice)
  const most = Math.max(...rows.flatMap(({ rates }) => rates.map((rate) => rate ?? 0)))
  const names = computerNames(reports, voice)
  const [what = '', computer = '', rate = ''] = words.columns
  return html`<h2>${words.heading(String(reports.length))}</h2>${table({
    caption: words.heading(String(reports.length)),
    isCaptionHidden: true,
    columns: [word(what), word(computer), number(rate), word('')],
    rows: rows.flatMap((row) =>
      row.rates.map((found, index) => ({
        cells: [
          index === 0 ? row.what : '',
          names[index] ?? '',
          found?.toFixed(1) ?? '–',
          bar(0, (found ?? 0) / most),
        ],
      })),
    ),
  })}`
}
