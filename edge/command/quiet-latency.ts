import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import type { LabelledCapture } from '../contract/data-set.ts'
import type { Capture } from '../contract/part.ts'
import type { LineReport } from '../contract/report.ts'
import { tailBounds } from '../core/quality/latency-verdict.ts'
import { wallClock } from '../io/clock.ts'
import { encodePng, readImage } from '../io/image.ts'
import { createLog } from '../io/log.ts'
import type { Shell } from '../io/shell.ts'
import type { Examiner } from '../service/examiner.ts'
import { askInTurn } from '../service/load.ts'
import type { Population } from '../service/population.ts'
import { openBenchLine } from './bench-line.ts'

const ringSize = 64
/** Under 299 the bound on p99 does not close, and 2,995 bound p99.9 too (science A11). */
const [fewestParts, mostParts] = [300, 3000]

/**
 * Times the model when nothing else runs: one worker, one part in flight, from frame in memory to decision. Reading a
 * PNG and writing the book are timed apart. Null for a population of no parts.
 */
export async function quietLatency(
  population: Population,
  { card, modelPath, second }: Examiner,
  shell: Shell,
): Promise<Pick<LineReport, 'latencyMs' | 'outsideLatencyMs'>> {
  const ring = await firstParts(population)
  const [first] = ring
  if (!card || !modelPath || !first) return { latencyMs: null, outsideLatencyMs: null }
  const data = await mkdtemp(path.join(os.tmpdir(), 'jidoka-latency-'))
  const captures = ring.map((capture): Capture => ({ ...capture, truth: { isDefective: null, marks: [] } }))
  const line = await openBenchLine({
    card,
    modelPath,
    second,
    ring: captures,
    data,
    shell,
    log: createLog('error'),
  })
  try {
    const decode = await decodeMs(first.frame.image, data)
    await askInTurn(line, 30)
    line.take()
    await askInTurn(line, Math.min(mostParts, Math.max(fewestParts, population.total)))
    const { latenciesMs, stagesMs } = line.take()
    const sorted = latenciesMs.toSorted((a, b) => a - b)
    const at = (share: number) => round(sorted[Math.ceil(share * sorted.length) - 1] ?? 0)
    return {
      latencyMs: {
        ...{ p50: at(0.5), p99: at(0.99), p999: at(0.999), n: sorted.length },
        ...tailBounds(sorted.map(round)),
      },
      outsideLatencyMs: { decode, record: round(stagesMs.record?.p50 ?? 0) },
    }
  } finally {
    await line.close()
    await rm(data, { recursive: true, force: true })
  }
}

async function firstParts(population: Population): Promise<LabelledCapture[]> {
  const rows = Array.from({ length: Math.min(ringSize, population.total) }, (_, index) => index + 1)
  const parts: LabelledCapture[] = []
  for await (const part of population.again(rows, 0)) parts.push(part)
  return parts
}

/** Median of reading one PNG from disk. */
async function decodeMs(image: Capture['frame']['image'], folder: string): Promise<number> {
  const file = path.join(folder, 'part.png')
  await writeFile(file, await encodePng(image))
  const times: number[] = []
  for (let round = 0; round < 15; round++) {
    const startMs = wallClock.monotonicMs()
    await readImage(file, { channels: image.channels })
    times.push(wallClock.monotonicMs() - startMs)
  }
  return round(times.toSorted((a, b) => a - b)[7] ?? 0)
}

const round = (ms: number): number => Math.round(ms * 1000) / 1000
