import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import type { Rng } from '../edge/contract/port.ts'

/** 32-bit FNV-1a over a label, mixed with the parent's seed: forks by name, never by order. */
function hashLabel(seed: number, label: string): number {
  let hash = (0x811c9dc5 ^ seed) >>> 0
  for (let index = 0; index < label.length; index++) {
    hash = Math.imul(hash ^ label.charCodeAt(index), 0x01000193) >>> 0
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x7feb352d) >>> 0
  hash = Math.imul(hash ^ (hash >>> 15), 0x846ca68b) >>> 0
  return (hash ^ (hash >>> 16)) >>> 0
}

/**
 * A stream of chance with 64 bits of identity: two independent 32-bit hashes of (seed, labels).
 * With 32 bits alone, 10,000 parts would share a stream with probability 1 %.
 */
function stream(low: number, high: number): Rng {
  const generator = xoroshiro128plus(low)
  for (let index = 0; index < 4; index++) generator.next()
  const twin = xoroshiro128plus(high)
  const bits = () => (generator.next() ^ twin.next()) >>> 0
  return {
    next: () => bits() / 0x100000000,
    words: () => Uint32Array.of(bits(), bits(), bits(), bits() | 1),
    fork: (label) => stream(hashLabel(low, label), hashLabel(high ^ 0x9e3779b9, label)),
  }
}

/** The root stream of a run. `seed` is any integer from 0 to 2^32 - 1. */
export const rngFromSeed = (seed: number): Rng => stream(seed >>> 0, hashLabel(seed >>> 0, 'twin'))

/** Uniform in [low, high). */
export const uniform = (rng: Rng, low: number, high: number): number => low + (high - low) * rng.next()

/** Log-uniform in [low, high): equal chance for equal ratios. */
export const logUniform = (rng: Rng, low: number, high: number): number =>
  quantize(low * (high / low) ** rng.next())

/** One of the values, each equally likely. */
export function pick<T>(rng: Rng, values: readonly [T, ...T[]]): T {
  return values[Math.floor(rng.next() * values.length)] ?? values[0]
}

/**
 * Rounds to 1e-6. ECMAScript leaves the last bits of sin, cos and pow open; what enters a picture is
 * rounded, so that another engine paints the same bytes.
 */
export const quantize = (value: number): number => Math.round(value * 1e6) / 1e6

/** The unit vector of an angle in degrees, rounded as above. */
export function direction(angleDeg: number): { readonly cos: number; readonly sin: number } {
  const radians = (angleDeg * Math.PI) / 180
  return { cos: quantize(Math.cos(radians)), sin: quantize(Math.sin(radians)) }
}
