import type { Cutout, Foreign } from './foreign.ts'

const side = 64

/** Grey and cover of one pixel, by its place on a square from -1 to 1; `inside`: 0 on the outline, in parts of the square. */
interface Figure {
  inside(x: number, y: number): number
  grey(x: number, y: number): number
}

const ring: Figure = {
  inside: (x, y) => 0.24 - Math.abs(Math.hypot(x, y) - 0.68),
  grey: (x, y) => 120 + 90 * Math.max(0, -(x + y) / 1.4),
}
const wire: Figure = {
  inside: (x, y) => Math.min(0.1 - Math.abs(y - 0.5 * Math.sin(2.6 * x)), 0.94 - Math.abs(x)),
  grey: () => 42,
}
const flake: Figure = {
  inside: (x, y) =>
    0.62 + 0.14 * Math.sin(3 * Math.atan2(y, x)) - Math.max(Math.abs(x + 0.2 * y), Math.abs(y)),
  grey: (x) => 205 + 30 * x,
}

function cutoutOf({ inside, grey }: Figure): Cutout {
  const cutout = {
    width: side,
    height: side,
    grey: new Uint8Array(side * side),
    alpha: new Uint8Array(side * side),
  }
  for (let index = 0; index < side * side; index++) {
    const x = (2 * ((index % side) + 0.5)) / side - 1
    const y = (2 * (Math.floor(index / side) + 0.5)) / side - 1
    cutout.grey[index] = grey(x, y)
    // Two pixels from clear to covered.
    cutout.alpha[index] = 255 * Math.min(1, Math.max(0, (inside(x, y) * side) / 4 + 0.5))
  }
  return cutout
}

/** What no class of any line is: a washer, a bent wire, a flake of paint. For the stage: will the model say that it does not know? */
export const novelBodies: Foreign = {
  cutouts: [cutoutOf(ring), cutoutOf(wire), cutoutOf(flake)],
  sizesMm: [4, 6, 9],
  class: 'novel',
}
