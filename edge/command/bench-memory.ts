import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { wallClock } from '../io/clock.ts'
import { createLog } from '../io/log.ts'
import { loadModel } from '../io/model.ts'
import { createProgress } from '../io/progress.ts'
import type { Shell } from '../io/shell.ts'
import { askInTurn } from '../service/load.ts'
import { captureRing } from './bench-frame.ts'
import { framesInFlight, openBenchLine } from './bench-line.ts'

/** Resident memory after each tenth of a long run through the whole line of a model: it must be flat. */
export async function memoryOver(name: string, parts: number, shell: Shell) {
  const model = await loadModel(name, { root: shell.root })
  if (!model.card) return []
  const { card } = model
  const data = await mkdtemp(path.join(os.tmpdir(), 'jidoka-bench-'))
  const ring = captureRing(card.recipe.line)
  const line = await openBenchLine({ ...model, card, ring, data, shell, log: createLog('error') })
  const progress = createProgress({ total: parts, label: 'parts', stream: shell.err, clock: wallClock })
  const found: { readonly parts: number; readonly residentMb: number }[] = []
  const step = Math.max(1000, Math.round(parts / 10))
  try {
    for (let done = step; done <= parts && !shell.interruption().aborted; done += step) {
      const lanes = Array.from({ length: framesInFlight }, () =>
        askInTurn(line, Math.ceil(step / framesInFlight)),
      )
      await Promise.all(lanes)
      found.push({ parts: done, residentMb: line.take().residentMb })
      progress.update(done)
    }
    return found
  } finally {
    progress.stop()
    await line.close()
    await rm(data, { recursive: true, force: true })
  }
}
