import type { Bearing } from '../../contract/machine.ts'

/** Orders of rotation at which the parts of a rolling bearing knock; outer ring at rest. */
export interface BearingOrders {
  /** Passing of balls over a fault of the outer ring, of the inner ring. */
  readonly bpfo: number
  readonly bpfi: number
  /** Turn of the cage, spin of a ball (a ball with a fault knocks at twice that). */
  readonly ftf: number
  readonly bsf: number
}

/** Kinematic orders without slip; times turns a second: Hz. BPFO + BPFI is the number of balls. */
export function bearingOrders({ balls, ballDiameter, pitchDiameter, contactDeg }: Bearing): BearingOrders {
  const ratio = (ballDiameter / pitchDiameter) * Math.cos((contactDeg * Math.PI) / 180)
  return {
    bpfo: (balls / 2) * (1 - ratio),
    bpfi: (balls / 2) * (1 + ratio),
    ftf: (1 - ratio) / 2,
    bsf: (pitchDiameter / ballDiameter / 2) * (1 - ratio ** 2),
  }
}
