import path from 'node:path'
import { type PartDescription, refuseSet } from '../../datasets/readers/description.ts'
import { type DataSetKind, dataSetKinds, type LabelledCapture } from '../contract/data-set.ts'
import { JidokaError } from '../contract/error.ts'
import { inOrder } from '../io/in-order.ts'
import {
  type ImageInput,
  openPart,
  type Preparation,
  type SetContext,
  type SetFacts,
} from './data-set-capture.ts'
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
 * Opens `mvtec:<folder>`, `coco:<folder or .json>`, `yolo:<folder>`, `folder:<folder>`, `deeppcb:<folder or .txt>` or
 * `kolektorsdd:<folder>`. All labels are checked before the first part is given out. A set that `jidoka generate` wrote
 * is read exactly as it was made. What is to be done to every image stands behind the format, after commas:
 * `deeppcb,inverted,scale=0.5:<folder>`.
 * @throws {JidokaError} USAGE, DATASET_INVALID with file and row, YAML_INVALID
 */
export async function openDataSet(spec: string, { input }: DataSetOptions): Promise<DataSet> {
  const { kind, target, scale, isInverted } = parseSpec(spec)
  if (scale !== 1 && input.fit === 'resize')
    throw new JidokaError('USAGE', `The model takes images at one size, so ${spec} cannot scale them.`)
  const own = await findOwnSet(target, kind)
  const set = own ? await openOwnSet(own) : await openForeignSet[kind](target)
  if (set.parts === 0) refuseSet(target, 'it holds no part to verify on')
  const { descriptions, ...facts } = set
  const name = path.basename(path.resolve(set.folder))
  const context = { ...facts, line: set.card?.line ?? name, input, scale, isInverted }
  return { ...facts, kind, name, items: (signal) => captures(descriptions(), context, signal) }
}

interface Spec extends Preparation {
  readonly kind: DataSetKind
  readonly target: string
}

function parseSpec(spec: string): Spec {
  const [, name, wishes = '', target = ''] = /^([a-z]+)((?:,[^:]*)?):(.+)$/s.exec(spec) ?? []
  const kind = dataSetKinds.find((one) => one === name)
  if (kind) return { kind, target, ...preparationOf(wishes.split(',').slice(1)) }
  const forms = dataSetKinds.map((one) => `${one}:<folder>`).join(', ')
  throw new JidokaError('USAGE', `A data set is named ${forms}; ${spec || 'an empty name'} is none of them.`)
}

/** Images smaller or larger than this are no longer the same pictures. */
const [leastScale, mostScale] = [0.05, 4]

function preparationOf(wishes: readonly string[]): Preparation {
  let prepared: Preparation = { scale: 1, isInverted: false }
  for (const wish of wishes) {
    const scale = Number(/^scale=([\d.]+)$/.exec(wish)?.[1])
    if (wish === 'inverted') prepared = { ...prepared, isInverted: true }
    else if (scale >= leastScale && scale <= mostScale) prepared = { ...prepared, scale }
    else
      throw new JidokaError(
        'USAGE',
        `${wish || 'Nothing'} is not inverted or scale=<${leastScale} to ${mostScale}>, which a format may be followed by.`,
      )
  }
  return prepared
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
