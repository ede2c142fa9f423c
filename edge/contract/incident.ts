import { z } from 'zod'

/** The payload of `incident`: a run of parts with the same defect, or undecided for the same reason. */
export const IncidentData = z
  .object({
    incidentId: z.string().describe('also in every `defect` that belongs to it'),
    jobId: z.string().describe('the run; an incident does not outlive it'),
    line: z.string(),
    phase: z
      .enum(['opened', 'updated', 'closed'])
      .describe('updated when the number of parts has doubled; closed says the last word'),
    evaluation: z.enum(['NotOK', 'NotDecidable']),
    defect: z.string().describe('class of the worst mark; the reason, where no mark was found'),
    parts: z.number().int().min(1),
    firstPartId: z.string(),
    lastPartId: z.string(),
    worstPartId: z.string().describe('the one with the highest score'),
    worstScore: z.number().nullable(),
    since: z.iso.datetime().describe('when the first part was photographed'),
    until: z.iso.datetime().describe('when the last one was'),
    isSimulated: z.boolean(),
  })
  .meta({ id: 'IncidentData' })
export type IncidentData = z.infer<typeof IncidentData>
