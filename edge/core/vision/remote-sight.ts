import { mostWarmCells, type RemoteSight } from '../../contract/frame-job.ts'
import type { Sight } from './decide.ts'

/** What goes over the bus of a sight: its heat only where a person would look. */
export function remoteSight(sight: Sight, acceptBelow: number): RemoteSight {
  const { width, height, data } = sight.heat
  const warm = sight.score < acceptBelow ? [] : warmest(data)
  return { ...sight, features: Array.from(sight.features), heat: { width, height, warm } }
}

function warmest(data: Float32Array): [number, number][] {
  const warm: [number, number][] = []
  for (const [cell, probability] of data.entries()) {
    const level = Math.min(255, Math.round(probability * 255))
    if (level > 0) warm.push([cell, level])
  }
  return warm.length <= mostWarmCells ? warm : warm.sort((a, b) => b[1] - a[1]).slice(0, mostWarmCells)
}

/** The sight that it was, with a heat of 256 levels. */
export function nearSight({ heat: { width, height, warm }, ...sight }: RemoteSight): Sight {
  const data = new Float32Array(width * height)
  for (const [cell, level] of warm) data[cell] = level / 255
  return { ...sight, heat: { width, height, data } }
}
