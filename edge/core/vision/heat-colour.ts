import type { Image } from '../../contract/part.ts'

/** From faint to hot: pale yellow, amber, vermilion, dark red. Brightness falls all the way, so it reads without hue. */
const stops = [
  [255, 237, 160],
  [254, 178, 76],
  [240, 59, 32],
  [128, 0, 38],
] as const

/** Opacity of the hottest cell: the part stays visible below. */
const maxAlpha = 216

/** Colours of a one-channel map, four bytes (RGBA) a pixel: nothing at 0, ever denser to 255. */
export function heatColours(map: Image): Uint8Array<ArrayBuffer> {
  const colours = new Uint8Array(map.data.length * 4)
  map.data.forEach((level, i) => {
    colours.set(ramp.subarray(level * 4, level * 4 + 4), i * 4)
  })
  return colours
}

const ramp = Uint8Array.from(Array.from({ length: 256 }, (_, level) => colourOf(level)).flat())

function colourOf(level: number): number[] {
  const place = (level / 255) * (stops.length - 1)
  const index = Math.min(Math.floor(place), stops.length - 2)
  const from = stops[index] ?? stops[0]
  const to = stops[index + 1] ?? stops[0]
  const mixed = from.map((value, c) => Math.round(value + ((to[c] ?? 0) - value) * (place - index)))
  return [...mixed, Math.round((level * maxAlpha) / 255)]
}
