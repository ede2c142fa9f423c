import type { Rng } from '../../edge/contract/port.ts'

/** Standard deviation of the sum of two and of four uniform bytes. */
const sigmaOfTwoBytes = Math.sqrt((2 * (256 ** 2 - 1)) / 12)
const sigmaOfFourBytes = Math.sqrt((4 * (256 ** 2 - 1)) / 12)

/**
 * Bulk noise: Marsaglia's xorshift128 (J. Stat. Softw. 8(14), 2003), period 2^128 - 1, so that no stretch
 * of texture returns within any number of parts that a plant could make. Sums of bytes stand for the
 * normal distribution (Irwin-Hall): integers only, hence the same on every machine.
 */
export class PixelNoise {
  private x: number
  private y: number
  private z: number
  private w: number

  constructor(rng: Rng) {
    const [x = 1, y = 1, z = 1, w = 1] = rng.words()
    this.x = x
    this.y = y
    this.z = z
    this.w = w
  }

  /** 32 random bits as a signed integer. */
  bits(): number {
    const t = this.x ^ (this.x << 11)
    this.x = this.y
    this.y = this.z
    this.z = this.w
    this.w = this.w ^ (this.w >>> 19) ^ t ^ (t >>> 8)
    return this.w
  }

  /** Fills `first` and `second` with unit-variance noise (triangular), one draw for both. */
  fillPair(first: Float32Array, second: Float32Array): void {
    const scale = 1 / sigmaOfTwoBytes
    for (let index = 0; index < first.length; index++) {
      const bits = this.bits()
      first[index] = ((bits & 255) + ((bits >>> 8) & 255) - 255) * scale
      second[index] = (((bits >>> 16) & 255) + (bits >>> 24) - 255) * scale
    }
  }

  /** Fills `target` with unit-variance, nearly normal noise. */
  fill(target: Float32Array): void {
    const scale = 1 / sigmaOfFourBytes
    for (let index = 0; index < target.length; index++) {
      const bits = this.bits()
      target[index] =
        ((bits & 255) + ((bits >>> 8) & 255) + ((bits >>> 16) & 255) + (bits >>> 24) - 510) * scale
    }
  }
}
