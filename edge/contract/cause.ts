import { z } from 'zod'
import { machineKinds } from './machine.ts'

const rating = z.number().int().min(1).max(10)

/** One row of the FMEA table (IEC 60812). */
export const Cause = z.strictObject({
  symptoms: z
    .array(z.string())
    .min(1)
    .describe('indicators beyond their baseline, strongest first; log:CODE for entries of the equipment log'),
  cause: z.string().min(1),
  action: z.string().min(1),
  severity: rating,
  occurrence: rating,
  detection: rating,
})
export type Cause = z.infer<typeof Cause>

export const CauseTable = z.record(z.enum(machineKinds), z.array(Cause).min(1))
export type CauseTable = z.infer<typeof CauseTable>
