/** Half of a symmetric kernel: the weight of the pixel itself, then of its neighbours to either side. */
export type HalfKernel = readonly number[]

/** A normal curve, cut where its weight falls under a hundredth of its peak. */
export function gaussianKernel(sigmaPx: number): HalfKernel {
  if (sigmaPx < 0.2) return [1]
  const reach = Math.ceil(3 * sigmaPx)
  return normalised(Array.from({ length: reach + 1 }, (_, x) => Math.exp(-((x / sigmaPx) ** 2) / 2)))
}

/** A smear of this length. */
export function boxKernel(lengthPx: number): HalfKernel {
  if (lengthPx <= 1) return [1]
  const half = lengthPx / 2
  const reach = Math.ceil(half - 0.5)
  return normalised(
    Array.from({ length: reach + 1 }, (_, x) =>
      Math.max(0, Math.min(x + 0.5, half) - Math.max(x - 0.5, -half)),
    ),
  )
}

/** One kernel after the other. */
export function convolved(a: HalfKernel, b: HalfKernel): HalfKernel {
  const at = (kernel: HalfKernel, x: number) => kernel[Math.abs(x)] ?? 0
  return Array.from({ length: a.length + b.length - 1 }, (_, x) => {
    let sum = 0
    for (let y = 1 - a.length; y < a.length; y++) sum += at(a, y) * at(b, x - y)
    return sum
  })
}

function normalised(kernel: readonly number[]): HalfKernel {
  const [centre = 1, ...sides] = kernel
  const total = centre + 2 * sides.reduce((sum, weight) => sum + weight, 0)
  // Rounded, since engines differ in the last bits of exp.
  return kernel.map((weight) => Math.round((weight / total) * 1e6) / 1e6).filter((weight) => weight > 0.004)
}

/** Blurs a picture in place, `along` the rows and `across` them; past the border the last pixel is repeated. */
export function blur(picture: Float32Array, size: number, along: HalfKernel, across: HalfKernel): void {
  if (along.length > 1) blurRows(picture, size, along)
  if (across.length > 1) blurColumns(picture, size, across)
}

function blurRows(picture: Float32Array, size: number, kernel: HalfKernel): void {
  const reach = kernel.length - 1
  const padded = new Float32Array(size + 2 * reach)
  const [centre = 1, beside = 0] = kernel
  for (let start = 0; start < picture.length; start += size) {
    padded.fill(picture[start] ?? 0, 0, reach)
    padded.set(picture.subarray(start, start + size), reach)
    padded.fill(picture[start + size - 1] ?? 0, reach + size)
    for (let x = 0; x < size; x++) {
      const at = x + reach
      let sum = centre * (padded[at] ?? 0) + beside * ((padded[at - 1] ?? 0) + (padded[at + 1] ?? 0))
      for (let k = 2; k <= reach; k++)
        sum += (kernel[k] ?? 0) * ((padded[at - k] ?? 0) + (padded[at + k] ?? 0))
      picture[start + x] = sum
    }
  }
}

function blurColumns(picture: Float32Array, size: number, kernel: HalfKernel): void {
  const reach = kernel.length - 1
  const original = picture.slice()
  const rowAt = (y: number) => {
    const row = Math.min(size - 1, Math.max(0, y)) * size
    return original.subarray(row, row + size)
  }
  for (let y = 0; y < size; y++) {
    const target = picture.subarray(y * size, (y + 1) * size)
    const centre = kernel[0] ?? 1
    for (let x = 0; x < size; x++) target[x] = (target[x] ?? 0) * centre
    for (let k = 1; k <= reach; k++) addRows(target, rowAt(y - k), rowAt(y + k), kernel[k] ?? 0)
  }
}

function addRows(target: Float32Array, above: Float32Array, below: Float32Array, weight: number): void {
  for (let x = 0; x < target.length; x++)
    target[x] = (target[x] ?? 0) + weight * ((above[x] ?? 0) + (below[x] ?? 0))
}
