import type { OperatorCost } from '../../contract/bench.ts'

/** One operator that ran, as the runtime's profile tells it. */
export interface OperatorRun {
  readonly operator: string
  readonly ms: number
  readonly inputs: readonly (readonly number[])[]
  readonly outputs: readonly (readonly number[])[]
}

const product = (dims: readonly number[]): number => dims.reduce((all, dim) => all * dim, 1)

/** Where the weights stand among the inputs of a convolution. */
const weightsOf: Readonly<Record<string, number>> = { Conv: 1, FusedConv: 1, ConvInteger: 1, QLinearConv: 3 }
const matrices: Readonly<Record<string, number>> = {
  ...{ MatMul: 1, FusedMatMul: 1, Gemm: 1, FusedGemm: 1, MatMulInteger: 1, DynamicQuantizeMatMul: 1 },
  ...{ QLinearMatMul: 3, QGemm: 3 },
}

/** Multiply-accumulates of one run by its shapes; null: an operator whose work is not counted so. */
export function macsOf({ operator, inputs, outputs }: OperatorRun): number | null {
  const [output = []] = outputs
  const [input = []] = inputs
  const convolution = weightsOf[operator]
  const weights = inputs[convolution ?? -1]
  // The profile of an integer convolution leaves out the shape of its weights.
  if (convolution !== undefined)
    return weights && weights.length > 2 ? product(output) * product(weights.slice(1)) : null
  if (operator === 'ConvTranspose') return product(input) * product(inputs[1]?.slice(1) ?? [])
  if (matrices[operator] === undefined) return null
  // Of an output of m × n, with an inner length k: the one that first input and output do not share.
  const inner = Math.sqrt((product(input) * product(inputs[matrices[operator]] ?? [])) / product(output))
  return product(output) * Math.round(inner)
}

/** Work of one frame; null: nothing in it is counted. */
export function macsPerFrame(runs: readonly OperatorRun[], frames: number): number | null {
  const counted = runs.map(macsOf).filter((macs) => macs !== null)
  return counted.length === 0 ? null : counted.reduce((sum, macs) => sum + macs, 0) / frames
}

/** The ten kinds of operators that take most of a frame's time. */
export function operatorCosts(runs: readonly OperatorRun[], frames: number): OperatorCost[] {
  const total = runs.reduce((sum, { ms }) => sum + ms, 0)
  return [...groupBy(runs, kindOf)]
    .map(([operator, group]): OperatorCost => {
      const ms = group.reduce((sum, run) => sum + run.ms, 0)
      const macs = group.reduce((sum, run) => sum + (macsOf(run) ?? 0), 0)
      return {
        operator,
        count: group.length / frames,
        share: total > 0 ? ms / total : 0,
        ms: ms / frames,
        gmacs: macs / frames / 1e9,
        gflops: macs > 0 && ms > 0 ? (2 * macs) / ms / 1e6 : null,
      }
    })
    .toSorted((a, b) => b.ms - a.ms)
    .slice(0, 10)
}

/** Convolutions apart by what limits them: depthwise ones read more than they compute. */
function kindOf({ operator, inputs, outputs }: OperatorRun): string {
  const weights = inputs[weightsOf[operator] ?? -1]
  if (!weights || weights.length < 3) return operator
  const [, perGroup = 1, height = 1, width = 1] = weights
  const isDepthwise = perGroup === 1 && (outputs[0]?.[1] ?? 1) > 1
  return `${operator} ${isDepthwise ? 'depthwise ' : ''}${height}×${width}`
}

function groupBy<Item>(items: readonly Item[], key: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>()
  for (const item of items) groups.set(key(item), [...(groups.get(key(item)) ?? []), item])
  return groups
}
