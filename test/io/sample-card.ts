import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { Card, Envelope } from '../../edge/contract/card.ts'
import { learnEnvelope } from '../../edge/core/vision/envelope.ts'
import { featureNames } from '../../edge/core/vision/monitor.ts'

export const fixture = (name: string): string => path.join(import.meta.dirname, '..', 'fixture', name)

const sha256 = createHash('sha256')
  .update(readFileSync(fixture('brightness-uint8.onnx')))
  .digest('hex')

/** An envelope in which every feature may lie this far from 0. */
export function envelopeOf(reach: number): Envelope {
  const rows = [-reach, reach].flatMap((place) =>
    featureNames.map((_, i) => featureNames.map((_, j) => (i === j ? place : 0))),
  )
  return learnEnvelope(rows)
}

/** A card for `brightness-uint8.onnx`: bright is defective, and every image is inside the envelope. */
export const brightnessCard: Card = {
  name: 'brightness',
  description: 'Mean of each 4 × 4 cell.',
  sha256,
  input: { name: 'pixels', type: 'uint8', layout: 'NCHW', width: 64, height: 64, channels: 1, fit: 'tile' },
  output: { name: 'maps', stridePx: 4, scoreChannel: 0, sizeChannel: 1, firstClassChannel: 2 },
  classes: ['glare'],
  thresholds: { acceptBelow: 0.3, rejectAtLeast: 0.7, mark: 0.5 },
  secondLook: null,
  recipe: {
    line: 'brightness',
    widthPx: 64,
    heightPx: 64,
    channels: 1,
    pxPerMm: 10,
    limitsMm: { glare: 0.5 },
    presentOrAbsent: [],
    lookAlikes: [],
  },
  envelope: envelopeOf(1000),
  training: {},
  measured: {},
  shortfalls: [],
}
