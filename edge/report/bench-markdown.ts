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
import { voiceOf } from './voice.ts'

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
export function benchMarkdown(
  reports: BenchReports,
  { command, language }: { readonly command: string; readonly language: Language },
  peers: PeerReport | null,
): string {
  const [report] = reports
  const voice = voiceOf(language)
  const { bench: words } = voice.words
  const models = report.models.flatMap((model) => {
    const rows = report.results.filter((result) => result.model === model.model)
    const half = halfLoadCells(rows, voice)
    return [
      `## ${model.model}`,
      list(modelLines(model, rows, voice)),
      table(
        words.load.columns,
        rows.map((one) => benchCells(one, voice)),
      ),
      ...(half.length > 0
        ? [`${words.half.caption}. ${words.half.text}`, table(words.half.columns, half)]
        : []),
      table(words.operators.columns, model.operators.map(operatorCells)),
    ]
  })
  const others = () => [
    `## ${words.beside.heading(String(reports.length))}`,
    table(
      ['', ...computerNames(reports, voice)],
      joined(reports, voice).map(({ what, rates }) => [
        what,
        ...rates.map((rate) => rate?.toFixed(1) ?? '–'),
      ]),
    ),
  ]
  const pieces = [
    `# ${words.title}`,
    `${words.madeBy(`\`${command}\``)} ${words.bare} ${report.isSimulated ? words.simulated : words.given}.`,
    list(machineLines(report, voice)),
    ...models,
    ...(reports.length > 1 ? others() : []),
    ...(peers ? [peerMarkdown(peers).trim()] : []),
  ]
  return `${pieces.join('\n\n')}\n`
}
