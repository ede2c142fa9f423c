import type { Borders, Card, SecondCard } from '../../contract/card.ts'
import type { Box, Image } from '../../contract/part.ts'
import { cellsFrom, components } from './component.ts'
import { type Maps, rounded } from './mark.ts'

/** A place that the first look leaves in doubt: cells of its maps that hang together, and the crop that shows them. */
export interface Doubt {
  readonly cells: readonly number[]
  /** Top left of the crop, pixels of the frame; a multiple of the stride. */
  readonly x: number
  readonly y: number
}

/** What decides: each look has its own borders, those of the first alone are the stricter. */
export const bordersOf = ({ thresholds, secondLook }: Card, hasLookedAgain: boolean): Borders =>
  hasLookedAgain ? thresholds : (secondLook?.first ?? thresholds)

/**
 * The card with other thresholds. What is looked at again stays as it was, but nothing that the first look saw alone is decided
 * where the new thresholds would not decide it.
 */
export function withBorders(card: Card, { acceptBelow, rejectAtLeast }: Borders): Card {
  const thresholds = { ...card.thresholds, acceptBelow, rejectAtLeast }
  if (!card.secondLook) return { ...card, thresholds }
  const { first } = card.secondLook
  const stricter = {
    acceptBelow: Math.min(first.acceptBelow, acceptBelow),
    rejectAtLeast: Math.max(first.rejectAtLeast, rejectAtLeast),
  }
  return { ...card, thresholds, secondLook: { ...card.secondLook, first: stricter } }
}

/** So many are looked at again, the worst first: time is short, and the score is that of the worst. */
const mostDoubts = 4
/** Share of a crop that a doubt may fill: what is judged needs its surroundings. */
const roomFor = 0.75

/**
 * What is worth a second look: nothing where the first look is sure, of a clear part as of a clear defect, and no doubt
 * that fills the crop. The frame must be as large as the crop at least.
 */
export function doubtsOf(maps: Maps, card: Card, second: SecondCard): Doubt[] {
  const { acceptBelow, rejectAtLeast } = bordersOf(card, false)
  const cells = maps.width * maps.height
  const start = card.output.scoreChannel * cells
  const score = maps.data.subarray(start, start + cells)
  const peak = rounded(highestOf(score))
  const stride = card.output.stridePx
  const side = second.input.sidePx / stride
  if (peak < acceptBelow || peak >= rejectAtLeast) return []
  if (stride !== second.output.stridePx || Math.min(maps.width, maps.height) < side) return []
  return components(cellsFrom(score, acceptBelow), maps.width)
    .map((group) => ({
      cells: group,
      span: spanOf(group, maps.width),
      peak: group.reduce((peak, cell) => Math.max(peak, score[cell] ?? 0), 0),
    }))
    .toSorted((a, b) => b.peak - a.peak)
    .slice(0, mostDoubts)
    .filter(({ span }) => Math.max(span.width, span.height) <= roomFor * side)
    .map(({ cells: group, span }) => ({
      cells: group,
      x: stride * startOf(span.x + span.width / 2, side, maps.width),
      y: stride * startOf(span.y + span.height / 2, side, maps.height),
    }))
}

/** 0 at least. Every cell of every frame: an iterator would make an object each. */
function highestOf(score: Float32Array): number {
  let highest = 0
  for (let cell = 0; cell < score.length; cell++) {
    const value = score[cell] ?? 0
    if (value > highest) highest = value
  }
  return highest
}

/** The box around a group, cells. */
function spanOf(group: readonly number[], width: number): Box {
  const columns = group.map((cell) => cell % width)
  const rows = group.map((cell) => Math.floor(cell / width))
  const [x, y] = [Math.min(...columns), Math.min(...rows)]
  return { x, y, width: Math.max(...columns) + 1 - x, height: Math.max(...rows) + 1 - y }
}

const startOf = (middle: number, side: number, length: number): number =>
  Math.min(length - side, Math.max(0, Math.round(middle - side / 2)))

/** The crops of these doubts, one after the other: three planes each, grey repeated. */
export function cropsOf(image: Image, doubts: readonly Doubt[], side: number): Uint8Array {
  const plane = side * side
  const crops = new Uint8Array(doubts.length * 3 * plane)
  for (const [index, { x: left, y: top }] of doubts.entries()) {
    for (let channel = 0; channel < 3; channel++) {
      const from = Math.min(channel, image.channels - 1)
      let at = (3 * index + channel) * plane
      for (let y = top; y < top + side; y++) {
        const row = (y * image.width + left) * image.channels + from
        for (let x = 0; x < side; x++) crops[at++] = image.data[row + x * image.channels] ?? 0
      }
    }
  }
  return crops
}

/**
 * Writes what the second look saw into the maps of the first, where that was in doubt. Two networks that were taught
 * apart err apart: the score is the mean of both, as log odds; size and class are the second's.
 * @param again the second model's maps, crop by crop: `channels × side × side` cells each
 */
export function correctMaps(
  maps: Maps,
  card: Card,
  second: SecondCard,
  doubts: readonly Doubt[],
  again: Float32Array,
): void {
  const stride = card.output.stridePx
  const side = second.input.sidePx / stride
  const cells = maps.width * maps.height
  const perCrop = again.length / Math.max(1, doubts.length)
  for (const [index, doubt] of doubts.entries()) {
    for (const cell of doubt.cells) {
      const x = (cell % maps.width) - doubt.x / stride
      const y = Math.floor(cell / maps.width) - doubt.y / stride
      if (x < 0 || y < 0 || x >= side || y >= side) continue
      const seen = (channel: number) => again[index * perCrop + channel * side * side + y * side + x] ?? 0
      const at = (channel: number) => channel * cells + cell
      const first = maps.data[at(card.output.scoreChannel)] ?? 0
      maps.data[at(card.output.scoreChannel)] = joined(first, seen(second.output.scoreChannel))
      maps.data[at(card.output.sizeChannel)] = seen(second.output.sizeChannel)
      for (const [number, name] of card.classes.entries()) {
        const channel = second.output.firstClassChannel + second.classes.indexOf(name)
        maps.data[at(card.output.firstClassChannel + number)] = seen(channel)
      }
    }
  }
}

const sureness = 1e-7
const logOdds = (probability: number): number => {
  const p = Math.min(1 - sureness, Math.max(sureness, probability))
  return Math.log(p / (1 - p))
}

/** The mean of two probabilities, as log odds. */
export const joined = (first: number, second: number): number =>
  1 / (1 + Math.exp(-(logOdds(first) + logOdds(second)) / 2))
