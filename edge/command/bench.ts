import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import type { BenchModel, BenchReport, BenchRow } from '../contract/bench.ts'
import { bottleneckOf, recommendationOf } from '../core/bench/finding.ts'
import { macsPerFrame, operatorCosts } from '../core/bench/operator-cost.ts'
import { sizingOf } from '../core/bench/sizing.ts'
import { wallClock } from '../io/clock.ts'
import { commitOf } from '../io/commit.ts'
import { energySource, machineFacts } from '../io/fingerprint.ts'
import { matrixPeakGflops } from '../io/matrix-peak.ts'
import { loadModel, type Model } from '../io/model.ts'
import { profileModel } from '../io/profile.ts'
import { createProgress } from '../io/progress.ts'
import type { Session } from '../io/session.ts'
import type { BenchReports } from '../report/bench-table.ts'
import { accuracyOf } from './bench-accuracy.ts'
import { type BenchFrames, framesFor, inputOf } from './bench-frame.ts'
import { machineSampleCosts } from './bench-machine.ts'
import { memoryOver } from './bench-memory.ts'
import { measure } from './bench-model.ts'
import { benchPage } from './bench-page.ts'
import { type BenchPlan, settingsOf } from './bench-plan.ts'
import { readPeers, readReport, writeBenchReport } from './bench-report.ts'
import { renderingRates } from './bench-rest.ts'
import type { MeasuredRow } from './bench-row.ts'
import { integerOperators, makeInt8 } from './int8.ts'
import { checkReportPlace } from './verify-report.ts'

const profiledFrames = 30

export interface BenchWish {
  readonly isJson: boolean
  /** The rendering of every line and a sample of every machine too. */
  readonly isWhole: boolean
  /** Through the line of the first model afterwards, for memory. */
  readonly parts: number
}

/**
 * Models under the loads of MLPerf Inference, each beside a bare loop of the same sessions in the same run; and how
 * right they are. Ratios are what counts, since computers differ and are shared.
 * @throws {JidokaError} MODEL_MISSING, MODEL_INVALID, IMAGE_UNREADABLE
 */
export async function bench(plan: BenchPlan, { isJson, isWhole, parts }: BenchWish): Promise<void> {
  const { shell, models } = plan
  if (plan.report !== undefined) checkReportPlace(plan.report)
  const others = await Promise.all(plan.compare.map(readReport))
  const peers = plan.peers === undefined ? null : await readPeers(plan.peers)
  const total = models.length * plan.precisions.length * settingsOf(plan).length
  const progress = createProgress({ total, label: 'settings', stream: shell.err, clock: wallClock })
  try {
    // Before minutes of measuring: a model that is none.
    for (const name of models) await inputOf(await loadModel(name, { root: shell.root }))
    const peakGflops = await matrixPeakGflops()
    const found: Benched[] = []
    let done = 0
    const step = () => progress.update(++done)
    for (const name of models)
      for await (const variant of variantsOf(name, plan))
        found.push(await benchVariant(variant, name, plan, peakGflops, step))
    progress.stop()
    const report: BenchReport = {
      machine: {
        ...machineFacts(),
        commit: commitOf(shell.root) ?? 'unknown',
        peakGflops: Math.round(10 * peakGflops) / 10,
        drift: Math.round(1000 * Math.max(...found.map(({ drift }) => drift))) / 1000,
        energy: energySource(),
      },
      isSimulated: found.some(({ isSimulated }) => isSimulated),
      models: found.map(({ model }) => model),
      results: found.flatMap(({ rows }) => rows),
    }
    const [first] = models
    const rest = {
      ...(isWhole && { renderedPartsPerSPerCore: renderingRates() }),
      ...(isWhole && { machineSampleMs: await machineSampleCosts(shell.root) }),
      ...(parts > 0 && first !== undefined && { memory: await memoryOver(first, parts, shell) }),
    }
    const reports: BenchReports = [report, ...others]
    const sizing = plan.sizing && { ...plan.sizing, cores: report.machine.cores }
    const sizings = sizing
      ? report.models.flatMap(({ model }) => sizingOf(model, report.results, sizing) ?? [])
      : []
    const whole = { ...report, ...rest, ...(sizing && { sizings }), ...(peers && { peers }) }
    shell.out.write(isJson ? `${JSON.stringify(whole)}\n` : benchPage(reports, sizings, rest, peers))
    if (plan.report !== undefined) await writeBenchReport(plan.report, reports, plan, peers)
  } finally {
    progress.stop()
  }
}

interface Variant {
  /** What it is loaded by. */
  readonly name: string
  readonly model: Model
  readonly input: Session['input']
  readonly frames: BenchFrames
  readonly precision: BenchRow['precision']
}

interface Benched {
  readonly model: BenchModel
  readonly rows: readonly BenchRow[]
  readonly drift: number
  readonly isSimulated: boolean
}

/** In each precision that is asked for. */
async function* variantsOf(name: string, plan: BenchPlan): AsyncGenerator<Variant> {
  const model = await loadModel(name, { root: plan.shell.root })
  const input = await inputOf(model)
  const frames = await framesFor(model, input, plan.images)
  if (plan.precisions.includes('fp32')) yield { name, model, input, frames, precision: 'fp32' }
  if (!plan.precisions.includes('int8')) return
  const folder = await mkdtemp(path.join(os.tmpdir(), 'jidoka-int8-'))
  try {
    await makeInt8(model, frames, integerOperators, folder)
    const file = path.join(folder, 'model.onnx')
    // Ours, of this moment: nobody could have signed it.
    const made = await loadModel(file, { root: plan.shell.root, key: '' })
    yield { name: file, model: made, input, frames, precision: 'int8' }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function benchVariant(
  { name, model, input, frames, precision }: Variant,
  label: string,
  plan: BenchPlan,
  peakGflops: number,
  done: () => void,
): Promise<Benched> {
  const [pixels] = frames.pixels
  const runs = pixels
    ? await profileModel(model.modelPath, { pixels, dims: frames.dims }, profiledFrames)
    : []
  const macs = macsPerFrame(runs, profiledFrames)
  const line = frames.isSimulated ? model.card?.recipe.line : undefined
  const accuracy = line === undefined ? null : await accuracyOf(line, name, plan)
  const measured: MeasuredRow[] = []
  const drifts: number[] = []
  for (const setting of settingsOf(plan)) {
    const { rows, drift } = await measure({ model, input, frames, plan }, setting)
    measured.push(...rows.map((row) => ({ ...row, precision })))
    drifts.push(drift)
    done()
  }
  const named = model.card?.name ?? (precision === 'int8' ? `${label}-int8` : label)
  const rows = measured.map((row) => completed(row, named, macs, peakGflops, accuracy?.verdict ?? null))
  const operators = operatorCosts(runs, profiledFrames)
  return {
    ...{ rows, drift: Math.max(...drifts), isSimulated: frames.isSimulated },
    model: {
      ...{ model: named, sha256: model.sha256, note: frames.note, operators, accuracy },
      input: `${input.name} ${input.type} ${frames.dims.join(' × ')}`,
      bottleneck: bottleneckOf(rows, operators, peakGflops),
      recommendation: recommendationOf(rows, plan.scenarios.includes('server') ? plan.boundMs : null),
    },
  }
}

/** The network's own speed is that of the bare loop: what is around it is no work of the network. */
function completed(
  row: MeasuredRow,
  model: string,
  macs: number | null,
  peakGflops: number,
  verdict: BenchRow['verdict'],
): BenchRow {
  const gflops = macs === null ? null : (2 * macs * row.bareFramesPerS) / 1e9
  const threads = Math.min(row.workers * row.threads, machineFacts().cores)
  const round = (value: number) => Math.round(1000 * value) / 1000
  return {
    ...{ model, ...row, macs, verdict },
    gflops: gflops === null ? null : round(gflops),
    peakFraction: gflops === null ? null : round(gflops / (peakGflops * threads)),
  }
}
