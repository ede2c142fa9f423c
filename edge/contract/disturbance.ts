import { z } from 'zod'

/** What may stand between a part and its picture. The envelope holds each, uniformly, up to severity 1. */
export const disturbanceNames = [
  'exposure',
  'defocus',
  'motion',
  'noise',
  'gradient',
  'shift',
  'dirt',
  'jpeg',
] as const
export type DisturbanceName = (typeof disturbanceNames)[number]

/** Severity 0 leaves the picture as the line makes it, 1 is the border of the envelope, 5 is hopeless. */
export const severities = [0, 1, 2, 3, 4, 5] as const
export type Severity = (typeof severities)[number]

export const Disturbance = z
  .object({
    name: z.enum(disturbanceNames),
    severity: z.union([z.literal(0), z.literal(1), z.literal(2), z.literal(3), z.literal(4), z.literal(5)]),
  })
  .meta({ id: 'Disturbance' })
export type Disturbance = z.infer<typeof Disturbance>
