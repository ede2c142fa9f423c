import type { InspectedParts } from '../../edge/contract/machine.ts'
import type { Rng } from '../../edge/contract/port.ts'
import { spoilage } from '../spoilage.ts'
import { poisson } from './chance.ts'

const partsPerH = 120
const usualPrevalence = 0.02
/** Share of the usual defects that are of the spoilt class. */
const usualShare = 0.25
/** Of an inspection as the models do it: what passes for good, and what of the good is refused. */
const escapeRate = 0.01
const falseRejectRate = 0.0005

/** What the inspection of the line said in these hours. */
export function inspect(damage: number, hours: number, rng: Rng): InspectedParts {
  const parts = partsPerH * hours
  const usual = parts * usualPrevalence * (1 - escapeRate)
  return {
    parts,
    spoilt: poisson(rng, usual * (usualShare + spoilage(damage))),
    otherDefects: poisson(rng, usual * (1 - usualShare) + parts * falseRejectRate),
  }
}
