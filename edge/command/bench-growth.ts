import { JidokaError } from '../contract/error.ts'
import type { GrowthReport } from '../contract/growth.ts'
import { wallClock } from '../io/clock.ts'
import { loadModel } from '../io/model.ts'
import { createProgress } from '../io/progress.ts'
import { placeSecond, type SecondPlace } from '../io/second-eye.ts'
import type { Shell } from '../io/shell.ts'
import { framesFor, inputOf } from './bench-frame.ts'
import { growBook } from './growth-book.ts'
import { growBoards, growLines, sampleResult } from './growth-line.ts'
import { growthPage } from './growth-page.ts'
import { compareSessions } from './growth-session.ts'

// Four first: what larger stands leave in memory would count as theirs.
const lineCounts = [4, 1, 2, 8, 16]
const boardCounts = [1, 10, 50]
const storedParts = [1, 1000, 100_000, 1_000_000]
const runsPerRound = 20

export interface GrowthWish {
  /** One name in models/, or path of an .onnx file; none: steel-strip. */
  readonly models: readonly string[]
  /** Of each load. */
  readonly seconds: number
  /** The largest book. */
  readonly parts: number
  readonly isJson: boolean
  readonly secondLook?: SecondPlace | undefined
  readonly shell: Shell
}

/** What the same work costs as there is more of it. @throws {JidokaError} MODEL_MISSING, MODEL_INVALID, USAGE */
export async function benchGrowth(wish: GrowthWish): Promise<void> {
  const { models, seconds, isJson, secondLook, shell } = wish
  const [name = 'steel-strip', ...others] = models
  if (others.length > 0) throw new JidokaError('USAGE', '--growth takes one model at a time.')
  const model = await loadModel(name, { root: shell.root })
  const { card, modelPath, second } = model
  if (!card) throw new JidokaError('USAGE', `${name} has no card, and a line needs one to decide.`)
  const { captures, pixels, dims } = await framesFor(model, await inputOf(model), undefined)
  const own = { card, modelPath, second: placeSecond(second, secondLook), shell }
  const order = { ...own, ring: captures, forMs: 1000 * seconds }
  const sizes = storedParts.filter((parts) => parts <= wish.parts)
  const total = lineCounts.length + boardCounts.length + 2
  const progress = createProgress({ total, label: 'loads', stream: shell.err, clock: wallClock })
  let done = 0
  const counted = async <Row>(row: Promise<Row>): Promise<Row> => {
    const found = await row
    progress.update(++done)
    return found
  }
  try {
    const lines: GrowthReport['lines'] = []
    for (const count of lineCounts) lines.push(await counted(growLines(count, order)))
    const boards: GrowthReport['boards'] = []
    for (const count of boardCounts) boards.push(await counted(growBoards(count, order)))
    const book = await counted(growBook(sizes, await sampleResult(order), shell.edge))
    const [frame] = pixels
    const sessions = frame
      ? await counted(compareSessions(modelPath, { pixels: frame, dims }, runsPerRound))
      : []
    progress.stop()
    const report: GrowthReport = { model: card.name, lines, boards, book, sessions }
    shell.out.write(isJson ? `${JSON.stringify(report)}\n` : growthPage(report))
  } finally {
    progress.stop()
  }
}
