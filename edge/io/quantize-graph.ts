import { clone, create } from '@bufbuild/protobuf'
import { affineOf, quantizeBias, quantizeWeights, type Range } from '../core/quantize/scale.ts'
import {
  AttributeProtoSchema,
  type GraphProto,
  type ModelProto,
  ModelProtoSchema,
  type NodeProto,
  NodeProtoSchema,
} from './generated/onnx_graph_pb.ts'
import { type TensorProto, TensorProtoSchema, ValueInfoProtoSchema } from './generated/onnx_tensor_pb.ts'

/** ONNX numbers of element types. */
const types = { float32: 1, uint8: 2, int8: 3, int32: 6 } as const
/** Operators that have an integer form, and how many of their inputs carry data. */
const dataInputs: Readonly<Record<string, number>> = { Conv: 1, Add: 2, MaxPool: 1, Resize: 1 }

/** What is to be quantized in a graph. */
interface Chosen {
  readonly nodes: readonly NodeProto[]
  /** Tensors between nodes whose ranges must be known. */
  readonly tensors: ReadonlySet<string>
}

/** Convolutions with fixed float32 weights, and what stands between them. */
function choose(graph: GraphProto, operators: readonly string[]): Chosen {
  const weights = new Set(
    graph.initializer.filter(({ dataType }) => dataType === types.float32).map(({ name }) => name),
  )
  const constants = new Set(
    graph.node.filter(({ opType }) => opType === 'Constant').flatMap(({ output }) => output),
  )
  const isData = (name: string | undefined) => Boolean(name && !weights.has(name) && !constants.has(name))
  const nodes = graph.node.filter(({ opType, input }) => {
    if (!operators.includes(opType)) return false
    if (opType === 'Conv') return weights.has(input[1] ?? '')
    return input.slice(0, dataInputs[opType]).every(isData)
  })
  const outcome = (node: NodeProto) => resultOf(node, graph)
  const tensors = nodes.flatMap((node) => [
    ...node.input.slice(0, dataInputs[node.opType]),
    ...(leadsOn(outcome(node), nodes) ? [outcome(node)] : []),
  ])
  return { nodes, tensors: new Set(tensors) }
}

/** What a node gives, behind the Relu that alone takes it: runtimes make one of the two. */
function resultOf({ output }: NodeProto, graph: GraphProto): string {
  const [own = ''] = output
  const takers = graph.node.filter(({ input }) => input.includes(own))
  const [only] = takers
  return takers.length === 1 && only?.opType === 'Relu' ? (only.output[0] ?? own) : own
}

/** Only what another integer operator takes is rounded: the answers of a network stay as fine as they are. */
const leadsOn = (name: string, nodes: readonly NodeProto[]): boolean =>
  nodes.some(({ input, opType }) => input.slice(0, dataInputs[opType]).includes(name))

/** The same model, which gives the tensors too whose ranges must be known. */
export function withObservers(
  model: ModelProto,
  operators: readonly string[],
): { model: ModelProto; tensors: string[] } {
  const copy = clone(ModelProtoSchema, model)
  const { graph } = copy
  if (!graph) return { model: copy, tensors: [] }
  const given = new Set([...graph.output, ...graph.input].map(({ name }) => name))
  const tensors = [...choose(graph, operators).tensors].filter((name) => !given.has(name))
  const type = { tensorType: { elemType: types.float32 } }
  graph.output.push(...tensors.map((name) => create(ValueInfoProtoSchema, { name, type })))
  return { model: copy, tensors }
}

/** The model in integers: quantize and dequantize around every operator that has an integer form (QDQ). */
export function quantizeGraph(
  model: ModelProto,
  ranges: ReadonlyMap<string, Range>,
  operators: readonly string[],
): { readonly model: ModelProto; readonly quantized: number } {
  const copy = clone(ModelProtoSchema, model)
  const { graph } = copy
  if (!graph) return { model: copy, quantized: 0 }
  const { nodes, tensors } = choose(graph, operators)
  const added: TensorProto[] = []
  const before = new Map<NodeProto, NodeProto[]>()
  for (const node of nodes) {
    const range = ranges.get(node.input[0] ?? '')
    if (node.opType === 'Conv' && range)
      before.set(node, quantizeConv(node, graph, affineOf(range).scale, added))
  }
  const pairs = new Map(
    [...tensors].flatMap((name) => {
      const range = ranges.get(name)
      return range ? [[name, pairFor(name, range, added)] as const] : []
    }),
  )
  const placed: NodeProto[] = [...inputPairs(graph, pairs)]
  for (const node of graph.node) {
    const own = node.output.flatMap((name) => pairs.get(name) ?? [])
    node.input = node.input.map((name) => (pairs.has(name) ? `${name}_dq` : name))
    placed.push(...(before.get(node) ?? []), node, ...own)
  }
  graph.node = placed
  const used = new Set(placed.flatMap(({ input }) => input))
  graph.initializer = [...graph.initializer, ...added].filter(({ name }) => used.has(name))
  return { model: copy, quantized: nodes.length }
}

const inputPairs = (graph: GraphProto, pairs: ReadonlyMap<string, NodeProto[]>): NodeProto[] =>
  graph.input.flatMap(({ name }) => pairs.get(name) ?? [])

function pairFor(name: string, range: Range, added: TensorProto[]): NodeProto[] {
  const { scale, zeroPoint } = affineOf(range)
  added.push(floats(`${name}_scale`, [], Float32Array.of(scale)))
  added.push(bytes(`${name}_zero`, [], types.uint8, Uint8Array.of(zeroPoint)))
  const how = [`${name}_scale`, `${name}_zero`]
  return [
    create(NodeProtoSchema, {
      opType: 'QuantizeLinear',
      name: `${name}_Q`,
      input: [name, ...how],
      output: [`${name}_q`],
    }),
    create(NodeProtoSchema, {
      opType: 'DequantizeLinear',
      name: `${name}_DQ`,
      input: [`${name}_q`, ...how],
      output: [`${name}_dq`],
    }),
  ]
}

/** Weights as int8 for each channel, biases as int32; what makes floats of them again stands before the node. */
function quantizeConv(
  node: NodeProto,
  graph: GraphProto,
  inputScale: number,
  added: TensorProto[],
): NodeProto[] {
  const [, weightName = '', biasName] = node.input
  const weights = graph.initializer.find(({ name }) => name === weightName)
  if (!weights) return []
  const channels = Number(weights.dims[0])
  const { values, scales } = quantizeWeights(floatsOf(weights), channels)
  const made = [fixed(`${node.name}_w`, weights.dims, types.int8, values, scales, added)]
  const inputs = [node.input[0] ?? '', `${node.name}_w_dq`]
  const bias = biasName ? graph.initializer.find(({ name }) => name === biasName) : undefined
  if (bias) {
    const products = scales.map((scale) => scale * inputScale)
    const whole = quantizeBias(floatsOf(bias), scales, inputScale)
    made.push(fixed(`${node.name}_b`, bias.dims, types.int32, whole, products, added))
    inputs.push(`${node.name}_b_dq`)
  }
  node.input = inputs
  return made
}

/** A constant of integers, with the node that makes floats of it, channel by channel. */
function fixed(
  name: string,
  dims: readonly bigint[],
  dataType: number,
  values: Int8Array | Int32Array,
  scales: Float32Array,
  added: TensorProto[],
): NodeProto {
  added.push(bytes(`${name}_q`, dims, dataType, new Uint8Array(values.buffer)))
  added.push(floats(`${name}_scale`, [BigInt(scales.length)], scales))
  const zeros = dataType === types.int8 ? new Uint8Array(scales.length) : new Uint8Array(4 * scales.length)
  added.push(bytes(`${name}_zero`, [BigInt(scales.length)], dataType, zeros))
  return create(NodeProtoSchema, {
    ...{ opType: 'DequantizeLinear', name: `${name}_DQ`, output: [`${name}_dq`] },
    input: [`${name}_q`, `${name}_scale`, `${name}_zero`],
    attribute: [create(AttributeProtoSchema, { name: 'axis', type: 2, i: 0n })],
  })
}

const bytes = (name: string, dims: readonly bigint[], dataType: number, rawData: Uint8Array): TensorProto =>
  create(TensorProtoSchema, { name, dims: [...dims], dataType, rawData })

const floats = (name: string, dims: readonly bigint[], values: Float32Array): TensorProto =>
  bytes(name, dims, types.float32, new Uint8Array(values.slice().buffer))

function floatsOf({ floatData, rawData }: TensorProto): Float32Array {
  if (floatData.length > 0) return Float32Array.from(floatData)
  return new Float32Array(Uint8Array.from(rawData).buffer)
}
