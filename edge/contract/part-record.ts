import { z } from 'zod'
import { Truth } from './part.ts'
import { ReviewData } from './review.ts'

/** `GET /api/v1/parts/:partId/record`: what is known of a part beside its result. */
export const PartRecord = z
  .object({
    truth: Truth.nullable().describe('what the part really is; null: no longer kept, as its picture'),
    review: ReviewData.nullable().describe('what a person decided; null: nobody did'),
  })
  .meta({ id: 'PartRecord' })
export type PartRecord = z.infer<typeof PartRecord>
