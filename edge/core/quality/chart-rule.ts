/** A rule on the last points of a chart; values are standardised: (x - centre) / standard deviation. */
export interface ChartRule {
  readonly name: string
  /** Points that it looks at. */
  readonly span: number
  /** Whether exactly these last `span` points break it. */
  readonly isBroken: (points: readonly number[]) => boolean
}

/** At least `count` of the points lie further than `sigmas` out, on the same side. */
const outOnOneSide = (count: number, span: number, sigmas: number): ChartRule => ({
  name: count === 1 ? `beyond ${sigmas} sigma` : `${count} of ${span} beyond ${sigmas} sigma`,
  span,
  isBroken: (points) =>
    points.filter((z) => z > sigmas).length >= count || points.filter((z) => z < -sigmas).length >= count,
})

const sameSide = (span: number): ChartRule => ({
  name: `${span} on one side`,
  span,
  isBroken: (points) => points.every((z) => z > 0) || points.every((z) => z < 0),
})

const stepsOf = (points: readonly number[]): number[] =>
  points.slice(1).map((z, index) => z - (points[index] ?? z))

const trend: ChartRule = {
  name: '6 rising or falling',
  span: 6,
  isBroken: (points) =>
    stepsOf(points).every((step) => step > 0) || stepsOf(points).every((step) => step < 0),
}

const alternating: ChartRule = {
  name: '14 alternating',
  span: 14,
  isBroken: (points) => {
    const steps = stepsOf(points)
    return steps.every((step, index) => step !== 0 && (index === 0 || step * (steps[index - 1] ?? 0) < 0))
  },
}

const hugging: ChartRule = {
  name: '15 within 1 sigma',
  span: 15,
  isBroken: (points) => points.every((z) => Math.abs(z) < 1),
}

const avoiding: ChartRule = {
  name: '8 beyond 1 sigma on either side',
  span: 8,
  isBroken: (points) => points.every((z) => Math.abs(z) > 1),
}

const beyondThree = outOnOneSide(1, 1, 3)

/** Western Electric (1956): zone rules 1 to 4. */
export const westernElectricRules: readonly ChartRule[] = [
  beyondThree,
  outOnOneSide(2, 3, 2),
  outOnOneSide(4, 5, 1),
  sameSide(8),
]

/** Nelson (1984): tests 1 to 8, with a run of nine instead of eight. */
export const nelsonRules: readonly ChartRule[] = [
  beyondThree,
  sameSide(9),
  trend,
  alternating,
  outOnOneSide(2, 3, 2),
  outOnOneSide(4, 5, 1),
  hugging,
  avoiding,
]

export type ChartKind = 'individuals' | 'x-bar' | 'p' | 'np' | 'c' | 'u'

/** What may be asked of a chart: zones assume a normal law, so counts and shares know their limits alone. */
export const rulesFor = (kind: ChartKind, rules = westernElectricRules): readonly ChartRule[] =>
  kind === 'individuals' || kind === 'x-bar' ? rules : []

/** Names of the rules that the last points break; the newest comes last. */
export const brokenRules = (values: readonly number[], rules: readonly ChartRule[]): string[] =>
  rules
    .filter(({ span, isBroken }) => values.length >= span && isBroken(values.slice(values.length - span)))
    .map(({ name }) => name)
