import type { Rng } from '../../contract/port.ts'
import type { Head } from './head.ts'
import { learnMemory, type Memory, memoryMap } from './memory.ts'
import { distanceMap, learnNormal, type NormalPart } from './normal-part.ts'
import { type Features, mixed } from './whitening.ts'

/** `places`: a Gaussian for each place of the picture, with its main directions; `memory`: what was seen anywhere may be anywhere. */
export const methods = ['places', 'memory'] as const
export type Method = (typeof methods)[number]
export type Normal = NormalPart | Memory

export const learn = (method: Method, images: readonly Features[], channels: number, rng: Rng): Normal =>
  method === 'places' ? learnNormal(images, channels) : learnMemory(images, channels, rng)

/** Distance of each cell from what is normal, and what the head adds to it. */
export function cellMap(image: Features, normal: Normal, head: Head | null = null): Float64Array {
  const map = 'bank' in normal ? memoryMap(image, normal) : distanceMap(image, normal)
  if (!head) return map
  const white = mixed(image, normal)
  return map.map((distance, cell) => {
    const logit = head.weights.reduce(
      (sum, weight, channel) => sum + weight * (white[channel * map.length + cell] ?? 0),
      head.bias,
    )
    return distance + Math.max(0, logit)
  })
}

/** Of the oddest cell. */
export const farthestCell = (image: Features, normal: Normal, head: Head | null = null): number =>
  cellMap(image, normal, head).reduce((most, one) => Math.max(most, one), 0)
