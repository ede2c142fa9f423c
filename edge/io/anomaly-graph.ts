import { clone, create } from '@bufbuild/protobuf'
import type { Memory } from '../core/teach/memory.ts'
import {
  AttributeProtoSchema,
  type GraphProto,
  type ModelProto,
  ModelProtoSchema,
  NodeProtoSchema,
} from './generated/onnx_graph_pb.ts'
import { TensorProtoSchema, ValueInfoProtoSchema } from './generated/onnx_tensor_pb.ts'

/** ONNX numbers of element types. */
const types = { float32: 1, uint8: 2, int64: 7 } as const

export type { ModelProto as OnnxModel } from './generated/onnx_graph_pb.ts'

export interface GraphInput {
  readonly width: number
  readonly height: number
  readonly channels: 1 | 3
}

/** The backbone, which now takes `pixels` (uint8, 1 × channels × height × width) and gives `features`. */
export function featureGraph(backbone: ModelProto, input: GraphInput): ModelProto {
  const model = clone(ModelProtoSchema, backbone)
  const graph = graphOf(model)
  const colour = { 1: ['grey', 'grey', 'grey'], 3: ['colour'] }[input.channels]
  const levels = input.channels === 1 ? 'grey' : 'colour'
  graph.node.unshift(
    node('Cast', ['pixels'], levels, { to: types.float32 }),
    node('Concat', colour, 'levels', { axis: 1 }),
  )
  graph.input = [value('pixels', types.uint8, [1, input.channels, input.height, input.width])]
  return model
}

/**
 * The whole inspection in one graph: features, brought to the scale of the memory, and the distance of each cell to
 * the nearest of what is remembered, |z|² − 2 z·b + |b|², as one convolution whose kernels are the memory. The map
 * is d / (d + threshold): 0.5 at the threshold.
 */
export function anomalyGraph(
  backbone: ModelProto,
  input: GraphInput,
  memory: Memory,
  threshold: number,
): ModelProto {
  const model = distanceGraph(backbone, input, memory)
  const graph = graphOf(model)
  graph.initializer.push(floats('threshold', [], [threshold]))
  graph.node.push(
    node('ReduceMin', ['squares', 'channel'], 'square'),
    node('Relu', ['square'], 'least'),
    node('Sqrt', ['least'], 'distance'),
    node('Add', ['distance', 'threshold'], 'scale'),
    node('Div', ['distance', 'scale'], 'maps'),
  )
  graph.output = [value('maps', types.float32, [1, 1, input.height / stridePx, input.width / stridePx])]
  return model
}

/** Pixels of the picture for each cell of the features. */
export const stridePx = 8

/** As far as the squared distance of each cell to everything that is remembered. */
export function distanceGraph(backbone: ModelProto, input: GraphInput, memory: Memory): ModelProto {
  const { mean, weight, bank } = memory
  const size = mean.length
  const count = bank.length / size
  const model = featureGraph(backbone, input)
  const graph = graphOf(model)
  const norms = Float32Array.from({ length: count }, (_, row) =>
    bank.subarray(row * size, (row + 1) * size).reduce((sum, one) => sum + one * one, 0),
  )
  graph.initializer.push(
    floats('mean', [1, size, 1, 1], mean),
    floats('weight', [1, size, 1, 1], weight),
    floats(
      'bank',
      [count, size, 1, 1],
      bank.map((one) => -2 * one),
    ),
    floats('norms', [count], norms),
    whole('channel', 1),
  )
  graph.node.push(
    node('Sub', ['features', 'mean'], 'centred_features'),
    node('Mul', ['centred_features', 'weight'], 'z'),
    node('Mul', ['z', 'z'], 'z_squared'),
    node('ReduceSum', ['z_squared', 'channel'], 'z_norm'),
    node('Conv', ['z', 'bank', 'norms'], 'products'),
    node('Add', ['products', 'z_norm'], 'squares'),
  )
  graph.output = [
    value('squares', types.float32, [1, count, input.height / stridePx, input.width / stridePx]),
  ]
  return model
}

function graphOf({ graph }: ModelProto): GraphProto {
  if (!graph) throw new Error('the backbone holds no graph')
  return graph
}

const node = (
  opType: string,
  input: string[],
  output: string,
  attributes: Readonly<Record<string, number>> = {},
) =>
  create(NodeProtoSchema, {
    ...{ opType, name: output, input, output: [output] },
    attribute: Object.entries(attributes).map(([name, i]) =>
      create(AttributeProtoSchema, { name, type: 2, i: BigInt(i) }),
    ),
  })

const value = (name: string, elemType: number, dims: readonly number[]) =>
  create(ValueInfoProtoSchema, {
    name,
    type: { tensorType: { elemType, shape: { dim: dims.map((dim) => ({ dimValue: BigInt(dim) })) } } },
  })

const tensor = (name: string, dims: readonly number[], dataType: number, values: ArrayBufferView) =>
  create(TensorProtoSchema, {
    ...{ name, dims: dims.map(BigInt), dataType },
    rawData: new Uint8Array(values.buffer, values.byteOffset, values.byteLength),
  })

const floats = (name: string, dims: readonly number[], values: ArrayLike<number>) =>
  tensor(name, dims, types.float32, Float32Array.from(values))

const whole = (name: string, only: number) => tensor(name, [1], types.int64, BigInt64Array.of(BigInt(only)))
