import type { Rng } from '../../contract/port.ts'
import { type Features, meanOf, mixed, type Whitening, whitener } from './whitening.ts'

/** What good parts look like anywhere: features of some of their cells, whitened, each of length about 1. */
export interface Memory extends Whitening {
  /** Rows of `channels` values. */
  readonly bank: Float32Array
}

/** Rows that are kept, and cells that they are chosen among. */
const kept = 800
const sampled = 6000
/** Distances are nearly kept in so many directions drawn by chance (Johnson and Lindenstrauss 1984). */
const directions = 24

/**
 * Learns from the features of images whose parts may lie anywhere. As PatchCore (Roth et al. 2022): of all cells those
 * are kept that lie farthest from all kept before; here after one whitening for all cells.
 */
export function learnMemory(images: readonly Features[], channels: number, rng: Rng): Memory {
  const cells = (images[0]?.length ?? 0) / channels
  const mean = everywhere(meanOf(images), channels, cells)
  const mix = whitener(images, mean, channels, cells).map((factor) => factor / Math.sqrt(channels))
  const whitening: Whitening = { channels, cells, mean, mix }
  const each = Math.min(cells, Math.ceil(sampled / images.length))
  const rows = new Float32Array(images.length * each * channels)
  const draw = rng.fork('cells')
  for (const [image, features] of images.entries()) {
    const left = mixed(features, whitening)
    for (let row = 0; row < each; row++) {
      const cell = Math.floor(draw.next() * cells)
      const to = (image * each + row) * channels
      for (let channel = 0; channel < channels; channel++)
        rows[to + channel] = left[channel * cells + cell] ?? 0
    }
  }
  const chosen = farthest(projected(rows, channels, rng.fork('directions')), directions, kept)
  const bank = new Float32Array(chosen.length * channels)
  for (const [place, row] of chosen.entries())
    bank.set(rows.subarray(row * channels, (row + 1) * channels), place * channels)
  return { ...whitening, bank }
}

/** Distance of each cell from the nearest that is remembered. What the graph of the model computes. */
export function memoryMap(image: Features, memory: Memory): Float64Array {
  const { channels, cells, bank } = memory
  const left = mixed(image, memory)
  const map = new Float64Array(cells)
  const row = new Float32Array(channels)
  for (let cell = 0; cell < cells; cell++) {
    for (let channel = 0; channel < channels; channel++) row[channel] = left[channel * cells + cell] ?? 0
    let least = Number.POSITIVE_INFINITY
    for (let at = 0; at < bank.length; at += channels)
      least = Math.min(least, squareBetween(bank, at, row, 0, channels, least))
    map[cell] = Math.sqrt(least)
  }
  return map
}

/** The same for all cells: a part may lie anywhere. */
function everywhere(mean: Float32Array, channels: number, cells: number): Float32Array {
  for (let channel = 0; channel < channels; channel++) {
    const own = mean.subarray(channel * cells, (channel + 1) * cells)
    own.fill(own.reduce((sum, value) => sum + value, 0) / cells)
  }
  return mean
}

function projected(rows: Float32Array, channels: number, rng: Rng): Float32Array {
  const onto = Float32Array.from({ length: channels * directions }, () => rng.next() - 0.5)
  const count = rows.length / channels
  const to = new Float32Array(count * directions)
  for (let row = 0; row < count; row++)
    for (let channel = 0; channel < channels; channel++) {
      const value = rows[row * channels + channel] ?? 0
      for (let at = 0; at < directions; at++) {
        const place = row * directions + at
        to[place] = (to[place] ?? 0) + value * (onto[channel * directions + at] ?? 0)
      }
    }
  return to
}

/** Indexes of at most `most` rows: from the first on, always the one that lies farthest from all taken before. */
export function farthest(rows: Float32Array, size: number, most: number): number[] {
  const count = rows.length / size
  const nearest = new Float64Array(count).fill(Number.POSITIVE_INFINITY)
  const chosen = [0]
  while (chosen.length < most) {
    const last = (chosen.at(-1) ?? 0) * size
    let next = 0
    for (let row = 0; row < count; row++) {
      const limit = nearest[row] ?? 0
      if (limit > 0) nearest[row] = Math.min(limit, squareBetween(rows, row * size, rows, last, size, limit))
      if ((nearest[row] ?? 0) > (nearest[next] ?? 0)) next = row
    }
    if (!nearest[next]) break
    chosen.push(next)
  }
  return chosen
}

/** Squared distance of two rows; given up once it is over the limit. */
function squareBetween(
  a: Float32Array,
  from: number,
  b: Float32Array,
  to: number,
  size: number,
  limit: number,
) {
  let sum = 0
  for (let at = 0; at < size && sum < limit; ) {
    for (const end = Math.min(size, at + 16); at < end; at++) {
      const off = (a[from + at] ?? 0) - (b[to + at] ?? 0)
      sum += off * off
    }
  }
  return sum
}
