import { z } from 'zod'

/** Overall equipment effectiveness and its three factors (ISO 22400-2), shares. */
export const Oee = z.object({
  availability: z.number(),
  performance: z.number(),
  quality: z.number().describe('parts passed of all: refused and undecided ones are not good'),
  oee: z.number(),
})
export type Oee = z.infer<typeof Oee>
