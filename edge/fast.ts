import { createHash } from 'node:crypto'
import { JidokaError } from './contract/error.ts'
import type { Inspection } from './contract/inspection.ts'
import type { Truth } from './contract/part.ts'
import type { Settings } from './contract/setting.ts'
import { conditionAt } from './core/fault-plan.ts'
import { emptyTally, observe } from './core/quality/tally.ts'
import { photograph } from './io/camera.ts'
import { wallClock } from './io/clock.ts'
import { createLog } from './io/log.ts'
import { createProgress } from './io/progress.ts'
import { patientSecond } from './io/second-eye.ts'
import type { Shell } from './io/shell.ts'
import { type Inspected, runLine } from './line.ts'
import { createCloser } from './service/closer.ts'
import { startCameras, startInspectors, untimedInference, workerCount } from './service/inspectors.ts'
import { type LookedFrame, lookInOrder } from './service/looked.ts'
import { planRun, type RunPlan } from './service/run-plan.ts'

/**
 * Runs the scenario's day as fast as it goes, in simulated time, and prints `log sha256 <hex>` as its last line.
 * Hashed: part, truth, evaluation, defects and score, in order; never a latency. Nothing is stored or published.
 */
export async function runFast(settings: Settings, shell: Shell): Promise<void> {
  if (settings.inspection !== 'here')
    throw new JidokaError('USAGE', '--fast inspects here: workers keep to no simulated time.')
  const log = createLog(settings.logLevel)
  const closer = createCloser()
  try {
    const plan = await planDay(settings, shell)
    const { scenario, seed, card } = plan
    const workers = workerCount(settings.workers)
    const cameras = closer.add(startCameras(workers + 1, shell.edge, log), (pool) => pool.close())
    const eyes = { ...plan, second: patientSecond(plan.second) }
    const pool = closer.add(await startInspectors(eyes, workers, shell.edge, log), (opened) => opened.close())
    const { firstSequence: first } = plan
    const parts = Math.max(1, Math.round(scenario.durationS * scenario.partsPerSecond) - first)
    const shots = photograph(
      cameras,
      {
        seed,
        line: plan.line,
        prevalence: scenario.prevalence,
        partsPerSecond: scenario.partsPerSecond,
        parts,
        first,
        startMs: 0,
        withMask: false,
        conditionAt: (sequence) => conditionAt(scenario.faults, sequence / scenario.partsPerSecond),
      },
      4 * workers,
      shell.interruption(),
    )
    shell.err.write(
      `seed ${seed}, scenario ${scenario.name}, ${parts} parts, model ${card.sha256.slice(0, 12)}\n`,
    )
    const day = dayLog(parts, shell)
    const inference = untimedInference(pool, workers, wallClock)
    await runLine(shots, {
      ...day,
      card,
      clock: wallClock,
      look: lookInOrder(inference, 4 * workers),
      show: () => {},
    })
    if (!shell.interruption().aborted) day.end()
  } finally {
    await closer.close()
  }
}

/** @throws {JidokaError} USAGE where there is no simulated day, or none is left */
async function planDay(settings: Settings, shell: Shell): Promise<RunPlan> {
  const plan = await planRun(settings, shell.root, wallClock)
  if (plan.folder !== null)
    throw new JidokaError('USAGE', '--fast runs a scenario: photographs have no simulated time.')
  const { name, durationS } = plan.scenario
  if (settings.fromS >= durationS)
    throw new JidokaError('USAGE', `${name} ends after ${durationS} s: begin before that.`)
  return plan
}

/** Folds the day into a hash and a tally. */
function dayLog(parts: number, shell: Shell) {
  const hash = createHash('sha256')
  const progress = createProgress({ total: parts, label: 'parts', stream: shell.err, clock: wallClock })
  let tally = emptyTally
  let done = 0
  return {
    async record(inspected: readonly Inspected<LookedFrame>[]) {
      for (const { looked, inspection } of inspected) {
        const { partId, evaluation, score, defects } = inspection
        hash.update(`${JSON.stringify([partId, looked.capture.truth, evaluation, defects, score])}\n`)
      }
      done += inspected.length
      progress.update(done)
    },
    publish: () => {},
    verify(inspection: Inspection, truth: Truth) {
      tally = observe(tally, inspection.evaluation, truth.isDefective).tally
    },
    end() {
      progress.stop()
      shell.err.write(`${JSON.stringify({ parts: done, isSimulated: true, tally })}\n`)
      shell.out.write(`log sha256 ${hash.digest('hex')}\n`)
    },
  }
}
