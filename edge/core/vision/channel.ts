import type { Image } from '../../contract/part.ts'

/** The image with as many channels as asked: grey is repeated, colour becomes Rec. 601 luma, rounded as Pillow does. */
export function withChannels(image: Image, channels: 1 | 3): Image {
  if (image.channels === channels) return image
  const pixels = image.width * image.height
  const { data } = image
  const to = new Uint8Array(pixels * channels)
  if (channels === 3) for (let i = 0; i < pixels; i++) to.fill(data[i] ?? 0, i * 3, i * 3 + 3)
  else
    for (let i = 0; i < pixels; i++)
      to[i] = luma(data[i * 3] ?? 0, data[i * 3 + 1] ?? 0, data[i * 3 + 2] ?? 0)
  return { width: image.width, height: image.height, channels, data: to }
}

/** 0.299 R + 0.587 G + 0.114 B in 16-bit fixed point. */
const luma = (red: number, green: number, blue: number): number =>
  (red * 19_595 + green * 38_470 + blue * 7_471 + 32_768) >> 16

/** Ink to light without a press profile: (255 − ink)(255 − black) / 255. Four bytes a pixel in, three out. */
export function cmykToRgb(ink: Uint8Array): Uint8Array<ArrayBuffer> {
  const pixels = ink.length / 4
  const rgb = new Uint8Array(pixels * 3)
  for (let i = 0; i < pixels; i++) {
    const light = (255 - (ink[i * 4 + 3] ?? 0)) / 255
    for (let c = 0; c < 3; c++) rgb[i * 3 + c] = Math.round((255 - (ink[i * 4 + c] ?? 0)) * light)
  }
  return rgb
}
