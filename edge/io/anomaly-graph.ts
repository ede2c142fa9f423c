import { clone, create } from '@bufbuild/protobuf'
import type { Head } from '../core/teach/head.ts'
import type { Memory } from '../core/teach/memory.ts'
import type { Normal } from '../core/teach/method.ts'
import type { Naming } from '../core/teach/naming.ts'
import type { NormalPart } from '../core/teach/normal-part.ts'
import {
  AttributeProtoSchema,
  type GraphProto,
  type ModelProto,
  ModelProtoSchema,
  NodeProtoSchema,
} from './generated/onnx_graph_pb.ts'
import { TensorProtoSchema, ValueInfoProtoSchema } from './generated/onnx_tensor_pb.ts'

/** How much of a cell's score goes to the class that it is most like. */
const sharpness = 10

/** ONNX numbers of element types. */
const types = { float32: 1, uint8: 2, int64: 7 } as const

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

/** Pixels of the picture for each cell of the features. */
export const stridePx = 16

/** What labelled defects taught. */
export interface Learnt {
  readonly head: Head | null
  readonly naming: Naming | null
}

/**
 * The whole inspection in one graph: features, what is left of them over the mean of good parts, its correlation taken
 * out by one convolution, and its distance from what is normal. The map is d / (d + threshold): 0.5 at the threshold;
 * where defects have names, a map of each class follows, its share of that.
 */
export function anomalyGraph(
  backbone: ModelProto,
  input: GraphInput,
  normal: Normal,
  threshold: number,
  { head, naming }: Learnt = { head: null, naming: null },
): ModelProto {
  const model = featureGraph(backbone, input)
  const graph = graphOf(model)
  const { channels } = normal
  const [down, across] = [input.height / stridePx, input.width / stridePx]
  const shape = [1, channels, down, across]
  graph.initializer.push(
    floats('normal.mean', shape, normal.mean),
    floats('normal.mix', [channels, channels, 1, 1], normal.mix),
    floats('threshold', [], [threshold]),
    whole('over_channels', 1),
  )
  graph.node.push(
    node('Sub', ['features', 'normal.mean'], 'left'),
    node('Conv', ['left', 'normal.mix'], 'mixed'),
  )
  if ('bank' in normal) searchMemory(graph, normal)
  else weighPlaces(graph, normal, [down, across])
  graph.node.push(node('Sqrt', ['square'], head ? 'bare_distance' : 'distance'))
  if (head) addHead(graph, head)
  graph.node.push(
    node('Add', ['distance', 'threshold'], 'scale'),
    node('Div', ['distance', 'scale'], naming ? 'score' : 'maps'),
  )
  if (naming) nameDefects(graph, naming, channels)
  graph.output = [value('maps', types.float32, [1, 1 + (naming?.classes.length ?? 0), down, across])]
  return model
}

/** A cell's class is that whose direction its features have. */
function nameDefects(graph: GraphProto, { classes, directions }: Naming, channels: number): void {
  graph.initializer.push(
    floats('tiny', [], [1e-6]),
    floats(
      'naming.directions',
      [classes.length, channels, 1, 1],
      directions.map((value) => sharpness * value),
    ),
  )
  graph.node.push(
    node('ReduceL2', ['mixed', 'over_channels'], 'bare_size'),
    node('Add', ['bare_size', 'tiny'], 'size'),
    node('Div', ['mixed', 'size'], 'direction'),
    node('Conv', ['direction', 'naming.directions'], 'alike'),
    node('Softmax', ['alike'], 'share', { axis: 1 }),
    node('Mul', ['score', 'share'], 'named'),
    node('Concat', ['score', 'named'], 'maps', { axis: 1 }),
  )
}

/** What labelled defects add to the distance. */
function addHead(graph: GraphProto, { weights, bias }: Head): void {
  graph.initializer.push(
    floats('head.weights', [1, weights.length, 1, 1], weights),
    floats('head.bias', [1], [bias]),
  )
  graph.node.push(
    node('Conv', ['mixed', 'head.weights', 'head.bias'], 'logit'),
    node('Relu', ['logit'], 'defect'),
    node('Add', ['bare_distance', 'defect'], 'distance'),
  )
}

/** (|z|² - Σ (way · z)²) · weight: the length that no main direction of the cell explains. */
function weighPlaces(
  graph: GraphProto,
  { weight, ways, way, channels }: NormalPart,
  size: readonly number[],
): void {
  graph.initializer.push(floats('normal.weight', [1, 1, ...size], weight))
  graph.node.push(
    node('Mul', ['mixed', 'mixed'], 'squares'),
    node('ReduceSum', ['squares', 'over_channels'], ways > 0 ? 'length' : 'unexplained'),
  )
  if (ways > 0) {
    graph.initializer.push(floats('normal.way', [ways, channels, ...size], way), whole('over_ways', 0))
    graph.node.push(
      node('Mul', ['mixed', 'normal.way'], 'parts_along'),
      node('ReduceSum', ['parts_along', 'over_channels'], 'along'),
      node('Mul', ['along', 'along'], 'explained_by'),
      node('ReduceSum', ['explained_by', 'over_ways'], 'explained'),
      node('Sub', ['length', 'explained'], 'rough'),
      // Rounding may leave a little less than nothing.
      node('Relu', ['rough'], 'unexplained'),
    )
  }
  graph.node.push(node('Mul', ['unexplained', 'normal.weight'], 'square'))
}

/** |z - b|² = |z|² + (|b|² - 2 z·b): the bracket is one convolution, of which the least counts. */
function searchMemory(graph: GraphProto, { bank, channels }: Memory): void {
  const rows = bank.length / channels
  const lengths = Float32Array.from({ length: rows }, (_, row) =>
    bank.subarray(row * channels, (row + 1) * channels).reduce((sum, value) => sum + value * value, 0),
  )
  graph.initializer.push(
    floats(
      'memory.rows',
      [rows, channels, 1, 1],
      bank.map((value) => -2 * value),
    ),
    floats('memory.lengths', [rows], lengths),
  )
  graph.node.push(
    node('Conv', ['mixed', 'memory.rows', 'memory.lengths'], 'away'),
    node('ReduceMin', ['away', 'over_channels'], 'least'),
    node('Mul', ['mixed', 'mixed'], 'squares'),
    node('ReduceSum', ['squares', 'over_channels'], 'length'),
    node('Add', ['length', 'least'], 'rough'),
    // Rounding may leave a little less than nothing.
    node('Relu', ['rough'], 'square'),
  )
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
