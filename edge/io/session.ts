import { existsSync } from 'node:fs'
import { env, InferenceSession, Tensor } from 'onnxruntime-node'
import { JidokaError } from '../contract/error.ts'
import { sha256OfFile } from './file-hash.ts'

/** An input or output as the model declares it; a dimension that is free has a name, or an empty one. */
export interface TensorInfo {
  readonly name: string
  readonly type: string
  readonly dims: readonly (number | string)[]
}

export type Pixels = Uint8Array | Float32Array

/** One output of a run. `data` owns its buffer, so that it can move to another thread. */
export interface SessionOutput {
  readonly name: string
  readonly data: Float32Array<ArrayBuffer>
  readonly dims: readonly number[]
}

/** A loaded model with exactly one image input, uint8 or float32. */
export interface Session {
  readonly input: TensorInfo
  readonly outputs: readonly TensorInfo[]
  /** Of the .onnx file, hex. */
  readonly sha256: string
  /** The first output. Blocks the thread that calls it for as long as the network takes. */
  run(pixels: Pixels, dims: readonly number[]): Promise<SessionOutput>
  /** As `run`, but `data` is written over by the next call: what large maps cost otherwise is mostly their memory. */
  runInPlace(pixels: Pixels, dims: readonly number[]): Promise<SessionOutput>
  /** All outputs, in the order of the model; integers and booleans come as numbers. */
  runAll(pixels: Pixels, dims: readonly number[]): Promise<SessionOutput[]>
  /** Writes the profile that was asked for. */
  endProfile(): void
  close(): Promise<void>
}

export interface SessionOptions {
  /** Inside one run; several sessions with one thread each carry more parts. */
  readonly threads: number
  /** Where to write a trace of every operator: the path without its ending; left out: none is kept. */
  readonly profile?: string
  /** Other options of the runtime than the service's own, to be measured against them. */
  readonly tuning?: SessionTuning
}

/** Options of ONNX Runtime that change its speed and memory, never its answers. */
export type SessionTuning = Pick<
  InferenceSession.SessionOptions,
  'executionMode' | 'graphOptimizationLevel' | 'enableCpuMemArena' | 'enableMemPattern' | 'extra'
>

/**
 * Threads that wait by spinning would take the cores of the other workers. `bench --growth` measures other options beside
 * these: less graph optimisation takes twice the time, the others differ by no more than the noise.
 */
const ownTuning: SessionTuning = {
  executionMode: 'sequential',
  extra: { session: { intra_op: { allow_spinning: '0' }, inter_op: { allow_spinning: '0' } } },
}

export const runtimeVersion = (): string => env.versions.node ?? env.versions.common

/**
 * Loads a model for the CPU.
 * @throws {JidokaError} MODEL_MISSING; MODEL_INVALID for what is no ONNX model, or not one with a single image input
 */
export async function openSession(path: string, options: SessionOptions): Promise<Session> {
  if (!existsSync(path)) throw new JidokaError('MODEL_MISSING', `There is no model ${path}.`)
  const session = await load(path, options)
  try {
    const input = imageInput(path, session)
    const outputs = numberOutputs(path, session)
    const look = (pixels: Pixels, dims: readonly number[], wanted: string[] | Tensors) =>
      session.run({ [input.name]: tensorOf(pixels, dims) }, wanted).catch((error) => {
        const cause = `${path} could not look at an image of ${dims.join(' × ')} (${runtimeFault(error)}).`
        throw new JidokaError('MODEL_INVALID', cause)
      })
    const names = outputs.map(({ name }) => name)
    const [first = ''] = names
    const held: { shape: string; fetch: Tensors } = { shape: '', fetch: {} }
    return {
      input,
      outputs,
      sha256: await sha256OfFile(path),
      run: async (pixels, dims) => outputOf(first, await look(pixels, dims, [first])),
      async runInPlace(pixels, dims) {
        const shape = dims.join()
        if (shape === held.shape) await look(pixels, dims, held.fetch)
        else Object.assign(held, { shape, fetch: await look(pixels, dims, [first]) })
        return outputOf(first, held.fetch)
      },
      async runAll(pixels, dims) {
        const results = await look(pixels, dims, names)
        return names.map((name) => outputOf(name, results))
      },
      endProfile: () => session.endProfiling(),
      close: () => session.release(),
    }
  } catch (error) {
    await session.release()
    throw error
  }
}

async function load(path: string, { threads, profile, tuning }: SessionOptions): Promise<InferenceSession> {
  try {
    return await InferenceSession.create(path, {
      executionProviders: ['cpu'],
      ...ownTuning,
      ...tuning,
      intraOpNumThreads: threads,
      interOpNumThreads: 1,
      logSeverityLevel: 4,
      ...(profile === undefined ? {} : { enableProfiling: true, profileFilePrefix: profile }),
    })
  } catch (error) {
    throw new JidokaError(
      'MODEL_INVALID',
      `${path} is not an ONNX model that can be run (${runtimeFault(error)}).`,
    )
  }
}

/** What ONNX Runtime says, without its source lines, its paths and its second line. */
function runtimeFault(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error)
  const cause = text.replace(/^Load model from .*? failed:/, '').replace(/^\/\S+:\d+ .*\) (?=[A-Z])/, '')
  return (cause.split('\n')[0] ?? '').trim().replace(/\.$/, '')
}

function imageInput(path: string, { inputMetadata }: InferenceSession): TensorInfo {
  const inputs = inputMetadata.map(infoOf)
  const [input] = inputs
  if (inputs.length !== 1 || !input) {
    const names = inputs.map(({ name }) => name).join(', ')
    throw new JidokaError('MODEL_INVALID', `${path} has ${inputs.length} inputs (${names}), not one image.`)
  }
  if (input.type !== 'uint8' && input.type !== 'float32') {
    throw new JidokaError(
      'MODEL_INVALID',
      `The input ${input.name} of ${path} is ${input.type}, not uint8 or float32.`,
    )
  }
  return input
}

/** 16-bit floats come as their bits and text is no number: both would be misread. */
function numberOutputs(path: string, { outputMetadata }: InferenceSession): TensorInfo[] {
  const outputs = outputMetadata.map(infoOf)
  const odd = outputs.find(({ type }) => !/^(float(32|64)|u?int(8|16|32|64)|bool)$/.test(type))
  if (odd)
    throw new JidokaError(
      'MODEL_INVALID',
      `The output ${odd.name} of ${path} is ${odd.type}, which is not read.`,
    )
  if (outputs.length === 0) throw new JidokaError('MODEL_INVALID', `${path} has no output.`)
  return outputs
}

const infoOf = (value: InferenceSession.ValueMetadata): TensorInfo =>
  value.isTensor
    ? { name: value.name, type: value.type, dims: value.shape }
    : { name: value.name, type: 'no tensor', dims: [] }

const tensorOf = (pixels: Pixels, dims: readonly number[]): Tensor =>
  pixels instanceof Float32Array ? new Tensor('float32', pixels, dims) : new Tensor('uint8', pixels, dims)

type Tensors = InferenceSession.OnnxValueMapType

function outputOf(name: string, { [name]: value }: Tensors): SessionOutput {
  if (!(value instanceof Tensor)) throw new Error(`the model gave no output ${name}`)
  const { data, dims } = value
  const numbers =
    data instanceof Float32Array ? (data as Float32Array<ArrayBuffer>) : Float32Array.from(data, Number)
  return { name, data: numbers, dims }
}
