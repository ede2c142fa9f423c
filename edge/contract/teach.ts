import { z } from 'zod'

/** What `teach` says at its end, with `--json`. */
export const TeachFinding = z.object({
  model: z.string().describe('its name, for --model'),
  path: z.string().describe('of the .onnx file'),
  images: z.number().int().describe('that it was taught with'),
  seconds: z.number(),
  threshold: z.number().describe('distance of features at which the score is 0.5'),
  falseRejectExpected: z.number(),
  falseRejectUpper95: z
    .number()
    .nullable()
    .describe('null where too few images were held out to promise one'),
  falseRejectReason: z.string().nullable().describe('why there is no bound'),
  latencyMs: z
    .object({ p50: z.number(), p99: z.number() })
    .describe('picture in memory to verdict, one thread'),
  defects: z
    .object({ images: z.number().int(), caught: z.number().int(), auroc: z.number() })
    .nullable()
    .describe('of --defects; null where none were given'),
  sizeBytes: z.number().int(),
  warnings: z.array(z.string()).describe('what is wrong with the images'),
  leastCertain: z.array(z.string()).describe('files that are least like the others, the strangest first'),
  suspects: z.array(z.string()).describe('files that stand apart, the strangest first; left out'),
})
export type TeachFinding = z.infer<typeof TeachFinding>
