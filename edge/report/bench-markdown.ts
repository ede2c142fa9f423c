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

const row = (cells: readonly string[]): string =>
  `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`

const table = (columns: readonly string[], rows: readonly (readonly string[])[]): string =>
  [row(columns), row(columns.map((_, index) => (index === 0 ? '---' : '---:'))), ...rows.map(row)].join('\n')

const list = (lines: readonly (readonly [string, string])[]): string =>
  lines.map(([name, value]) => `- ${name}: ${value}`).join('\n')

/** Other programs beside ours, a section. */
export const peerMarkdown = (report: PeerReport): string => `## Beside other programs

${peerNote}

${list(peerLines(report))}

${peerTables(report)
  .map(({ columns, rows }) => table(columns, rows))
  .join('\n\n')}
`

/** A page of Markdown; the same figures as in JSON. */
export function benchMarkdown(reports: BenchReports, command: string, peers: PeerReport | null): string {
  const [report] = reports
  const models = report.models.map((model) => {
    const rows = report.results.filter((result) => result.model === model.model)
    return `## ${model.model}

${list(modelLines(model, rows))}

${table(benchColumns, rows.map(benchCells))}

${table(operatorColumns, model.operators.map(operatorCells))}
`
  })
  const others =
    reports.length > 1
      ? `## Frames a second on ${reports.length} computers\n\n${table(
          ['', ...computerNames(reports)],
          joined(reports).map(({ what, rates }) => [what, ...rates.map((rate) => rate?.toFixed(1) ?? '–')]),
        )}\n`
      : ''
  return `# What these models do on this computer

Made by \`${command}\`. Bare: nothing but \`session.run\`, as many loops as workers, interleaved with ours in the same run; the ratio is what counts, since computers differ and are shared. Medians of five rounds.${report.isSimulated ? ' The frames are of simulated parts.' : ''}

${list(machineLines(report))}

${models.join('\n')}${others && `\n${others}`}${peers ? `\n${peerMarkdown(peers)}` : ''}`
}
