import { z } from 'zod'

const seconds = z.number().nonnegative()
const rate = z.number().min(0).max(1)
const money = z.number().nonnegative()

/**
 * Everything that labour and money rest on: times a part in seconds, shares and rates from 0 to 1, money in any one
 * currency. Every number is an assumption and stands beside the result; only those that name a source have one.
 */
export const Assumptions = z
  .strictObject({
    prevalence: rate.default(0.02).describe('share of defective parts in production'),
    manualS: seconds.positive().default(6).describe('a person inspects one part, seconds'),
    reviewS: seconds.default(12).describe('a reviewer looks at one undecided part, seconds'),
    confirmS: seconds.default(6).describe('a reviewer confirms one refused part, seconds'),
    auditShare: rate
      .default(0.02)
      .describe('share of the passed parts that an inspector looks at all the same'),
    partsPerHour: z.number().positive().default(1800).describe('line rate; 1800 is a takt of 2 s'),
    hoursPerYear: z
      .number()
      .positive()
      .default(3750)
      .describe('hours that the line runs in a year: two shifts of 7.5 hours on 250 days'),
    hoursPerPersonPerYear: z
      .number()
      .positive()
      .default(1650)
      .describe('hours that one person works in a year; turns hours into people'),
    wageManualPerHour: money.positive().default(25).describe('what an hour of an inspector costs'),
    wageReviewPerHour: money.default(30).describe('what an hour of a reviewer costs'),
    manualMissRate: rate
      .default(0.23)
      .describe(
        'share of the defective parts that an inspector passes (a study of integrated circuits, Wikipedia, "Visual inspection")',
      ),
    manualFalseRejectRate: rate
      .default(0.02)
      .describe('share of the good parts that an inspector refuses (the same study)'),
    reviewMissRate: rate
      .default(0.23)
      .describe(
        'share of the undecided defective parts that a reviewer passes; as an inspector, for want of a source',
      ),
    reviewFalseRejectRate: rate
      .default(0.02)
      .describe('share of the undecided good parts that a reviewer refuses; as an inspector'),
    deskSeats: z.number().int().positive().default(1).describe('reviewers who work at the desk at a time'),
    deskCapacity: z.number().int().nonnegative().default(40).describe('parts that may wait at the desk'),
    costPerEscape: money.default(50).describe('a defective part that ships: sorting, return, complaint'),
    costPerFalseReject: money.default(2).describe('a good part that is scrapped'),
    hardware: money.default(12_000).describe('paid once: cameras, light, computer, reject gate'),
    setUp: money.default(20_000).describe('paid once: integration, data, training, validation'),
    retrainingPerYear: money.default(6_000).describe('new products and drift, every year'),
    upkeepPerYear: money.default(2_400).describe('cleaning, spare parts, power, licences, every year'),
  })
  .meta({ id: 'Assumptions' })
export type Assumptions = z.infer<typeof Assumptions>
