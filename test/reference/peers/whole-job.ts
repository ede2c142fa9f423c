import path from 'node:path'
import type { PeerRow } from '../../../edge/contract/bench-peer.ts'
import { medianOf } from '../../../edge/core/quality/quantile.ts'
import type { Ear } from './ear.ts'
import { type Order, type Program, weigh } from './program.ts'
import type { Stand } from './stand.ts'

/** Parts that warm a program up. */
const warm = 30
/** The takt, as a share of what the slowest style carries: nobody is overloaded. */
const load = 0.8
/** Ours are rounded to 0.0001. */
const mostRounding = 0.001

type Figures = Awaited<ReturnType<typeof weigh>>
type Source = PeerRow['source']
interface Round {
  readonly ratePerS: number
  readonly flat: readonly Figures[]
  readonly takt: readonly Figures[]
}

/** Ours first: the others are held against it. */
function programsOf({ root, here, python, threads }: Stand): readonly Program[] {
  const each = threads === 1 ? 'thread' : 'threads'
  return [
    { name: 'Jidoka', command: [process.execPath, path.join(root, 'test', 'reference', 'dist', 'ours.mjs')] },
    {
      name: `Python, tutorial style, ${threads} ${each}`,
      command: [python, path.join(here, 'python_tutorial.py')],
    },
    { name: `Python, tuned, ${threads} ${each}`, command: [python, path.join(here, 'python_tuned.py')] },
  ]
}

/** Every program in turn, flat out and then at one takt, round after round. */
export async function wholeJob(
  stand: Stand,
  ear: Ear,
): Promise<{ rows: PeerRow[]; scoreDifference: number }> {
  const programs = programsOf(stand)
  const rows: PeerRow[] = []
  const all: Figures[] = []
  for (const source of ['memory', 'file'] as const) {
    const rounds: Round[] = []
    for (let round = 0; round < stand.rounds; round++)
      rounds.push(await oneRound(programs, orderOf(stand, source), ear))
    all.push(...rounds.flatMap(({ flat, takt }) => [...flat, ...takt]))
    rows.push(...programs.map(({ name }, index) => rowOf(name, source, index, rounds)))
  }
  return { rows, scoreDifference: largestDifference(all) }
}

async function oneRound(programs: readonly Program[], order: Order, ear: Ear): Promise<Round> {
  const inTurn = async (rate: number) => {
    const found: Figures[] = []
    for (const program of programs) found.push(await weigh(program, { ...order, rate }, ear))
    return found
  }
  const flat = await inTurn(0)
  const ratePerS = load * Math.min(...flat.map(({ framesPerS }) => framesPerS))
  return { flat, ratePerS, takt: await inTurn(ratePerS) }
}

function orderOf(stand: Stand, source: Source): Order {
  const { root, edge, model, card, images, port, threads, seconds } = stand
  const { acceptBelow, rejectAtLeast } = card.secondLook?.first ?? card.thresholds
  const thresholds = { 'accept-below': acceptBelow, 'reject-at-least': rejectAtLeast }
  const { channels } = card.input
  return {
    ...{ root, edge, model: model.modelPath, images, source, port, threads, channels, warm, seconds },
    ...thresholds,
  }
}

function rowOf(program: string, source: Source, index: number, rounds: readonly Round[]): PeerRow {
  const over = (of: (round: Round) => number | undefined) => medianOf(rounds.map((round) => of(round) ?? 0))
  const ratio = (load: 'flat' | 'takt', key: 'framesPerS' | 'p99Ms') =>
    index === 0
      ? null
      : over(({ [load]: [ours, ...others] }) => (ours?.[key] ?? 0) / (others[index - 1]?.[key] ?? 0))
  return {
    ...{ program, source },
    framesPerS: over(({ flat }) => flat[index]?.framesPerS),
    cpuSPer1000: over(({ flat }) => flat[index]?.cpuSPer1000),
    ratePerS: over((round) => round.ratePerS),
    p50Ms: over(({ takt }) => takt[index]?.p50Ms),
    p99Ms: over(({ takt }) => takt[index]?.p99Ms),
    oursTimes: ratio('flat', 'framesPerS'),
    oursP99Times: ratio('takt', 'p99Ms'),
  }
}

/** The same model on the same picture says the same, but for rounding. Throws where it does not: that was another job. */
function largestDifference(all: readonly Figures[]): number {
  const [first] = all
  const differences = all.flatMap(({ scores }) =>
    [...scores].map(([picture, score]) => Math.abs(score - (first?.scores.get(picture) ?? score))),
  )
  const largest = Math.max(...differences)
  if (largest > mostRounding) throw new Error(`scores of one picture differ by ${largest}: not the same job`)
  return largest
}
