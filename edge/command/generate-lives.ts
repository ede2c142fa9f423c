import { open, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { sampleEveryH } from '../../datasets/machines/plant.ts'
import type { MachineKind } from '../contract/machine.ts'
import { forecastInputs } from '../core/health/forecast-input.ts'
import type { LifeTrack } from '../core/health/life-track.ts'
import { wallClock } from '../io/clock.ts'
import { createProgress } from '../io/progress.ts'
import { liveAll } from '../service/lives.ts'
import { isOfFileSystem, makeDraft, unwritable } from './generate.ts'

export interface GenerateLivesOptions {
  readonly machine: MachineKind
  readonly lives: number
  readonly seed: number
  /** The folder to make. */
  readonly out: string
  readonly edge: string
  readonly err: NodeJS.WritableStream
  readonly signal: AbortSignal
}

/** Life number, age, remaining life, how it ends (0 worn out, 1 sudden, 2 cut short). */
const truthColumns = 4

/**
 * Writes what the forecast sees of many lives, with the truth, for training: `lives.f32`, rows of float32, and a card.
 * Returns the exit code. @throws {JidokaError} USAGE for a folder that is there, FOLDER_READ_ONLY
 */
export async function generateLives(options: GenerateLivesOptions): Promise<0 | 130> {
  const { machine: kind, lives, seed, out, err, signal } = options
  const draft = `${out}.partial`
  await makeDraft(draft, out)
  const progress = createProgress({ total: lives, label: 'lives', stream: err, clock: wallClock })
  try {
    const rows = await open(path.join(draft, 'lives.f32'), 'w')
    try {
      let life = 0
      for await (const { track } of liveAll({ ...options, kind })) {
        await rows.write(new Uint8Array(rowsOf(track, life).buffer))
        progress.update(++life)
      }
    } finally {
      await rows.close()
    }
    if (signal.aborted) return 130
    const card = { machine: kind, seed, lives, sampleEveryH, inputs: forecastInputs, isSimulated: true }
    await writeFile(path.join(draft, 'data-card.json'), `${JSON.stringify(card)}\n`)
    await rename(draft, out)
    return 0
  } catch (error) {
    throw isOfFileSystem(error) ? unwritable(out, error) : error
  } finally {
    progress.stop()
    await rm(draft, { recursive: true, force: true })
  }
}

function rowsOf(track: LifeTrack, life: number): Float32Array {
  const width = truthColumns + forecastInputs
  const end = track.isSudden ? 1 : track.isCensored ? 2 : 0
  const known = [...track.ageH.keys()].filter((row) => track.isKnown[row])
  const rows = new Float32Array(known.length * width)
  for (const [at, row] of known.entries()) {
    rows.set([life, track.ageH[row] ?? 0, track.remainingH[row] ?? 0, end], at * width)
    rows.set(
      track.inputs.subarray(row * forecastInputs, (row + 1) * forecastInputs),
      at * width + truthColumns,
    )
  }
  return rows
}
