import { readFile } from 'node:fs/promises'
import { create, fromBinary, toBinary } from '@bufbuild/protobuf'
import { JidokaError } from '../contract/error.ts'
import {
  GraphProtoSchema,
  type ModelProto,
  ModelProtoSchema,
  NodeProtoSchema,
} from './generated/onnx_graph_pb.ts'
import { ValueInfoProtoSchema } from './generated/onnx_tensor_pb.ts'

const float32 = 1
/** What onnxruntime 1.30 reads, and older ones too. */
const versions = { ir: 8n, opset: 17n }

const matrix = (name: string, dims: readonly bigint[]) =>
  create(ValueInfoProtoSchema, {
    name,
    type: {
      tensorType: {
        elemType: float32,
        shape: { dim: dims.map((dimValue) => ({ dimValue })) },
      },
    },
  })

/** A model that multiplies its input, as an image of one channel, side × side, by itself: what a computer can do at most. */
export function productModel(side: number): Uint8Array {
  const dims = [1n, 1n, BigInt(side), BigInt(side)]
  const node = create(NodeProtoSchema, { opType: 'MatMul', input: ['a', 'a'], output: ['product'] })
  const graph = create(GraphProtoSchema, {
    ...{ name: 'product', node: [node], input: [matrix('a', dims)], output: [matrix('product', dims)] },
  })
  return toBinary(
    ModelProtoSchema,
    create(ModelProtoSchema, {
      ...{ irVersion: versions.ir, producerName: 'jidoka', graph },
      opsetImport: [{ domain: '', version: versions.opset }],
    }),
  )
}

/** Reads a model as a graph that can be changed. @throws {JidokaError} MODEL_INVALID */
export async function readOnnx(file: string): Promise<ModelProto> {
  try {
    return fromBinary(ModelProtoSchema, await readFile(file))
  } catch (error) {
    throw new JidokaError(
      'MODEL_INVALID',
      `${file} is no ONNX file (${error instanceof Error ? error.message : error}).`,
    )
  }
}

export const onnxBytes = (model: ModelProto): Uint8Array => toBinary(ModelProtoSchema, model)
