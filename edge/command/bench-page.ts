import type { BenchReport } from '../contract/bench.ts'
import type { PeerReport } from '../contract/bench-peer.ts'
import type { Sizing } from '../core/bench/sizing.ts'
import { computerNames, joined } from '../report/bench-beside.ts'
import { peerLines, peerNote, peerTables } from '../report/bench-peer.ts'
import {
  type BenchReports,
  benchCells,
  halfLoadCells,
  machineLines,
  modelLines,
  percentIn,
} from '../report/bench-table.ts'
import { voiceOf } from '../report/voice.ts'

const voice = voiceOf('en')
const { bench: words } = voice.words

/** The report for a person at a terminal. */
export function benchPage(
  reports: BenchReports,
  sizings: readonly Sizing[],
  rest: object,
  peers: PeerReport | null,
): string {
  const [report] = reports
  const parts = [
    pairs(machineLines(report, voice)),
    ...report.models.map((model) => modelPage(model, report)),
    ...sizings.map(sizingPage),
    ...(reports.length > 1 ? [comparison(reports)] : []),
    ...(peers ? [peersPage(peers)] : []),
    ...(Object.keys(rest).length > 0 ? [JSON.stringify(rest, null, 2)] : []),
  ]
  return `${parts.join('\n\n')}\n`
}

function modelPage(model: BenchReport['models'][number], { results }: BenchReport): string {
  const rows = results.filter((row) => row.model === model.model)
  const top = model.operators
    .slice(0, 3)
    .map(({ operator, share }) => `${operator} ${percentIn(voice, share)}`)
  const lines: [string, string][] = [...modelLines(model, rows, voice), ['Operators', top.join(', ')]]
  const half = halfLoadCells(rows, voice)
  const tables = [
    columned([words.load.columns, ...rows.map((row) => benchCells(row, voice))]),
    ...(half.length > 0 ? [`${words.half.caption}\n${columned([words.half.columns, ...half])}`] : []),
  ]
  return `${model.model}\n${pairs(lines)}\n\n${tables.join('\n\n')}`
}

function sizingPage({
  model,
  partsPerS,
  rests,
  linesPerComputer,
  linesPerCore,
  costPerMillionParts,
}: Sizing): string {
  const cost = costPerMillionParts === null ? '' : `; ${costPerMillionParts.toFixed(2)} for a million parts`
  return `${model}: ${partsPerS.toFixed(0)} parts a second (${rests}), so ${linesPerComputer} lines on this computer, ${linesPerCore.toFixed(1)} a core${cost}`
}

function comparison(reports: BenchReports): string {
  const head = ['frames a second', ...reports.map((_, index) => String(index + 1))]
  const rows = joined(reports, voice).map(({ what, rates }) => [
    what,
    ...rates.map((rate) => rate?.toFixed(1) ?? '–'),
  ])
  return `${computerNames(reports, voice).join('\n')}\n\n${columned([head, ...rows])}`
}

const peersPage = (peers: PeerReport): string =>
  [
    peerNote,
    pairs(peerLines(peers)),
    ...peerTables(peers).map(({ columns, rows }) => columned([columns, ...rows])),
  ].join('\n\n')

function pairs(lines: readonly (readonly [string, string])[]): string {
  const width = Math.max(...lines.map(([name]) => name.length))
  return lines.map(([name, value]) => `${name.padEnd(width)}  ${value}`).join('\n')
}

export function columned(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  const line = (row: readonly string[]) =>
    row.map((cell, column) =>
      column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
    )
  return rows.map((row) => line(row).join('  ')).join('\n')
}
