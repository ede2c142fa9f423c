import { z } from 'zod'
import { sha256 } from './card.ts'

/** Where a worker on another host is asked: raw crops in, `count × 3 × side × side` bytes; raw maps out, float32, little-endian. */
export const secondLookPath = '/api/v1/second-look'

/** More crops than this are no second look but a job. */
export const mostCrops = 8

/** What stands in the URL beside the bytes. */
export const SecondLookQuery = z.object({
  count: z.coerce.number().int().min(1).max(mostCrops).describe('crops in the body'),
  sha256: sha256.describe('of the model that is to look; another one is refused'),
})
