import type { Image } from '../../contract/part.ts'

/** How a model without a card wants its image, as far as its input tells. */
export interface BareInput {
  readonly layout: 'NCHW' | 'NHWC'
  readonly type: 'uint8' | 'float32'
  readonly channels: 1 | 3
  readonly width: number
  readonly height: number
  readonly dims: readonly number[]
  /** What the model leaves open and was assumed: `width`, `height`, `channels`. */
  readonly guessed: readonly string[]
}

type Dim = number | string | undefined

/** The customary size of image classifiers. */
const usualSidePx = 224

/** Reads an input of four dimensions, free ones by name; null if no image of one or three channels fits it. */
export function bareInput(type: BareInput['type'], dims: readonly (number | string)[]): BareInput | null {
  const [batch, second, , last] = dims
  if (dims.length !== 4 || (typeof batch === 'number' && batch !== 1)) return null
  const isNhwc = !isChannels(second) && (isChannels(last) || typeof second === 'number')
  const [c, h, w] = isNhwc ? [dims[3], dims[1], dims[2]] : [dims[1], dims[2], dims[3]]
  if (typeof c === 'number' && !isChannels(c)) return null
  const channels = isChannels(c) ? c : 3
  const height = side(h) ?? side(w) ?? usualSidePx
  const width = side(w) ?? side(h) ?? usualSidePx
  const open = { height: side(h) === null, width: side(w) === null, channels: !isChannels(c) }
  return {
    layout: isNhwc ? 'NHWC' : 'NCHW',
    type,
    channels,
    width,
    height,
    dims: isNhwc ? [1, height, width, channels] : [1, channels, height, width],
    guessed: Object.entries(open).flatMap(([name, isOpen]) => (isOpen ? [name] : [])),
  }
}

const isChannels = (dim: Dim): dim is 1 | 3 => dim === 1 || dim === 3
const side = (dim: Dim): number | null => (typeof dim === 'number' ? dim : null)

/** The pixels in the input's layout: as they are for uint8, divided by 255 for float32. The image has its size. */
export function barePixels(
  image: Image,
  { layout, type }: Pick<BareInput, 'layout' | 'type'>,
): Uint8Array | Float32Array {
  const planes = layout === 'NCHW' && image.channels === 3 ? planar(image) : image.data
  return type === 'uint8' ? planes : Float32Array.from(planes, (level) => level / 255)
}

/** Red, green and blue one after the other instead of interleaved, in `planes`, which has the image's length. */
export function planar(
  { data, width, height }: Image,
  planes = new Uint8Array(data.length),
): Uint8Array<ArrayBuffer> {
  const pixels = width * height
  for (let pixel = 0, at = 0; pixel < pixels; pixel++, at += 3) {
    planes[pixel] = data[at] as number
    planes[pixels + pixel] = data[at + 1] as number
    planes[2 * pixels + pixel] = data[at + 2] as number
  }
  return planes
}
