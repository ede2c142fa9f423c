/** Zones of vibration severity: A newly commissioned, B unrestricted, C for a limited time, D does damage. */
export type Zone = 'A' | 'B' | 'C' | 'D'

export interface ZoneLimits {
  /** Velocity RMS at A/B, B/C and C/D, mm/s. */
  readonly limitsMmPerS: readonly [number, number, number]
  readonly source: string
}

const source = 'ISO 20816-3, as quoted by jkhaings/vib-agent (iso_zones.json) and Beckhoff TF3600'

/** Group 1: over 300 kW or shaft height from 315 mm; group 2: 15 to 300 kW. Tables on the web disagree: hence the source. */
export const zoneLimits = {
  'group-1': {
    rigid: { limitsMmPerS: [2.3, 4.5, 7.1], source },
    flexible: { limitsMmPerS: [3.5, 7.1, 11], source },
  },
  'group-2': {
    rigid: { limitsMmPerS: [1.4, 2.8, 4.5], source },
    flexible: { limitsMmPerS: [2.3, 4.5, 7.1], source },
  },
} as const satisfies Record<string, Record<string, ZoneLimits>>

const zones = ['A', 'B', 'C', 'D'] as const

/** A value on a boundary counts to the worse zone. */
export function zoneOf(velocityMmPerS: number, { limitsMmPerS }: ZoneLimits): Zone {
  return zones[limitsMmPerS.filter((limit) => velocityMmPerS >= limit).length] ?? 'D'
}
