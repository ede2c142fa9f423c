import { z } from 'zod'

/** What a plan was checked for: each asks something, and the simulation found something. */
export const PlanCheck = z
  .object({
    name: z.enum(['latency', 'workers', 'desk-wait', 'desk-places']),
    asked: z.number(),
    found: z.number(),
    isKept: z.boolean(),
  })
  .meta({ id: 'PlanCheck' })
export type PlanCheck = z.infer<typeof PlanCheck>

/** A plan of inspection lines, and how it did in simulation: the digital twin of the line's design. */
export const LinePlan = z
  .object({
    isSimulated: z.literal(true),
    model: z.string(),
    lines: z.number().int(),
    taktS: z.number(),
    partsPerHour: z.number().describe('of all lines'),
    camerasPerLine: z.number().int().describe('so that the camera resolves what the model was taught at'),
    looksPerPart: z.number().int().describe('tiles of the model that cover a part'),
    workers: z.number().int().describe('inference threads, one session each'),
    computers: z.number().int().describe('like this one, a core of each left to everything else'),
    utilisation: z.number().describe('of the workers'),
    latencyMs: z.object({ p50: z.number(), p99: z.number(), max: z.number() }),
    gateDistanceMm: z.number().describe('from camera to reject gate, so that the slowest verdict is in time'),
    reviewShare: z.number().describe('of all parts'),
    desks: z.number().int().describe('people who review at a time'),
    deskWaitP95S: z.number(),
    deskUtilisation: z.number(),
    simulatedParts: z.number().int(),
    checks: z.array(PlanCheck),
    isKept: z.boolean().describe('all checks'),
  })
  .meta({ id: 'LinePlan' })
export type LinePlan = z.infer<typeof LinePlan>
