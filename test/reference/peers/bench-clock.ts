import path from 'node:path'
import { BenchReport } from '../../../edge/contract/bench.ts'
import type { PeerReport } from '../../../edge/contract/bench-peer.ts'
import { burstRate, type Ear } from './ear.ts'
import { outputOf } from './program.ts'
import type { Stand } from './stand.ts'

/** Of `jidoka bench`, whose loads alternate with bare loops of the same length. */
const rounds = 5

/** `jidoka bench` itself, by the clock of a subscriber outside: its rounds are bursts of events between silences. */
export async function benchByOutsideClock(
  { root, model, port, seconds, threads }: Stand,
  ear: Ear,
): Promise<PeerReport['clock']> {
  ear.take()
  const out = await outputOf(process.execPath, [
    ...[path.join(root, 'edge', 'jidoka.mjs'), 'bench', model.modelPath, '--scenario', 'offline'],
    ...['--workers', String(threads), '--seconds', String(rounds * seconds), '--second-look', 'off'],
    ...['--broker', `mqtt://127.0.0.1:${port}`, '--json'],
  ])
  const [row] = BenchReport.parse(JSON.parse(out)).results
  const times = ear.take().map(({ atMs }) => atMs)
  const { bursts, framesPerS } = burstRate(times, 500 * seconds)
  if (!row || bursts !== rounds)
    throw new Error(`${bursts} bursts of events are not the ${rounds} rounds of bench`)
  return { framesPerS: row.framesPerS, outsideFramesPerS: framesPerS }
}
