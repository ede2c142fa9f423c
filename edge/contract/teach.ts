import { z } from 'zod'

/** What `teach` says at its end, with `--json`. */
export const TeachFinding = z.object({
  model: z.string().describe('its name, for --model'),
  path: z.string().describe('of the .onnx file'),
  images: z.number().int().describe('that it was taught with'),
  seconds: z.number(),
  method: z
    .enum(['places', 'memory'])
    .describe('what is normal: a Gaussian for each place, or a memory of what was seen anywhere'),
  aurocOnDamaged: z
    .record(z.string(), z.number())
    .describe('why: of each method, good images against copies damaged on purpose'),
  threshold: z.number().describe('distance of features at which the score is 0.5'),
  falseRejectExpected: z.number(),
  falseRejectUpper95: z
    .number()
    .nullable()
    .describe('null where too few images were held out to promise one'),
  scores: z
    .array(z.number())
    .describe('of each good image that is no suspect, by what was learnt without it; 0.5 is the threshold'),
  falseRejectReason: z.string().nullable().describe('why there is no bound'),
  latencyMs: z
    .object({ p50: z.number(), p99: z.number() })
    .describe('picture in memory to verdict, one thread'),
  defects: z
    .object({
      images: z.number().int(),
      caught: z.number().int(),
      auroc: z.number().describe('each image by what was learnt without it'),
      aurocWithout: z.number().describe('the same, had nothing been learnt from defects'),
      isLearnt: z.boolean().describe('whether the model learnt from them: only where that helps'),
      naming: z
        .object({
          classes: z.array(z.string()),
          right: z.number().int().describe('defects that the others name rightly'),
          of: z.number().int(),
          isUsed: z.boolean().describe('whether that is more than always naming the commonest, 95 % sure'),
        })
        .nullable()
        .describe(
          'of folders by class, each with three defects or more; null where there are fewer than two',
        ),
    })
    .nullable()
    .describe('of --defects; null where none were given'),
  added: z
    .object({
      changed: z
        .array(z.object({ file: z.string(), before: z.string(), after: z.string() }))
        .describe('good images that are judged otherwise than by the model before'),
      isAccepted: z.boolean().describe('whether the new model took the place of the old one'),
    })
    .nullable()
    .describe('of --add; null without it'),
  sizeBytes: z.number().int(),
  warnings: z.array(z.string()).describe('what is wrong with the images'),
  leastCertain: z.array(z.string()).describe('files that are least like the others, the strangest first'),
  suspects: z.array(z.string()).describe('files that stand apart, the strangest first; left out'),
})
export type TeachFinding = z.infer<typeof TeachFinding>
