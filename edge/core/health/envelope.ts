import type { MachineSheet, Sample } from '../../contract/machine.ts'
import type { EnvelopeEvidence } from '../../contract/plant.ts'
import { bearingOrders } from './bearing.ts'
import { envelopeSpectrum } from './vibration.ts'

/** So far a reader looks: three knocks of an inner ring at full speed. */
const shownHz = 520

/** What a person looks at to believe in a bearing fault: the envelope spectrum, and where its parts would knock. */
export function envelopeOfSample(
  { vibration, speed }: Sample,
  { bearing, ratedRpm }: MachineSheet,
): EnvelopeEvidence | null {
  if (!vibration || !bearing || !ratedRpm) return null
  const { stepHz, amplitude, floor } = envelopeSpectrum(vibration)
  const lines = amplitude.subarray(0, Math.ceil(shownHz / stepHz))
  const turnsPerS = (ratedRpm * speed) / 60
  const { bpfo, bpfi, bsf, ftf } = bearingOrders(bearing)
  return {
    stepHz,
    floors: Array.from(lines, (height, line) =>
      line < 2 || floor === 0 ? 0 : Math.round((100 * height) / floor) / 100,
    ),
    turnsPerS,
    ordersHz: {
      bpfo: bpfo * turnsPerS,
      bpfi: bpfi * turnsPerS,
      bsf2: 2 * bsf * turnsPerS,
      ftf: ftf * turnsPerS,
    },
  }
}
