import { z } from 'zod'
import { machineKinds } from './machine.ts'

/** What is known of a forecast network: `models/forecast/<kind>/card.json`. */
export const ForecastCard = z
  .strictObject({
    machine: z.enum(machineKinds),
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
    inputs: z.number().int().positive().describe('numbers of one row; the input is [n, inputs], float32'),
    quantiles: z.array(z.number()).describe('of the remaining life, in hours, in the order of the output'),
    usualLifeH: z
      .strictObject({ low: z.number(), median: z.number(), high: z.number() })
      .describe('5 %, 50 % and 95 % of whole lives: what is known of a machine that shows nothing'),
    planUnderH: z.number().positive().describe('low end of the interval under which to plan a repair'),
    actUnderH: z.number().positive().describe('and under which to act'),
    training: z.string().describe('where the training is told'),
  })
  .meta({ id: 'ForecastCard' })
export type ForecastCard = z.infer<typeof ForecastCard>
