import { existsSync } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { JidokaError } from '../contract/error.ts'
import { operatorCosts } from '../core/bench/operator-cost.ts'
import { medianOf } from '../core/quality/quantile.ts'
import { createLog } from '../io/log.ts'
import { loadModel, type Model } from '../io/model.ts'
import { profileModel } from '../io/profile.ts'
import { openSession, type Session } from '../io/session.ts'
import type { Shell } from '../io/shell.ts'
import { openBareLoop } from '../service/bare-loop.ts'
import { createCloser } from '../service/closer.ts'
import { type BenchFrames, framesFor, inputOf } from './bench-frame.ts'
import { makeInt8 } from './int8.ts'

export interface QuantizeOptions {
  readonly model: string
  /** Folder to make. */
  readonly out: string
  /** Images to calibrate on; left out: parts of the model's line. */
  readonly calibrate?: string | undefined
  readonly operators: readonly string[]
  readonly isJson: boolean
  readonly shell: Shell
}

interface QuantizeFinding {
  readonly out: string
  readonly quantizedOperators: number
  readonly sizeBytes: { readonly fp32: number; readonly int8: number }
  readonly framesPerS: { readonly fp32: number; readonly int8: number }
  readonly speedUp: number
  /** Largest and mean distance of the first output on the frames that it was calibrated on. */
  readonly difference: { readonly max: number; readonly mean: number }
  /** Of the integer model, milliseconds a frame. */
  readonly slowest: readonly { readonly operator: string; readonly ms: number }[]
}

const rounds = 5
const roundMs = 500
const comparedFrames = 16

/**
 * Makes an int8 model of a float32 one (QDQ, weights by channel), and holds it against the first. Nothing is replaced:
 * with a card, `calibrate --folder` and `verify` come before that. Returns the exit code: 1 when it is no faster.
 * @throws {JidokaError} MODEL_MISSING, MODEL_INVALID, USAGE for a folder that is there
 */
export async function quantize(options: QuantizeOptions): Promise<0 | 1> {
  const { out, shell, isJson, operators } = options
  if (existsSync(out)) throw new JidokaError('USAGE', `${out} is there already: name a folder to make.`)
  const model = await loadModel(options.model, { root: shell.root })
  const input = await inputOf(model)
  const frames = await framesFor(model, input, options.calibrate)
  const draft = `${out}.partial`
  const closer = createCloser()
  closer.add(draft, (folder) => rm(folder, { recursive: true, force: true }))
  try {
    const made = await makeInt8(model, frames, operators, draft)
    const found = {
      ...{ out, ...made },
      ...(await compared(model, path.join(draft, 'model.onnx'), input, frames, shell)),
    }
    await rename(draft, out)
    shell.out.write(isJson ? `${JSON.stringify(found)}\n` : page(found, model))
    return found.speedUp > 1 ? 0 : 1
  } finally {
    await closer.close()
  }
}

/** Both as bare loops in turn, and how far their answers lie apart. */
async function compared(
  model: Model,
  file: string,
  input: Session['input'],
  frames: BenchFrames,
  shell: Shell,
) {
  const { pixels, dims, type } = frames
  const closer = createCloser()
  try {
    const open = async (modelPath: string) => {
      const data = { modelPath, threads: 1, input: input.name, type, dims, frames: pixels }
      const loop = await openBareLoop(data, { loops: 1, edge: shell.edge, log: createLog('error') })
      return closer.add(loop, (opened) => opened.close())
    }
    const [floats, integers] = [await open(model.modelPath), await open(file)]
    const rates: { fp32: number; int8: number }[] = []
    for (let round = 0; round <= rounds; round++)
      rates.push({
        fp32: (await floats.run(roundMs)).runsPerS,
        int8: (await integers.run(roundMs)).runsPerS,
      })
    const measured = rates.slice(1)
    const [frame] = pixels
    const runs = frame ? await profileModel(file, { pixels: frame, dims }, 20) : []
    return {
      framesPerS: {
        fp32: medianOf(measured.map(({ fp32 }) => fp32)),
        int8: medianOf(measured.map(({ int8 }) => int8)),
      },
      speedUp: medianOf(measured.map(({ fp32, int8 }) => int8 / fp32)),
      difference: await differenceOf([model.modelPath, file], frames),
      slowest: operatorCosts(runs, 20)
        .slice(0, 5)
        .map(({ operator, ms }) => ({ operator, ms })),
    }
  } finally {
    await closer.close()
  }
}

async function differenceOf([fp32, int8]: readonly [string, string], { pixels, dims }: BenchFrames) {
  const [a, b] = [await openSession(fp32, { threads: 1 }), await openSession(int8, { threads: 1 })]
  let [max, sum, count] = [0, 0, 0]
  for (const frame of pixels.slice(0, comparedFrames)) {
    const [one, other] = [(await a.run(frame, dims)).data, (await b.run(frame, dims)).data]
    for (const [index, value] of one.entries()) {
      const off = Math.abs(value - (other[index] ?? 0))
      max = Math.max(max, off)
      sum += off
    }
    count += one.length
  }
  await Promise.all([a.close(), b.close()])
  return { max, mean: sum / Math.max(1, count) }
}

function page(
  { out, quantizedOperators, sizeBytes, framesPerS, speedUp, difference, slowest }: QuantizeFinding,
  { card }: Model,
) {
  const next = card
    ? `Before it may take the place of the first: npx jidoka calibrate --line ${card.recipe.line} --folder "${out}"\n`
    : ''
  return `${out}: ${quantizedOperators} operators in int8, ${Math.round(sizeBytes.int8 / 1000)} kB (${Math.round(sizeBytes.fp32 / 1000)} kB before)
${framesPerS.int8.toFixed(1)} frames a second instead of ${framesPerS.fp32.toFixed(1)}, ${speedUp.toFixed(2)} times: ${speedUp > 1 ? 'faster' : 'no gain on this processor'}
answers lie ${difference.mean.toExponential(1)} apart on average, at most ${difference.max.toFixed(3)}
slowest operators: ${slowest.map(({ operator, ms }) => `${operator} ${ms.toFixed(2)} ms`).join(', ')}
${next}`
}
