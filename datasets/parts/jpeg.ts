/**
 * What JPEG does to a grey picture: 8 × 8 cosine transform, quantisation, and back (ITU-T T.81). The bytes of the
 * file are never made: coding them loses nothing. The transform is that of Arai, Agui and Nakajima (1988), as in the
 * reference library of the Independent JPEG Group, whose quality scale this is too.
 */
export function compressAsJpeg(
  pixels: Uint8Array,
  width: number,
  height: number,
  quality: number,
  quantisation: readonly number[] = luminanceQuantisation,
): void {
  const { divide, multiply } = tables(quality, quantisation)
  const block = new Float64Array(64)
  for (let top = 0; top < height; top += 8) {
    for (let left = 0; left < width; left += 8) {
      load(pixels, width, height, left, top, block)
      for (let line = 0; line < 8; line++) forward(block, line * 8, 1)
      for (let line = 0; line < 8; line++) forward(block, line, 8)
      for (let index = 0; index < 64; index++) {
        const level = (block[index] ?? 0) * (divide[index] ?? 0)
        // Rounds halves away from nothing in particular, but quickly and the same everywhere.
        block[index] = Math.floor(level + 0.5) * (multiply[index] ?? 0)
      }
      for (let line = 0; line < 8; line++) inverse(block, line, 8)
      for (let line = 0; line < 8; line++) inverse(block, line * 8, 1)
      store(pixels, width, height, left, top, block)
    }
  }
}

/** The same for a picture of 1 or 3 interleaved channels; colour is kept at half the resolution (4:2:0). */
export function compressImage(pixels: Uint8Array, size: number, channels: number, quality: number): void {
  if (channels === 1) compressAsJpeg(pixels, size, size, quality)
  else compressColour(pixels, size, quality)
}

function compressColour(pixels: Uint8Array, size: number, quality: number): void {
  const luma = new Uint8Array(size * size)
  const half = size >> 1
  const blue = new Uint8Array(half * half)
  const red = new Uint8Array(half * half)
  toPlanes(pixels, size, luma, blue, red)
  compressAsJpeg(luma, size, size, quality)
  for (const plane of [blue, red]) compressAsJpeg(plane, half, half, quality, chrominanceQuantisation)
  fromPlanes(pixels, size, luma, blue, red)
}

/** Rec. 601, as in JFIF; the colour of four pixels is their mean. `size` is even. */
function toPlanes(
  pixels: Uint8Array,
  size: number,
  luma: Uint8Array,
  blue: Uint8Array,
  red: Uint8Array,
): void {
  const half = size >> 1
  const sumBlue = new Float32Array(half)
  const sumRed = new Float32Array(half)
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const at = 3 * (y * size + x)
      const [r, g, b] = [pixels[at] ?? 0, pixels[at + 1] ?? 0, pixels[at + 2] ?? 0]
      luma[y * size + x] = 0.299 * r + 0.587 * g + 0.114 * b + 0.5
      const cell = x >> 1
      sumBlue[cell] = (sumBlue[cell] ?? 0) - 0.168736 * r - 0.331264 * g + 0.5 * b
      sumRed[cell] = (sumRed[cell] ?? 0) + 0.5 * r - 0.418688 * g - 0.081312 * b
    }
    if ((y & 1) === 0) continue
    const row = (y >> 1) * half
    for (let cell = 0; cell < half; cell++) {
      blue[row + cell] = clamp((sumBlue[cell] ?? 0) / 4 + 128)
      red[row + cell] = clamp((sumRed[cell] ?? 0) / 4 + 128)
    }
    sumBlue.fill(0)
    sumRed.fill(0)
  }
}

function fromPlanes(
  pixels: Uint8Array,
  size: number,
  luma: Uint8Array,
  blue: Uint8Array,
  red: Uint8Array,
): void {
  const half = size >> 1
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const cell = (y >> 1) * half + (x >> 1)
      const level = luma[y * size + x] ?? 0
      const cb = (blue[cell] ?? 0) - 128
      const cr = (red[cell] ?? 0) - 128
      const at = 3 * (y * size + x)
      pixels[at] = clamp(level + 1.402 * cr)
      pixels[at + 1] = clamp(level - 0.344136 * cb - 0.714136 * cr)
      pixels[at + 2] = clamp(level + 1.772 * cb)
    }
  }
}

const clamp = (value: number): number => Math.min(255, Math.max(0, value + 0.5))

// biome-ignore format: tables are read in rows
const chrominanceQuantisation = [
  17, 18, 24, 47, 99, 99, 99, 99,
  18, 21, 26, 66, 99, 99, 99, 99,
  24, 26, 56, 99, 99, 99, 99, 99,
  47, 66, 99, 99, 99, 99, 99, 99,
  ...new Array<number>(32).fill(99),
]

// biome-ignore format: tables are read in rows
const luminanceQuantisation = [
  16, 11, 10, 16, 24, 40, 51, 61,
  12, 12, 14, 19, 26, 58, 60, 55,
  14, 13, 16, 24, 40, 57, 69, 56,
  14, 17, 22, 29, 51, 87, 80, 62,
  18, 22, 37, 56, 68, 109, 103, 77,
  24, 35, 55, 64, 81, 104, 113, 92,
  49, 64, 78, 87, 103, 121, 120, 101,
  72, 92, 95, 98, 112, 100, 103, 99,
] as const

/** Scale of each output of the fast transform: 1 and sqrt(2) cos(k pi / 16). */
const scale = [1, 1.387039845, 1.306562965, 1.175875602, 1, 0.785694958, 0.5411961, 0.275899379] as const

function tables(quality: number, quantisation: readonly number[]) {
  const percent = quality < 50 ? 5000 / quality : 200 - 2 * quality
  const divide = new Float64Array(64)
  const multiply = new Float64Array(64)
  for (let index = 0; index < 64; index++) {
    const raw = Math.floor(((quantisation[index] ?? 1) * percent + 50) / 100)
    const step = Math.min(255, Math.max(1, raw))
    const both = (scale[index >> 3] ?? 1) * (scale[index & 7] ?? 1)
    divide[index] = 1 / (8 * step * both)
    multiply[index] = (step * both) / 8
  }
  return { divide, multiply }
}

/** A block, its mean level at 0; past the border the last pixel is repeated. */
function load(
  pixels: Uint8Array,
  width: number,
  height: number,
  left: number,
  top: number,
  block: Float64Array,
) {
  for (let y = 0; y < 8; y++) {
    const row = Math.min(top + y, height - 1) * width
    for (let x = 0; x < 8; x++) block[y * 8 + x] = (pixels[row + Math.min(left + x, width - 1)] ?? 0) - 128
  }
}

function store(
  pixels: Uint8Array,
  width: number,
  height: number,
  left: number,
  top: number,
  block: Float64Array,
) {
  const right = Math.min(8, width - left)
  const bottom = Math.min(8, height - top)
  for (let y = 0; y < bottom; y++) {
    const row = (top + y) * width + left
    for (let x = 0; x < right; x++) {
      const value = (block[y * 8 + x] ?? 0) + 128.5
      pixels[row + x] = value < 0 ? 0 : value > 255 ? 255 : value
    }
  }
}

/** Eight values `step` apart, in place, into their cosine transform (jfdctflt of the same library). */
function forward(b: Float64Array, at: number, step: number): void {
  const i1 = at + step
  const i2 = i1 + step
  const i3 = i2 + step
  const i4 = i3 + step
  const i5 = i4 + step
  const i6 = i5 + step
  const i7 = i6 + step
  const s07 = (b[at] ?? 0) + (b[i7] ?? 0)
  const d07 = (b[at] ?? 0) - (b[i7] ?? 0)
  const s16 = (b[i1] ?? 0) + (b[i6] ?? 0)
  const d16 = (b[i1] ?? 0) - (b[i6] ?? 0)
  const s25 = (b[i2] ?? 0) + (b[i5] ?? 0)
  const d25 = (b[i2] ?? 0) - (b[i5] ?? 0)
  const s34 = (b[i3] ?? 0) + (b[i4] ?? 0)
  const d34 = (b[i3] ?? 0) - (b[i4] ?? 0)
  const e0 = s07 + s34
  const e3 = s07 - s34
  const e1 = s16 + s25
  const z1 = (s16 - s25 + e3) * Math.SQRT1_2
  b[at] = e0 + e1
  b[i4] = e0 - e1
  b[i2] = e3 + z1
  b[i6] = e3 - z1
  const o0 = d34 + d25
  const o1 = d25 + d16
  const o2 = d16 + d07
  const z5 = (o0 - o2) * 0.382683433
  const z2 = 0.5411961 * o0 + z5
  const z4 = 1.306562965 * o2 + z5
  const z3 = o1 * Math.SQRT1_2
  const z11 = d07 + z3
  const z13 = d07 - z3
  b[i5] = z13 + z2
  b[i3] = z13 - z2
  b[i1] = z11 + z4
  b[i7] = z11 - z4
}

/** And back (jidctflt). */
function inverse(b: Float64Array, at: number, step: number): void {
  const i1 = at + step
  const i2 = i1 + step
  const i3 = i2 + step
  const i4 = i3 + step
  const i5 = i4 + step
  const i6 = i5 + step
  const i7 = i6 + step
  const s04 = (b[at] ?? 0) + (b[i4] ?? 0)
  const d04 = (b[at] ?? 0) - (b[i4] ?? 0)
  const s26 = (b[i2] ?? 0) + (b[i6] ?? 0)
  const d26 = ((b[i2] ?? 0) - (b[i6] ?? 0)) * Math.SQRT2 - s26
  const e0 = s04 + s26
  const e3 = s04 - s26
  const e1 = d04 + d26
  const e2 = d04 - d26
  const z13 = (b[i5] ?? 0) + (b[i3] ?? 0)
  const z10 = (b[i5] ?? 0) - (b[i3] ?? 0)
  const z11 = (b[i1] ?? 0) + (b[i7] ?? 0)
  const z12 = (b[i1] ?? 0) - (b[i7] ?? 0)
  const o7 = z11 + z13
  const z5 = (z10 + z12) * 1.847759065
  const o6 = z5 - z10 * 2.61312593 - o7
  const o5 = (z11 - z13) * Math.SQRT2 - o6
  const o4 = z5 - z12 * 1.0823922 - o5
  b[at] = e0 + o7
  b[i7] = e0 - o7
  b[i1] = e1 + o6
  b[i6] = e1 - o6
  b[i2] = e2 + o5
  b[i5] = e2 - o5
  b[i3] = e3 + o4
  b[i4] = e3 - o4
}
