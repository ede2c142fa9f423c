import type { Card } from '../../contract/card.ts'
import { wideEnvelope } from './envelope.ts'
import type { Border } from './threshold.ts'

export interface TaughtFacts {
  readonly name: string
  readonly sha256: string
  readonly input: Pick<Card['input'], 'width' | 'height' | 'channels'>
  /** Of the input monitor, image by image. */
  readonly features: readonly ArrayLike<number>[]
  readonly border: Border
  readonly training: Card['training']
  /** Names of defects that the model tells apart; none: all are one. */
  readonly classes: readonly string[]
}

/** The only class that good images teach: something that none of them has. */
export const taughtClass = 'anomaly'

/** The card of a model that was taught with good images alone. */
export function taughtCard({ name, sha256, input, features, border, training, classes }: TaughtFacts): Card {
  const { threshold, falseRejectExpected, falseRejectUpper95, reason } = border
  const { width, height, channels } = input
  const isNamed = classes.length > 0
  const names = isNamed ? [...classes] : [taughtClass]
  return {
    name,
    description: 'Taught with images of good parts: tells what is unlike all of them.',
    sha256,
    input: { name: 'pixels', type: 'uint8', layout: 'NCHW', width, height, channels, fit: 'resize' },
    // Where the first map reaches the threshold, there is the mark; where defects have no names, it is the only one.
    output: {
      name: 'maps',
      stridePx: 16,
      scoreChannel: 0,
      sizeChannel: 0,
      firstClassChannel: isNamed ? 1 : 0,
    },
    classes: names,
    thresholds: { acceptBelow: 0.5, rejectAtLeast: 0.5, mark: 0.5 },
    secondLook: null,
    recipe: {
      ...{ line: name, widthPx: width, heightPx: height, channels, pxPerMm: 1 },
      ...{ limitsMm: {}, presentOrAbsent: names, lookAlikes: [] },
    },
    envelope: wideEnvelope(features),
    training,
    measured: { threshold, falseRejectExpected, falseRejectUpper95 },
    shortfalls: [
      'Taught with good images alone: how many defects it misses is known only once some have been shown to it.',
      "Sizes are in pixels of the model's input, written as millimetres: no image says its scale.",
      ...(reason ? [`No bound on false rejects: ${reason}.`] : []),
    ],
  }
}
