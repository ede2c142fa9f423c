import { type Features, meanOf, mixed, type Whitening, whitener } from './whitening.ts'

/** What good parts look like: a Gaussian for each cell, its correlations shared by all cells. */
export interface NormalPart extends Whitening {
  /** As `mean`: what one standard deviation weighs there. */
  readonly weight: Float32Array
}

/** Share of the mean deviation of a channel that is added to that of each cell: a few images know it badly. */
const shrinkage = 0.1

/**
 * Learns from the features of at least two images. A descendant of PaDiM (Defard et al. 2021): its covariance of each
 * cell, which takes many images, is here one for all cells, with a scale for each cell and channel.
 */
export function learnNormal(images: readonly Features[], channels: number): NormalPart {
  const cells = (images[0]?.length ?? 0) / channels
  const mean = meanOf(images)
  const mix = whitener(images, mean, channels, cells)
  const squares = new Float64Array(mean.length)
  for (const image of images) {
    const left = mixed(image, { channels, cells, mean, mix })
    for (let at = 0; at < left.length; at++) squares[at] = (squares[at] ?? 0) + (left[at] ?? 0) ** 2
  }
  const weight = new Float32Array(mean.length)
  for (let channel = 0; channel < channels; channel++) {
    const deviations = squares
      .subarray(channel * cells, (channel + 1) * cells)
      .map((square) => Math.sqrt(square / images.length))
    const room = shrinkage * (deviations.reduce((sum, one) => sum + one, 0) / cells) + 1e-6
    for (let cell = 0; cell < cells; cell++)
      weight[channel * cells + cell] = 1 / (((deviations[cell] ?? 0) + room) * Math.sqrt(channels))
  }
  return { channels, cells, mean, mix, weight }
}

/** Distance of each cell from what is normal there: about 1 for good parts. What the graph of the model computes. */
export function distanceMap(image: Features, normal: NormalPart): Float64Array {
  const { cells, weight } = normal
  const left = mixed(image, normal)
  const map = new Float64Array(cells)
  for (let at = 0; at < left.length; at++) {
    const cell = at % cells
    map[cell] = (map[cell] ?? 0) + ((left[at] ?? 0) * (weight[at] ?? 0)) ** 2
  }
  return map.map(Math.sqrt)
}
