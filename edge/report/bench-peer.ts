import type { PeerReport } from '../contract/bench-peer.ts'

const times = (ratio: number | null): string => ratio?.toFixed(2) ?? '–'

/** The whole job, and the network alone: the same tables on every page. */
export const peerTables = ({ rows, offline }: PeerReport) => [
  {
    caption: 'Picture to verdict to MQTT',
    columns: 'program|pictures|frames/s|ours ×|CPU s/1000|parts/s|p50 ms|p99 ms|p99, ours ×'.split('|'),
    rows: rows.map((row) => [
      ...[row.program, row.source, row.framesPerS.toFixed(1), times(row.oursTimes)],
      ...[row.cpuSPer1000, row.ratePerS, row.p50Ms, row.p99Ms].map((value) => value.toFixed(2)),
      times(row.oursP99Times),
    ]),
  },
  {
    caption: 'Nothing but the network',
    columns: ['nothing but the network', 'frames/s', 'ours ×'],
    rows: offline.map((row) => [row.program, row.framesPerS.toFixed(1), times(row.oursTimes)]),
  },
]

/** What is compared, and how far the clocks agree. */
export function peerLines({ model, sha256, ...report }: PeerReport): [string, string][] {
  const { framesPerS, outsideFramesPerS } = report.clock
  const difference = 100 * (framesPerS / outsideFramesPerS - 1)
  return [
    ['Model', `${model}, ${sha256.slice(0, 12)}; one look, ${report.threads} for the network`],
    ['Software', report.software.join(', ')],
    ['Rounds', `${report.rounds} of ${report.secondsPerRound} s, the programs in turn; medians`],
    ['Scores', `the same to ${report.scoreDifference.toPrecision(1)} on every picture`],
    [
      'Clocks',
      `bench says ${framesPerS.toFixed(1)} frames/s, a subscriber outside counts ${outsideFramesPerS.toFixed(1)}: ${difference.toFixed(1)} %`,
    ],
  ]
}

/** What the table does not say of itself. */
export const peerNote =
  'By npm run peers. Picture to verdict to MQTT event (QoS 1), by the same broker; a subscriber outside takes the time. Flat out: frames/s and processor time; then an even takt, the same for all: from the due time of a frame to its event. Ours also records every verdict and event on disk (SQLite) before it publishes, watches its input, finds and measures the marks, keeps pictures for the board and hears its own events, in threads of its own; the Python programs take the highest score, compare it with the thresholds and publish.'
