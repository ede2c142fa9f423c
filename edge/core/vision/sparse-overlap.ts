import type { RemoteFinding } from '../../contract/campaign.ts'
import type { PartOverlap } from './overlap.ts'

type Sparse = [number, number][]
type SparseOverlap = NonNullable<RemoteFinding['overlap']>

/** Nearly all levels of one part are empty. */
export const sparseOverlap = ({ background, defect, regions, regionCount }: PartOverlap): SparseOverlap => ({
  background: sparse(background),
  defect: sparse(defect),
  regions: sparse(regions),
  regionCount,
})

export const denseOverlap = ({ background, defect, regions, regionCount }: SparseOverlap): PartOverlap => ({
  background: dense(background),
  defect: dense(defect),
  regions: dense(regions),
  regionCount,
})

const sparse = (histogram: ArrayLike<number>): Sparse =>
  Array.from(histogram, (value, level): [number, number] => [level, value]).filter(([, value]) => value !== 0)

function dense(pairs: Sparse): Float64Array {
  const histogram = new Float64Array(256)
  for (const [level, value] of pairs) histogram[level] = value
  return histogram
}
