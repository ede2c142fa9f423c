import path from 'node:path'
import { type PartDescription, refuseSet } from '../../datasets/readers/description.ts'
import { type DataSetKind, dataSetKinds, type LabelledCapture } from '../contract/data-set.ts'
import { JidokaError } from '../contract/error.ts'
import { inOrder } from '../io/in-order.ts'
import { type ImageInput, openPart, type SetContext, type SetFacts } from './data-set-capture.ts'
import { openForeignSet } from './data-set-foreign.ts'
import { findOwnSet, openOwnSet } from './data-set-own.ts'

export interface DataSetOptions {
  /** `card.input` of the model that will look at the images. */
  readonly input: ImageInput
}

/** A set of labelled images whose labels have been read and checked; images are opened as they are asked for. */
export interface DataSet extends SetFacts {
  readonly kind: DataSetKind
  /** The name of its folder. */
  readonly name: string
  /** The parts in the order of the set. @throws {JidokaError} DATASET_INVALID, IMAGE_UNREADABLE with the file */
  items(signal: AbortSignal): AsyncIterable<LabelledCapture>
}

/** Images decoded ahead of whoever looks at them. */
const lookahead = 4

/**
 * Opens `mvtec:<folder>`, `coco:<folder or .json>`, `yolo:<folder>` or `folder:<folder>`. All labels are checked before
 * the first part is given out. A set that `jidoka generate` wrote is read exactly as it was made.
 * @throws {JidokaError} USAGE, DATASET_INVALID with file and row, YAML_INVALID
 */
export async function openDataSet(spec: string, { input }: DataSetOptions): Promise<DataSet> {
  const { kind, target } = parseSpec(spec)
  const own = await findOwnSet(target, kind)
  const set = own ? await openOwnSet(own) : await openForeignSet[kind](target)
  if (set.parts === 0) refuseSet(target, 'it holds no part to verify on')
  const { descriptions, ...facts } = set
  const name = path.basename(path.resolve(set.folder))
  const context = { ...facts, line: set.card?.line ?? name, input }
  return { ...facts, kind, name, items: (signal) => captures(descriptions(), context, signal) }
}

function parseSpec(spec: string): { kind: DataSetKind; target: string } {
  const kind = dataSetKinds.find((one) => spec.startsWith(`${one}:`))
  const target = kind ? spec.slice(kind.length + 1) : ''
  if (kind && target !== '') return { kind, target }
  const forms = dataSetKinds.map((one) => `${one}:<folder>`).join(', ')
  throw new JidokaError('USAGE', `A data set is named ${forms}; ${spec || 'an empty name'} is none of them.`)
}

async function* captures(
  descriptions: AsyncIterable<PartDescription> | Iterable<PartDescription>,
  set: SetContext,
  signal: AbortSignal,
): AsyncGenerator<LabelledCapture> {
  async function* numbered() {
    let sequence = 0
    for await (const description of descriptions) {
      if (signal.aborted) return
      yield { description, sequence: sequence++ }
    }
  }
  const open = (one: { description: PartDescription; sequence: number }) =>
    openPart(set, one.description, one.sequence)
  for await (const ready of inOrder(numbered(), open, lookahead)) yield* ready
}
