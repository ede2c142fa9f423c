/** Rows of features with a label each, column by column. */
export interface LabelledRows {
  /** One array a feature, all of the same length. */
  readonly features: readonly Float64Array[]
  /** 1 for a failure, else 0. */
  readonly labels: Uint8Array
}

/** Says how probable a failure is, from the features of a row. */
export type Classifier = (features: readonly number[]) => number

/** A question at a node of a tree, or what is added at a leaf. */
interface Node {
  split: {
    readonly feature: number
    readonly below: number
    readonly left: number
    readonly right: number
  } | null
  /** Added to the logit. */
  value: number
}

/** The sums of a node on one side of a question: of gradients and of second derivatives of the loss. */
interface Sums {
  readonly gradient: Float64Array
  readonly hessian: Float64Array
}

const rounds = 100
const depth = 3
const learningRate = 0.15
/** Weight of the prior that a leaf says nothing. */
const leafPenalty = 1
/** Of both sides of a question, in units of p(1 - p): a side that is sure already asks no more. */
const leastHessian = 0.3

/**
 * Gradient-boosted trees with logistic loss and exact splits by second-order gain (Friedman 2001; Chen and Guestrin,
 * XGBoost, 2016). There is no chance in it: the same rows give the same trees.
 */
export function trainTrees({ features, labels }: LabelledRows): Classifier {
  const orders = features.map((column) =>
    Uint32Array.from(column, (_, row) => row).sort((a, b) => (column[a] ?? 0) - (column[b] ?? 0) || a - b),
  )
  const share = labels.reduce((sum, label) => sum + label, 0) / labels.length
  const base = Math.log(Math.max(share, 1e-6) / Math.max(1 - share, 1e-6))
  const logits = new Float64Array(labels.length).fill(base)
  const trees = Array.from({ length: rounds }, () => {
    const { tree, leaves } = growTree(features, orders, slopesOf(logits, labels))
    for (const [row, leaf] of leaves.entries()) logits[row] = (logits[row] ?? 0) + (tree[leaf]?.value ?? 0)
    return tree
  })
  return (row) => sigmoid(trees.reduce((sum, tree) => sum + answerOf(tree, row), base))
}

const sigmoid = (logit: number): number => 1 / (1 + Math.exp(-logit))

function slopesOf(logits: Float64Array, labels: Uint8Array): Sums {
  const chances = logits.map(sigmoid)
  return {
    gradient: chances.map((chance, row) => chance - (labels[row] ?? 0)),
    hessian: chances.map((chance) => chance * (1 - chance)),
  }
}

function answerOf(tree: readonly Node[], row: readonly number[]): number {
  let node = tree[0]
  while (node?.split) {
    const { feature, below, left, right } = node.split
    node = tree[(row[feature] ?? 0) < below ? left : right]
  }
  return node?.value ?? 0
}

/** Grows one tree, a level at a time; `leaves` names the leaf of every row. */
function growTree(features: readonly Float64Array[], orders: readonly Uint32Array[], slopes: Sums) {
  const tree: Node[] = [{ split: null, value: 0 }]
  const leaves = new Uint16Array(slopes.gradient.length)
  let open: readonly number[] = [0]
  for (let level = 0; level < depth && open.length > 0; level++) {
    const sums = sumsOf(tree.length, leaves, slopes)
    const best = new Map<number, Question>()
    for (const [feature, order] of orders.entries())
      askFeature({
        feature,
        order,
        column: features[feature] ?? new Float64Array(),
        leaves,
        slopes,
        sums,
        open,
        best,
      })
    const next: number[] = []
    for (const [index, { feature, below }] of best) {
      const split = { feature, below, left: tree.length, right: tree.length + 1 }
      tree[index] = { split, value: 0 }
      next.push(split.left, split.right)
      tree.push({ split: null, value: 0 }, { split: null, value: 0 })
    }
    open = next
    for (const [row, leaf] of leaves.entries()) {
      const split = tree[leaf]?.split
      if (split) leaves[row] = (features[split.feature]?.[row] ?? 0) < split.below ? split.left : split.right
    }
  }
  const { gradient, hessian } = sumsOf(tree.length, leaves, slopes)
  for (const [index, node] of tree.entries())
    node.value = (-learningRate * (gradient[index] ?? 0)) / ((hessian[index] ?? 0) + leafPenalty)
  return { tree, leaves }
}

function sumsOf(nodes: number, leaves: Uint16Array, slopes: Sums): Sums {
  const sums = { gradient: new Float64Array(nodes), hessian: new Float64Array(nodes) }
  for (const [row, leaf] of leaves.entries()) addRow(sums, leaf, slopes, row)
  return sums
}

function addRow(sums: Sums, node: number, { gradient, hessian }: Sums, row: number): void {
  sums.gradient[node] = (sums.gradient[node] ?? 0) + (gradient[row] ?? 0)
  sums.hessian[node] = (sums.hessian[node] ?? 0) + (hessian[row] ?? 0)
}

interface Question {
  readonly feature: number
  readonly below: number
  readonly gain: number
}

interface Asking {
  readonly feature: number
  /** Rows by rising value of the feature. */
  readonly order: Uint32Array
  readonly column: Float64Array
  readonly leaves: Uint16Array
  readonly slopes: Sums
  readonly sums: Sums
  readonly open: readonly number[]
  /** The best question of each open node so far. */
  readonly best: Map<number, Question>
}

/** Goes through the values of one feature, smallest first, and keeps the best place to part each open node. */
function askFeature({ feature, order, column, leaves, slopes, sums, open, best }: Asking): void {
  const nodes = sums.gradient.length
  const { gradient, hessian } = slopes
  const left = { gradient: new Float64Array(nodes), hessian: new Float64Array(nodes) }
  const last = new Float64Array(nodes).fill(Number.NaN)
  const isOpen = Uint8Array.from({ length: nodes }, (_, node) => (open.includes(node) ? 1 : 0))
  for (const row of order) {
    const node = leaves[row] ?? 0
    if (isOpen[node] !== 1) continue
    const value = column[row] ?? 0
    const before = last[node] ?? 0
    if (value > before) {
      const gain = gainOf(left, sums, node)
      if (gain > (best.get(node)?.gain ?? 1e-6))
        best.set(node, { feature, below: (value + before) / 2, gain })
    }
    left.gradient[node] = (left.gradient[node] ?? 0) + (gradient[row] ?? 0)
    left.hessian[node] = (left.hessian[node] ?? 0) + (hessian[row] ?? 0)
    last[node] = value
  }
}

/** What parting a node here takes off the loss; 0 where one side would be too light. */
function gainOf(left: Sums, whole: Sums, node: number): number {
  const h = left.hessian[node] ?? 0
  const hAll = whole.hessian[node] ?? 0
  if (h < leastHessian || hAll - h < leastHessian) return 0
  const g = left.gradient[node] ?? 0
  const gAll = whole.gradient[node] ?? 0
  return worth(g, h) + worth(gAll - g, hAll - h) - worth(gAll, hAll)
}

const worth = (gradient: number, hessian: number): number => (gradient * gradient) / (hessian + leafPenalty)
