import type { Card } from '../../contract/card.ts'
import { type Defect, scoreSteps } from '../../contract/inspection.ts'
import { cellsFrom, components } from './component.ts'

/** The network's answer: `channels × height × width`, channel by channel. */
export interface Maps {
  readonly data: Float32Array
  readonly width: number
  readonly height: number
}

/** Onto the grid of scores. */
export const rounded = (value: number): number => Math.round(value * scoreSteps) / scoreSteps

/** Probability that a mark over its limit lies here, cell by cell. */
export interface Heat {
  readonly width: number
  readonly height: number
  readonly data: Float32Array<ArrayBuffer>
}

/** What the maps of one tile say: its score, its marks, and the score channel as a picture. */
export interface Reading {
  readonly score: number
  readonly defects: Defect[]
  /** The network's own explanation of its score. */
  readonly heat: Heat
  /** Pixels of the tile: the middle of the cell with the highest score, which `heat` may show as one of many at 255. */
  readonly peak: { readonly x: number; readonly y: number }
}

/** Reads the maps; what goes on from here is a thirtieth of their size. */
export function readMaps(maps: Maps, card: Card): Reading {
  const cells = maps.width * maps.height
  const start = card.output.scoreChannel * cells
  const heat = maps.data.slice(start, start + cells)
  let peak = Number.NEGATIVE_INFINITY
  let peakCell = 0
  for (let cell = 0; cell < cells; cell++) {
    const value = heat[cell] ?? 0
    if (value > peak) {
      peak = value
      peakCell = cell
    }
  }
  return {
    score: rounded(Math.max(0, peak)),
    defects: findMarks(maps, card),
    heat: { width: maps.width, height: maps.height, data: heat },
    peak: {
      x: ((peakCell % maps.width) + 0.5) * card.output.stridePx,
      y: (Math.floor(peakCell / maps.width) + 0.5) * card.output.stridePx,
    },
  }
}

/**
 * The marks that the maps show, the worst first, at most 16: connected cells (8 neighbours) where a class, or the
 * score itself, reaches the mark threshold. Size is the limit of the class times 2^(size channel), the mean over
 * the mark's cells weighted by their probability.
 */
function findMarks(maps: Maps, card: Card): Defect[] {
  const strength = strengthOf(maps, card)
  const cells = [...strength.keys()].sort((a, b) => a - b)
  return components(cells, maps.width)
    .map((members) => describe(members, strength, maps, card))
    .sort((a, b) => b.score - a.score)
    .slice(0, 16)
}

/** Of each cell that the score or a class lifts over the mark threshold, the highest of them: hardly any do. */
function strengthOf(
  { data, width, height }: Maps,
  { output, classes, thresholds }: Card,
): Map<number, number> {
  const size = width * height
  const { scoreChannel, firstClassChannel } = output
  const strength = new Map<number, number>()
  for (const channel of [scoreChannel, ...classes.map((_, index) => firstClassChannel + index)]) {
    const map = data.subarray(channel * size, (channel + 1) * size)
    for (const cell of cellsFrom(map, thresholds.mark))
      strength.set(cell, Math.max(strength.get(cell) ?? 0, map[cell] ?? 0))
  }
  return strength
}

function describe(
  members: readonly number[],
  strength: ReadonlyMap<number, number>,
  maps: Maps,
  card: Card,
): Defect {
  const cells = maps.width * maps.height
  const { scoreChannel, sizeChannel, firstClassChannel, stridePx } = card.output
  const byClass = card.classes.map((_, k) => sumOver(members, maps.data, (firstClassChannel + k) * cells))
  const name = card.classes[byClass.indexOf(Math.max(...byClass))] ?? 'unknown'
  const limitMm = card.recipe.limitsMm[name]
  let weight = 0
  let log2Size = 0
  let peak = 0
  for (const cell of members) {
    const share = strength.get(cell) ?? 0
    weight += share
    log2Size += share * (maps.data[sizeChannel * cells + cell] ?? 0)
    peak = Math.max(peak, maps.data[scoreChannel * cells + cell] ?? 0)
  }
  const xs = members.map((cell) => cell % maps.width)
  const ys = members.map((cell) => Math.floor(cell / maps.width))
  const x = Math.min(...xs)
  const y = Math.min(...ys)
  const box = {
    x: x * stridePx,
    y: y * stridePx,
    width: (Math.max(...xs) + 1 - x) * stridePx,
    height: (Math.max(...ys) + 1 - y) * stridePx,
  }
  // What is there or not has no limit, and no size but its own.
  const size = limitMm
    ? limitMm * 2 ** clamp(log2Size / weight, -6, 6)
    : Math.max(box.width, box.height) / card.recipe.pxPerMm
  const sizeMm = Math.round(size * 100) / 100
  const reason = limitMm ? `${name} of about ${sizeMm} mm, limit ${limitMm} mm` : name
  return { class: name, box, sizeMm, score: rounded(peak), reason }
}

const sumOver = (members: readonly number[], data: Float32Array, offset: number): number =>
  members.reduce((sum, cell) => sum + (data[offset + cell] ?? 0), 0)

const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value))
