import type { Card } from '../../edge/contract/card.ts'
import type { Sight } from '../../edge/core/vision/decide.ts'
import { readMaps } from '../../edge/core/vision/mark.ts'
import { featureNames } from '../../edge/core/vision/monitor.ts'

const size = featureNames.length
/** Scratches up to 5 mm and pits up to 2 mm are good. */
export const card: Card = {
  name: 'test',
  description: '',
  sha256: '0'.repeat(64),
  input: { name: 'pixels', type: 'uint8', layout: 'NCHW', width: 64, height: 64, channels: 1, fit: 'tile' },
  output: { name: 'maps', stridePx: 4, scoreChannel: 0, sizeChannel: 1, firstClassChannel: 2 },
  classes: ['scratch', 'pit'],
  thresholds: { acceptBelow: 0.2, rejectAtLeast: 0.8, mark: 0.5 },
  secondLook: null,
  recipe: {
    line: 'test',
    widthPx: 64,
    heightPx: 64,
    channels: 1,
    pxPerMm: 4,
    limitsMm: { scratch: 5, pit: 2 },
    presentOrAbsent: [],
    lookAlikes: [],
  },
  envelope: {
    features: [...featureNames],
    mean: new Array(size).fill(0),
    whitening: Array.from({ length: size * size }, (_, index) => (index % (size + 1) === 0 ? 1 : 0)),
    maxDistance: 3,
    low: new Array(size).fill(-100),
    high: new Array(size).fill(100),
  },
  training: {},
  measured: {},
  shortfalls: [],
}
export const frame = {
  line: 'test',
  partId: 'test-1',
  sequence: 1,
  capturedAtMs: 0,
  isSimulated: true,
  image: { width: 64, height: 64, channels: 1 as const, data: new Uint8Array(64 * 64) },
}
export const inside = new Float64Array(size)

/** A 16 × 16 map with one pit of `cells`, its log2 size and its score. */
export function sight(cells: readonly number[], score: number, log2Size: number, x = 0, y = 0): Sight {
  const data = new Float32Array(4 * 256)
  for (const cell of cells) {
    data[cell] = score
    data[256 + cell] = log2Size
    data[3 * 256 + cell] = 0.9
  }
  return { x, y, ...readMaps({ data, width: 16, height: 16 }, card), features: inside }
}
export const seen = (...sights: Sight[]) => ({ kind: 'seen', sights }) as const
