import { mainWays } from './main-way.ts'
import { type Features, meanOf, mixed, type Whitening, whitener } from './whitening.ts'

/** What good parts look like: a Gaussian for each cell, of which the directions are known that it varies by most. */
export interface NormalPart extends Whitening {
  /** Cell by cell: what the square of a whitened length weighs there. */
  readonly weight: Float32Array
  /** So many directions a cell. */
  readonly ways: number
  /** Ways × channels × cells: directions, each as long as what it takes out of a length is a share of it. */
  readonly way: Float32Array
}

/** Share of a cell's variance that is added in every direction: a few images know it badly. */
const shrinkage = 0.1
/** Of good parts that vary by nothing: added to each cell, as a share of the mean. */
const floor = 0.001
/** Images that directions are learnt from at most: more of them take memory and change little. */
const mostImages = 200
/** Directions are learnt for a cell at most, and channels for each of them. */
const [mostWays, channelsOfWay] = [8, 14]
/** Floats for all directions: larger pictures have fewer of them a cell, so that the model stays small. */
const mostFloats = 1_250_000

/**
 * Learns from the features of at least two images. A descendant of PaDiM (Defard et al. 2021): a covariance for each
 * cell, after one whitening for all cells. Of the 112 x 112 numbers of each, which would take many images and megabytes,
 * it keeps the main directions; in all others the cell is taken to vary evenly.
 */
export function learnNormal(images: readonly Features[], channels: number): NormalPart {
  const cells = (images[0]?.length ?? 0) / channels
  const mean = meanOf(images)
  const mix = whitener(images, mean, channels, cells)
  const whitening = { channels, cells, mean, mix }
  const variances = variancesOf(images, whitening)
  const step = Math.ceil(images.length / mostImages)
  const left = images.flatMap((image, at) => (at % step === 0 ? [mixed(image, whitening)] : []))
  const typical = variances.reduce((sum, one) => sum + one, 0) / cells
  const weight = Float32Array.from(variances, (one) => 1 / (channels * (one + floor * typical + 1e-12)))
  const ways = Math.min(
    mostWays,
    Math.floor(channels / channelsOfWay),
    Math.floor(mostFloats / (channels * cells)),
  )
  const way = new Float32Array(ways * channels * cells)
  for (let cell = 0; cell < cells; cell++) {
    const rows = left.map((image) =>
      Float64Array.from({ length: channels }, (_, channel) => image[channel * cells + cell] ?? 0),
    )
    const room = shrinkage * ((variances[cell] ?? 0) + floor * typical + 1e-12)
    for (const [at, { variance, direction }] of mainWays(rows, ways).entries()) {
      const length = Math.sqrt(variance / (variance + room))
      for (let channel = 0; channel < channels; channel++)
        way[(at * channels + channel) * cells + cell] = length * (direction[channel] ?? 0)
    }
  }
  return { ...whitening, weight, ways, way }
}

/** Mean square of the channels of each cell, whitened. */
function variancesOf(images: readonly Features[], whitening: Whitening): Float64Array {
  const { channels, cells } = whitening
  const sum = new Float64Array(cells)
  for (const image of images) {
    const left = mixed(image, whitening)
    addProducts(sum, left, left, channels)
  }
  return sum.map((squares) => squares / (channels * images.length))
}

/** Adds to each cell the sum over channels of a · b. */
function addProducts(to: Float64Array, a: Features, b: Features, channels: number): void {
  const cells = to.length
  for (let channel = 0; channel < channels; channel++) {
    const from = channel * cells
    for (let cell = 0; cell < cells; cell++)
      to[cell] = (to[cell] ?? 0) + (a[from + cell] ?? 0) * (b[from + cell] ?? 0)
  }
}

/** Distance of each cell from what is normal there: 1 or less for good parts. What the graph of the model computes. */
export function distanceMap(image: Features, normal: NormalPart): Float64Array {
  const { channels, cells, weight, ways, way } = normal
  const left = mixed(image, normal)
  const squares = new Float64Array(cells)
  addProducts(squares, left, left, channels)
  for (let one = 0; one < ways; one++) {
    const along = new Float64Array(cells)
    addProducts(along, left, way.subarray(one * left.length, (one + 1) * left.length), channels)
    for (let cell = 0; cell < cells; cell++) squares[cell] = (squares[cell] ?? 0) - (along[cell] ?? 0) ** 2
  }
  return squares.map((square, cell) => Math.sqrt(Math.max(0, square) * (weight[cell] ?? 0)))
}
