import { z } from 'zod'
import { Recipe } from './recipe.ts'

/** What the input monitor learnt from good and bad parts of the line: a Gaussian over image features, and their ranges. */
export const Envelope = z
  .object({
    features: z.array(z.string()),
    mean: z.array(z.number()),
    whitening: z
      .array(z.number())
      .describe("inverse of the covariance's Cholesky factor, row by row (lower triangular)"),
    maxDistance: z
      .number()
      .positive()
      .describe('Mahalanobis distance over which an image is not this product'),
    low: z.array(z.number()).describe('each feature lies between these two, seen one by one'),
    high: z.array(z.number()),
  })
  .meta({ id: 'Envelope' })
export type Envelope = z.infer<typeof Envelope>

/** Of a model.onnx, hex. */
export const sha256 = z.string().regex(/^[0-9a-f]{64}$/)

const MapOutput = z.object({
  name: z.string(),
  stridePx: z.number().int().positive().describe('pixels of the frame per cell of the maps'),
  scoreChannel: z.number().int().describe('probability that a mark over its limit lies here'),
  sizeChannel: z.number().int().describe('log2(size / limit) of the mark that lies here'),
  firstClassChannel: z.number().int().describe('probability of a mark of each class, in order of `classes`'),
})

const Borders = z.object({
  acceptBelow: z.number().describe('score under this: OK'),
  rejectAtLeast: z.number().describe('score from here: NotOK'),
})
export type Borders = z.infer<typeof Borders>

/** The larger model that looks again where this one is undecided. */
export const SecondLook = z
  .object({
    model: z.string().describe('its name'),
    sha256: sha256.describe('of its model.onnx'),
    first: Borders.describe(
      'of the first look alone: between them the second is asked; without it, all there is',
    ),
  })
  .meta({ id: 'SecondLook' })
export type SecondLook = z.infer<typeof SecondLook>

/** The card of the model that looks again: crops of any line's frames, in colour. */
export const SecondCard = z
  .object({
    name: z.string(),
    description: z.string(),
    sha256,
    input: z.object({ name: z.string(), sidePx: z.number().int().positive() }),
    output: MapOutput,
    classes: z.array(z.string()).min(1).describe('of all lines'),
    training: z.record(z.string(), z.unknown()),
    shortfalls: z.array(z.string()),
  })
  .meta({ id: 'SecondCard' })
export type SecondCard = z.infer<typeof SecondCard>

/** The card beside a model: everything needed to use it and to doubt it. */
export const Card = z
  .object({
    name: z.string(),
    description: z.string(),
    sha256: sha256.describe('of model.onnx; the service refuses any other file'),
    input: z.object({
      name: z.string(),
      type: z.literal('uint8'),
      layout: z.literal('NCHW'),
      width: z.number().int().positive(),
      height: z.number().int().positive(),
      channels: z.union([z.literal(1), z.literal(3)]),
      fit: z.enum(['tile', 'resize']).describe('how an image of another size is brought in'),
    }),
    output: MapOutput,
    classes: z.array(z.string()).min(1),
    thresholds: Borders.extend({
      mark: z.number().describe('class probability from which a cell belongs to a mark'),
    }),
    secondLook: SecondLook.nullable().default(null).describe('null: what is undecided stays so'),
    recipe: Recipe,
    envelope: Envelope,
    training: z.record(z.string(), z.unknown()),
    measured: z.record(z.string(), z.unknown()),
    shortfalls: z.array(z.string()).describe('where the figures fall short, said plainly'),
  })
  .meta({ id: 'Card' })
export type Card = z.infer<typeof Card>
