import type { Outline } from '../../contract/data-set.ts'
import type { Box } from '../../contract/part.ts'

/** One byte a pixel, rows top to bottom. */
export interface Plane {
  readonly width: number
  readonly height: number
  readonly data: Uint8Array<ArrayBuffer>
}

/** Writes `label` on the pixels whose centre lies inside the outline; what lies beyond the plane is cut off. */
export function paintOutline(plane: Plane, outline: Outline, label: number): void {
  if ('runs' in outline) paintRuns(plane, outline.runs, label)
  else for (const ring of outline.rings) paintRing(plane, ring, label)
}

function paintRuns({ width, height, data }: Plane, runs: readonly number[], label: number): void {
  let place = 0
  for (const [index, run] of runs.entries()) {
    const end = place + run
    for (; place < end; place++) {
      if (index % 2 === 1) data[(place % height) * width + Math.floor(place / height)] = label
    }
  }
}

function paintRing(plane: Plane, ring: readonly number[], label: number): void {
  const { width, height, data } = plane
  const box = boxOfRings([ring])
  let painted = 0
  for (let y = Math.max(0, Math.floor(box.y)); y < Math.min(height, box.y + box.height); y++) {
    const edges = crossings(ring, y + 0.5)
    for (let pair = 0; pair + 1 < edges.length; pair += 2) {
      const from = Math.max(0, Math.ceil((edges[pair] ?? 0) - 0.5))
      const to = Math.min(width, Math.ceil((edges[pair + 1] ?? 0) - 0.5))
      if (to > from) data.fill(label, y * width + from, y * width + to)
      painted += Math.max(0, to - from)
    }
  }
  // A crack thinner than a pixel lies between all centres: its corners still say where it is.
  if (painted === 0) paintCorners(plane, ring, label)
}

function paintCorners({ width, height, data }: Plane, ring: readonly number[], label: number): void {
  for (let i = 0; i + 1 < ring.length; i += 2) {
    const [x, y] = [Math.floor(ring[i] ?? 0), Math.floor(ring[i + 1] ?? 0)]
    if (x >= 0 && x < width && y >= 0 && y < height) data[y * width + x] = label
  }
}

/** Where the ring crosses a row, from left to right. */
function crossings(ring: readonly number[], row: number): number[] {
  const found: number[] = []
  const last = ring.length - 2
  for (let i = 0; i <= last; i += 2) {
    const [x0, y0] = [ring[i === 0 ? last : i - 2] ?? 0, ring[i === 0 ? last + 1 : i - 1] ?? 0]
    const [x1, y1] = [ring[i] ?? 0, ring[i + 1] ?? 0]
    if (y0 <= row !== y1 <= row) found.push(x0 + ((row - y0) * (x1 - x0)) / (y1 - y0))
  }
  return found.sort((a, b) => a - b)
}

/** The smallest box around an outline; `height` is that of its image. */
export const boxOfOutline = (outline: Outline, height: number): Box =>
  'runs' in outline ? boxOfRuns(outline.runs, height) : boxOfRings(outline.rings)

function boxOfRuns(runs: readonly number[], height: number): Box {
  const corners: number[] = []
  let place = 0
  for (const [index, run] of runs.entries()) {
    const last = place + run - 1
    const [left, right] = [Math.floor(place / height), Math.floor(last / height)]
    if (index % 2 === 1 && run > 0) {
      const isOneColumn = left === right
      corners.push(
        left,
        isOneColumn ? place % height : 0,
        right + 1,
        isOneColumn ? (last % height) + 1 : height,
      )
    }
    place += run
  }
  return corners.length === 0 ? { x: 0, y: 0, width: 0, height: 0 } : boxOfRings([corners])
}

/** The smallest box around polygons. */
function boxOfRings(rings: readonly (readonly number[])[]): Box {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const ring of rings) {
    for (let i = 0; i + 1 < ring.length; i += 2) {
      left = Math.min(left, ring[i] ?? 0)
      right = Math.max(right, ring[i] ?? 0)
      top = Math.min(top, ring[i + 1] ?? 0)
      bottom = Math.max(bottom, ring[i + 1] ?? 0)
    }
  }
  return { x: left, y: top, width: right - left, height: bottom - top }
}

/** The mask of an image that was brought to another size: each pixel takes the number under its centre. */
export function resizePlane(plane: Plane, width: number, height: number): Plane {
  const data = new Uint8Array(width * height)
  for (let y = 0; y < height; y++) {
    const row = Math.floor(((y + 0.5) * plane.height) / height) * plane.width
    for (let x = 0; x < width; x++) {
      data[y * width + x] = plane.data[row + Math.floor(((x + 0.5) * plane.width) / width)] ?? 0
    }
  }
  return { width, height, data }
}

/** A mark of the plane as COCO runs: off, on, off …, down the columns. */
export function runsOf({ width, height, data }: Plane, label: number): number[] {
  const runs: number[] = []
  let [isOn, length] = [false, 0]
  for (let x = 0; x < width; x++) {
    for (let y = 0; y < height; y++) {
      if ((data[y * width + x] === label) !== isOn) {
        runs.push(length)
        isOn = !isOn
        length = 0
      }
      length++
    }
  }
  return [...runs, length]
}
