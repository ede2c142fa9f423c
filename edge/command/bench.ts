import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { capturePart, productLines } from '../../datasets/world.ts'
import { JidokaError } from '../contract/error.ts'
import { type Capture, healthyStation } from '../contract/part.ts'
import { wallClock } from '../io/clock.ts'
import { createLog } from '../io/log.ts'
import { loadModel } from '../io/model.ts'
import { createProgress } from '../io/progress.ts'
import { placeSecond, type SecondPlace } from '../io/second-eye.ts'
import { openSession } from '../io/session.ts'
import type { Shell } from '../io/shell.ts'
import { type LineFigures, openBenchLine } from './bench-line.ts'
import { machineSampleCosts } from './bench-machine.ts'

export interface BenchOptions {
  readonly model: string
  readonly secondLook?: SecondPlace | undefined
  /** Parts through the whole line after the comparison, for memory: 0 leaves it out. */
  readonly parts: number
  readonly isJson: boolean
  readonly shell: Shell
}

const rounds = 5
const partsPerRound = 400
/** Enough for the rank interval of p99 (science A11). */
const latencyParts = 1000
/** Frames in flight for throughput. */
const busy = 12
const ringSize = 64
const warmingParts = 50
const renderedParts = 250

/**
 * Measures the rendering of every line and a sample of every machine; then the bare `session.run` loop and the whole line (queue, worker, decision,
 * book, broker) with the same model and one inference thread, interleaved in one run: medians of rounds. The ratio is
 * what counts, since computers differ and are shared.
 */
export async function bench({ model, secondLook, parts, isJson, shell }: BenchOptions): Promise<void> {
  const { card, modelPath, second } = await loadModel(model, { root: shell.root })
  if (!card)
    throw new JidokaError('CARD_INVALID', `The model ${modelPath} has no card; bench needs its line.`)
  const data = await mkdtemp(path.join(os.tmpdir(), 'jidoka-bench-'))
  const atRest = {
    renderedPartsPerSPerCore: renderingRates(),
    machineSampleMs: await machineSampleCosts(shell.root),
  }
  const ring = captureRing(card.recipe.line)
  const line = await openBenchLine({
    card,
    modelPath,
    second: placeSecond(second, secondLook),
    ring,
    data,
    shell,
    log: createLog('error'),
  })
  const total = rounds * 2 * partsPerRound + parts
  const progress = createProgress({ total, label: 'parts', stream: shell.err, clock: wallClock })
  try {
    const bare = await bareLoop(modelPath, ring)
    await line.run(100, busy)
    const pairs: { bareFramesPerS: number; line: LineFigures }[] = []
    for (let round = 0; round < rounds; round++) {
      const bareFramesPerS = await bare(partsPerRound)
      pairs.push({ bareFramesPerS, line: await line.run(partsPerRound, busy) })
      progress.update((round + 1) * 2 * partsPerRound)
    }
    const alone = await line.run(latencyParts, 1)
    const memory = await memoryOver(line, parts, (done) => progress.update(rounds * 2 * partsPerRound + done))
    progress.stop()
    const report = {
      machine: machine(),
      model: card.name,
      modelSha256: card.sha256,
      ...atRest,
      ...summary(pairs, alone),
      memory,
    }
    if (isJson) shell.out.write(`${JSON.stringify(report)}\n`)
    else shell.out.write(`${JSON.stringify(report, null, 2)}\n`)
  } finally {
    progress.stop()
    await line.close()
    await rm(data, { recursive: true, force: true })
  }
}

/** Parts of a line to send through it again and again. */
export const captureRing = (line: string): Capture[] =>
  Array.from({ length: ringSize }, (_, sequence) => shoot(line, sequence))

function shoot(name: string, sequence: number): Capture {
  const line = productLines[name]
  if (!line) throw new JidokaError('LINE_UNKNOWN', `No product line ${name} to photograph.`)
  const order = { seed: 5, line, sequence, capturedAtMs: 0, prevalence: 0.05, condition: healthyStation }
  return capturePart({ ...order, withMask: false })
}

/** Fresh parts of every line, painted on this thread, a second of processor time: other programs hardly count. */
function renderingRates(): Record<string, number> {
  const rate = (line: string) => {
    for (let sequence = 0; sequence < warmingParts; sequence++) shoot(line, sequence)
    const before = process.cpuUsage()
    for (let sequence = 0; sequence < renderedParts; sequence++) shoot(line, sequence)
    const { user, system } = process.cpuUsage(before)
    return Math.round((1e6 * renderedParts) / (user + system))
  }
  return Object.fromEntries(Object.keys(productLines).map((line) => [line, rate(line)]))
}

/** The floor: nothing but `session.run` on frames in memory, one thread. */
async function bareLoop(
  modelPath: string,
  captures: readonly Capture[],
): Promise<(parts: number) => Promise<number>> {
  const session = await openSession(modelPath, { threads: 1 })
  return async (parts) => {
    const startMs = wallClock.monotonicMs()
    for (let index = 0; index < parts; index++) {
      const image = captures[index % captures.length]?.frame.image
      if (image) await session.run(image.data, [1, image.channels, image.height, image.width])
    }
    return parts / ((wallClock.monotonicMs() - startMs) / 1000)
  }
}

/** Resident memory after each tenth of a long run through the whole line: it must be flat. */
async function memoryOver(
  line: { run(parts: number, inFlight: number): Promise<LineFigures> },
  parts: number,
  progress: (done: number) => void,
) {
  const residentMb: { readonly parts: number; readonly residentMb: number }[] = []
  const step = Math.max(1000, Math.round(parts / 10))
  for (let done = step; done <= parts; done += step) {
    const figures = await line.run(step, busy)
    residentMb.push({ parts: done, residentMb: figures.residentMb })
    progress(done)
  }
  return residentMb
}

function summary(
  pairs: readonly { readonly bareFramesPerS: number; readonly line: LineFigures }[],
  alone: LineFigures,
) {
  const of = (value: (pair: (typeof pairs)[number]) => number) => round1(median(pairs.map(value)))
  return {
    workers: 1,
    threads: 1,
    rounds: pairs.length,
    bareFramesPerS: of((pair) => pair.bareFramesPerS),
    lineFramesPerS: of((pair) => pair.line.framesPerS),
    efficiency:
      Math.round(1000 * median(pairs.map((pair) => pair.line.framesPerS / pair.bareFramesPerS))) / 1000,
    /** Capture to verdict, one part in flight: recording and publishing come after the verdict. */
    latencyMs: { parts: latencyParts, ...alone.latencyMs },
    stagesMs: alone.stagesMs,
    stagesMsAtFullSpeed: pairs.at(-1)?.line.stagesMs,
    eventLoopDelayMs: {
      p50: of((pair) => pair.line.eventLoopDelayMs.p50),
      p99: of((pair) => pair.line.eventLoopDelayMs.p99),
    },
  }
}

const machine = () => ({
  cpu: os.cpus()[0]?.model.trim() ?? 'unknown',
  cores: os.availableParallelism(),
  memoryGb: Math.round(os.totalmem() / 1e9),
  platform: `${os.platform()} ${os.arch()}`,
  node: process.version,
})

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
const round1 = (value: number): number => Math.round(value * 100) / 100
