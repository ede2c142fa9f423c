import type { Rng } from '../../contract/port.ts'

/** What is remembered of good parts: features, each centred and weighted so that all count alike. */
export interface Memory {
  readonly mean: Float32Array
  readonly weight: Float32Array
  /** Rows of `mean.length` values: what good parts look like somewhere. */
  readonly bank: Float32Array
  /** Which image each row came from. */
  readonly owner: Int32Array
}

/** Features of cells drawn from the images: rows of `size` values. */
export interface Sample {
  readonly size: number
  readonly rows: Float32Array
  readonly owner: Int32Array
}

/**
 * Builds the memory from a sample: every channel gets variance 1 / size, so that distances are near 1 whatever the
 * backbone; then those rows are kept that lie farthest from all kept before (greedy k-centre, as PatchCore does).
 */
export function rememberSample({ size, rows, owner }: Sample, most: number, rng: Rng): Memory {
  const count = owner.length
  const mean = new Float32Array(size)
  const weight = new Float32Array(size)
  for (let channel = 0; channel < size; channel++) {
    let sum = 0
    let squares = 0
    for (let at = channel; at < rows.length; at += size) {
      sum += rows[at] ?? 0
      squares += (rows[at] ?? 0) ** 2
    }
    mean[channel] = sum / count
    weight[channel] = 1 / Math.sqrt(size * Math.max(1e-6, squares / count - (sum / count) ** 2))
  }
  const scaled = rows.map((value, at) => (value - (mean[at % size] ?? 0)) * (weight[at % size] ?? 0))
  const kept = farthest(scaled, size, Math.min(most, count), Math.floor(rng.next() * count))
  const bank = new Float32Array(kept.length * size)
  kept.forEach((row, place) => {
    bank.set(scaled.subarray(row * size, (row + 1) * size), place * size)
  })
  return { mean, weight, bank, owner: Int32Array.from(kept, (row) => owner[row] ?? 0) }
}

/** The memory without what came from these images. */
export function withoutImages({ mean, weight, bank, owner }: Memory, images: ReadonlySet<number>): Memory {
  const size = mean.length
  const rows = [...owner.keys()].filter((row) => !images.has(owner[row] ?? 0))
  const kept = new Float32Array(rows.length * size)
  rows.forEach((row, place) => {
    kept.set(bank.subarray(row * size, (row + 1) * size), place * size)
  })
  return { mean, weight, bank: kept, owner: Int32Array.from(rows, (row) => owner[row] ?? 0) }
}

/** Indexes of `most` rows: from `first` on, always the one that lies farthest from all taken before. */
export function farthest(rows: Float32Array, size: number, most: number, first: number): number[] {
  const count = rows.length / size
  const nearest = new Float64Array(count).fill(Number.POSITIVE_INFINITY)
  const kept = [first]
  let last = first
  while (kept.length < most) {
    let next = 0
    for (let row = 0; row < count; row++) {
      const limit = nearest[row] ?? 0
      if (limit > 0) nearest[row] = Math.min(limit, squareBetween(rows, row * size, last * size, size, limit))
      if ((nearest[row] ?? 0) > (nearest[next] ?? 0)) next = row
    }
    if (nearest[next] === 0) break
    kept.push(next)
    last = next
  }
  return kept
}

/** Squared distance of two rows; given up as soon as it is over the limit. */
function squareBetween(rows: Float32Array, a: number, b: number, size: number, limit: number): number {
  let sum = 0
  for (let at = 0; at < size; ) {
    for (const end = Math.min(size, at + 16); at < end; at++) {
      const off = (rows[a + at] ?? 0) - (rows[b + at] ?? 0)
      sum += off * off
    }
    if (sum >= limit) return sum
  }
  return sum
}
