import type { GrowthReport } from '../contract/growth.ts'
import { columned } from './bench-page.ts'

/** The report for a person at a terminal. */
export function growthPage({ model, lines, boards, book, sessions }: GrowthReport): string {
  const speed = ({
    framesPerS,
    framesPerCpuS,
    p99Ms,
  }: GrowthReport['lines'][number] | GrowthReport['boards'][number]) => [
    framesPerS.toFixed(1),
    framesPerCpuS.toFixed(1),
    p99Ms.toFixed(2),
  ]
  const speeds = ['frames/s', 'frames/CPU s', 'p99 ms']
  const tables = [
    [
      ['lines', ...speeds, 'MB'],
      ...lines.map((row) => [String(row.lines), ...speed(row), String(row.residentMb)]),
    ],
    [
      ['boards', ...speeds, 'received MB'],
      ...boards.map((row) => [String(row.boards), ...speed(row), (row.receivedBytes / 1e6).toFixed(1)]),
    ],
    [
      ['parts stored', 'start ms', '64 results ms', 'one part ms', '100 events ms'],
      ...book.map((row) => [
        String(row.parts),
        ...[row.startMs, row.resultsMs, row.partMs, row.eventsMs].map((ms) => ms.toFixed(2)),
      ]),
    ],
    [
      ['session options', 'CPU ms a run'],
      ...sessions.map(({ options, cpuMs }) => [options, cpuMs.toFixed(2)]),
    ],
  ]
  return `${[model, ...tables.map(columned)].join('\n\n')}\n`
}
