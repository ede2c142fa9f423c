import type { PeerReport } from '../contract/bench-peer.ts'
import { peerLines, peerNote, peerTables } from './bench-peer.ts'
import {
  type BenchReports,
  benchCells,
  benchColumns,
  computerNames,
  joined,
  machineLines,
  modelLines,
  operatorCells,
  operatorColumns,
} from './bench-table.ts'
import { html, Markup } from './markup.ts'
import { screen } from './style.ts'
import { bar, facts, number, table, word } from './table.ts'

const policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"

const plain = (caption: string, columns: readonly string[], rows: readonly (readonly string[])[]): Markup =>
  table({
    caption,
    columns: columns.map((head, index) => (index === 0 ? word(head) : number(head))),
    rows: rows.map((cells) => ({ cells })),
  })

/** One self-contained page: no script, no address. */
export function benchHtml(reports: BenchReports, command: string, peers: PeerReport | null): string {
  const [report] = reports
  const models = report.models.map((model) => {
    const rows = report.results.filter((result) => result.model === model.model)
    return html`<h2>${model.model}</h2>${facts(modelLines(model, rows))}
${plain('Under load', benchColumns, rows.map(benchCells))}
${plain('Operators that take most of a frame, one thread', operatorColumns, model.operators.map(operatorCells))}`
  })
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,">
<title>Jidoka bench · ${report.models.map(({ model }) => model).join(', ')}</title><style>${new Markup(screen)}</style></head>
<body><p class="brand">Jidoka 自働化</p><h1>What these models do on this computer</h1>
<p class="subtitle">${report.isSimulated ? 'Frames of simulated parts' : 'Frames that were given'}</p>
<main><h2>This computer</h2>${facts(machineLines(report))}
<p class="note">Bare: nothing but session.run, as many loops as workers, interleaved with ours in the same run. Medians of five rounds; the ratio is what counts, since computers differ and are shared. <code>${command}</code></p>
${models}${reports.length > 1 && beside(reports)}${peers && besidePeers(peers)}</main></body></html>
`.text
}

const besidePeers = (peers: PeerReport): Markup =>
  html`<h2>Beside other programs</h2><p class="note">${peerNote}</p>${facts(peerLines(peers))}
${peerTables(peers).map(({ caption, columns, rows }) => plain(caption, columns, rows))}`

/** The same on several computers: a table, and bars of one scale for each row. */
function beside(reports: BenchReports): Markup {
  const rows = joined(reports)
  const most = Math.max(...rows.flatMap(({ rates }) => rates.map((rate) => rate ?? 0)))
  const names = computerNames(reports)
  return html`<h2>Frames a second on ${reports.length} computers</h2>${table({
    caption: 'Frames a second',
    columns: [word('what'), word('computer'), number('frames/s'), word('')],
    rows: rows.flatMap(({ what, rates }) =>
      rates.map((rate, index) => ({
        cells: [
          index === 0 ? what : '',
          names[index] ?? '',
          rate?.toFixed(1) ?? '–',
          bar(0, (rate ?? 0) / most),
        ],
      })),
    ),
  })}`
}
