import { z } from 'zod'

/** What acts on the computer and its network; each field left out stays as it is. */
export const DisruptionChange = z
  .strictObject({
    isBrokerCut: z.boolean().optional().describe('the embedded broker drops everybody and lets nobody in'),
    isLoaded: z.boolean().optional().describe('another program takes the processor'),
    endWorker: z.literal(true).optional().describe('one inspecting thread dies; another takes its place'),
  })
  .meta({ id: 'DisruptionChange' })
export type DisruptionChange = z.infer<typeof DisruptionChange>

export const DisruptionState = z
  .object({
    isBrokerCut: z.boolean().nullable().describe('null: the broker is your own, and is cut there'),
    isLoaded: z.boolean(),
    endedWorkers: z
      .number()
      .int()
      .nonnegative()
      .nullable()
      .describe('since the start; null: other hosts inspect'),
  })
  .meta({ id: 'DisruptionState' })
export type DisruptionState = z.infer<typeof DisruptionState>
