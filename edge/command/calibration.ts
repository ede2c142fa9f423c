import { firstTrainingSeed } from '../../datasets/world.ts'
import type { Borders, Card } from '../contract/card.ts'
import type { Capture, Image } from '../contract/part.ts'
import { auroc } from '../core/quality/auroc.ts'
import { emptyTally, observe } from '../core/quality/tally.ts'
import { chooseThresholds, faultlessThresholds, type ScoredPart } from '../core/quality/threshold.ts'
import { decideSights } from '../core/vision/decide.ts'
import { learnEnvelope } from '../core/vision/envelope.ts'
import { trialOf } from '../core/vision/trial.ts'
import { orderOf, untimedPlan } from '../io/camera.ts'
import type { ShotOrder } from '../io/camera-worker.ts'
import { inOrder } from '../io/in-order.ts'
import type { InferenceAnswer } from '../io/inference-worker.ts'
import type { WorkerPool } from '../io/worker-pool.ts'

/** Calibration parts come from the training range, the figures of the card from outside it. */
export const calibrationSeed = firstTrainingSeed + 10
export const measuringSeed = 77_777

/** Of escapes among all defective, and of false rejects among all good parts: their exact 95 % upper bound. */
export const maxRate = 0.001

type Inspectors = WorkerPool<Image, InferenceAnswer>

/** What measuring works with. */
export interface Bench {
  readonly line: string
  /** Parts with a mark of this class are passed over. */
  readonly leaveOut: string | null
  readonly cameras: WorkerPool<ShotOrder, Capture>
  /** Threads that inspect with this card; they end with the bench. */
  inspectors(card: Card): Promise<Inspectors>
  progress(): void
}

/** The envelope of the input monitor, and the thresholds of each look. */
export async function learn(bench: Bench, draft: Card, parts: number): Promise<Card> {
  const scored: ScoredPart[] = []
  const features: ArrayLike<number>[] = []
  const alone = await bench.inspectors({ ...draft, secondLook: null })
  for await (const { capture, answer } of measure(bench, alone, calibrationSeed, upTo(parts))) {
    scored.push({ score: scoreOf(answer), isDefective: capture.truth.isDefective === true })
    features.push(...answer.sights.map((sight) => sight.features))
  }
  const envelope = learnEnvelope(features)
  const { secondLook, thresholds } = draft
  if (!secondLook)
    return { ...draft, envelope, thresholds: { ...thresholds, ...chooseThresholds(scored, maxRate) } }
  let first: Borders = faultlessThresholds(scored)
  for (let round = 1; ; round++) {
    const card: Card = { ...draft, envelope, secondLook: { ...secondLook, first } }
    const chosen = chooseThresholds(await lookAgain(bench, card, scored, first), maxRate)
    const isWider = chosen.acceptBelow >= first.acceptBelow && chosen.rejectAtLeast <= first.rejectAtLeast
    if (isWider || round === mostRounds) return { ...card, thresholds: { ...thresholds, ...chosen } }
    first = {
      acceptBelow: Math.min(first.acceptBelow, chosen.acceptBelow),
      rejectAtLeast: Math.max(first.rejectAtLeast, chosen.rejectAtLeast),
    }
  }
}

/**
 * Where the second look takes a part for clear that the first one doubted rightly, its borders come out stricter than
 * the first's, and it could pass nothing: then the first is made as strict, and asks more often. So often at most.
 */
const mostRounds = 3

/** The parts as they are decided in the end: what the first look is sure of stands, errors too. */
async function lookAgain(
  bench: Bench,
  card: Card,
  scored: readonly ScoredPart[],
  { acceptBelow, rejectAtLeast }: Borders,
): Promise<ScoredPart[]> {
  const final = scored.map((part) => ({
    ...part,
    score: part.score < acceptBelow ? 0 : part.score >= rejectAtLeast ? 1 : part.score,
  }))
  const doubtful = final.flatMap(({ score }, sequence) => (score > 0 && score < 1 ? [sequence] : []))
  const both = await bench.inspectors(card)
  for await (const { capture, answer } of measure(bench, both, calibrationSeed, doubtful)) {
    const { sequence } = capture.frame
    const part = final[sequence]
    if (part) final[sequence] = { ...part, score: scoreOf(answer) }
  }
  return final
}

/** What the calibrated card does on parts that neither training nor calibration has seen, prevalence 50 %. */
export async function figures(bench: Bench, card: Card, parts: number, command: string) {
  const inspectors = await bench.inspectors(card)
  const scored: ScoredPart[] = []
  let tally = emptyTally
  const count = { outsideEnvelope: 0, secondLooks: 0, pointed: 0 }
  for await (const { capture, answer } of measure(bench, inspectors, measuringSeed, upTo(parts))) {
    const { frame, truth, mask } = capture
    const isDefective = truth.isDefective === true
    scored.push({ score: scoreOf(answer), isDefective })
    const decision = decideSights(answer.sights, card, frame.image)
    const { line, partId, sequence, isSimulated } = frame
    tally = observe(tally, decision.evaluation, isDefective).tally
    const inspection = { line, partId, sequence, isSimulated, ...decision }
    count.outsideEnvelope += decision.reason === 'outside-envelope' ? 1 : 0
    count.secondLooks += answer.sights.some((sight) => sight.second === 'done') ? 1 : 0
    count.pointed += trialOf({ frame, truth, mask }, inspection, answer.sights, sequence).isPointed ? 1 : 0
  }
  return {
    command,
    isSimulated: true,
    seed: measuringSeed,
    parts,
    prevalence: 0.5,
    auroc: Math.round(auroc(scored) * 1e5) / 1e5,
    tally,
    ...count,
  }
}

const upTo = (parts: number): number[] => Array.from({ length: parts }, (_, sequence) => sequence)

const scoreOf = (answer: InferenceAnswer): number => Math.max(...answer.sights.map((sight) => sight.score))

interface Measured {
  readonly capture: Capture
  readonly answer: InferenceAnswer
}

async function* measure(
  { line, leaveOut, cameras, progress }: Bench,
  inspectors: Inspectors,
  seed: number,
  sequences: readonly number[],
): AsyncGenerator<Measured> {
  const plan = untimedPlan({ seed, line, prevalence: 0.5, parts: sequences.length }, true)
  async function* orders() {
    yield* sequences
  }
  const look = async (sequence: number) => {
    const capture = await cameras.ask(orderOf(plan, sequence), [])
    const { image } = capture.frame
    const answer = await inspectors.ask(image, [image.data.buffer])
    return { capture: { ...capture, frame: { ...capture.frame, image: answer.image } }, answer }
  }
  for await (const ready of inOrder(orders(), look, 8)) {
    for (const measured of ready) {
      progress()
      if (!measured.capture.truth.marks.some((mark) => mark.class === leaveOut)) yield measured
    }
  }
}
