import { z } from 'zod'

export const machineKinds = ['mill-spindle', 'stamping-press', 'conveyor-gearmotor', 'camera-lamp'] as const
export type MachineKind = (typeof machineKinds)[number]

/** Rolling bearing, outer ring at rest; diameters in any one unit. */
export interface Bearing {
  readonly balls: number
  readonly ballDiameter: number
  readonly pitchDiameter: number
  readonly contactDeg: number
}

/** What is known of a machine before it runs: the plate on its side. */
export interface MachineSheet {
  readonly kind: MachineKind
  /** The product line that it serves. */
  readonly line: string
  /** The class of defect that a worn one makes there; null: it makes none. */
  readonly spoils: string | null
  /** Units by signal. */
  readonly signals: Readonly<Record<string, string>>
  readonly ratedRpm: number | null
  readonly bearing: Bearing | null
  /** Of ISO 20816-3, where vibration is measured. */
  readonly vibrationGroup: 'group-1' | 'group-2' | null
}

/** One line of the equipment log. */
export const LogEntry = z
  .object({
    code: z.enum(['SERVICE', 'TRIP', 'NOTE']),
    text: z.string(),
  })
  .meta({ id: 'LogEntry' })
export type LogEntry = z.infer<typeof LogEntry>

/** Acceleration in m/s². */
export interface Waveform {
  readonly rateHz: number
  readonly accelerationMPerS2: Float32Array
}

/** What the inspection of a machine's line said since the sample before. */
export interface InspectedParts {
  readonly parts: number
  /** NotOK parts of the class that the machine spoils. */
  readonly spoilt: number
  readonly otherDefects: number
}

/** What watching gets to see of one hour. */
export interface Sample {
  readonly machine: string
  readonly kind: MachineKind
  /** Position in the life, from 0. */
  readonly sequence: number
  /** Running hours by the machine's own clock, which may be wrong. */
  readonly clockH: number
  /** As told by the drive, against rated. */
  readonly load: number
  readonly speed: number
  /** null: the sensor said nothing. */
  readonly signals: Readonly<Record<string, number | null>>
  readonly vibration: Waveform | null
  readonly entries: readonly LogEntry[]
  /** null: nothing is inspected there, or the machine spoils nothing. */
  readonly inspected: InspectedParts | null
  readonly isSimulated: boolean
}

/** What the machine really is. Only scoring ever sees it. */
export interface LifeTruth {
  readonly ageH: number
  /** Until it fails; of a life that is cut short, until it would have failed. */
  readonly remainingH: number
  /** 0 new, 1 failed. */
  readonly damage: number
  /** The failure at the end comes without wear. */
  readonly isSudden: boolean
  readonly isCensored: boolean
  /** A sensor lies, or load and speed have just changed. */
  readonly isDisturbed: boolean
}
