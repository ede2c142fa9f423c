import { z } from 'zod'

/** Figures of the running line that a lesson may wait for or ask for; shares from 0 to 1. The board computes them. */
export const liveFigures = [
  ...(['parts', 'decided', 'accuracy', 'passAllAccuracy', 'escapes', 'escapeRate'] as const),
  ...(['falseRejects', 'falseRejectRate', 'undecidedShare', 'recentUndecidedShare'] as const),
  ...(['recentRejectedShare', 'partsLeft', 'eDemonstrate', 'eRefute', 'lampLevel', 'lensSmear'] as const),
  ...(['waitingAtDesk', 'alarms', 'heldPart', 'handInspected', 'handKappa', 'handEscapeRate'] as const),
  ...(['handFalseRejectRate', 'handSecondsPerPart', 'modelKappaOnHand', 'upkeepLives'] as const),
  'upkeepCost',
] as const
export const LiveFigure = z.enum(liveFigures)
export type LiveFigure = z.infer<typeof LiveFigure>

export const operators = ['<', '<=', '>', '>=', '='] as const

export const Condition = z.object({ figure: LiveFigure, operator: z.enum(operators), value: z.number() })
export type Condition = z.infer<typeof Condition>

/** Parts of the board that a lesson can bring to its side. */
export const widgets = [
  ...(['station', 'claim', 'count', 'dial', 'detection', 'ships', 'machines', 'policies'] as const),
  ...(['inspection', 'upkeep'] as const),
] as const

/** A stretch of text in one style. */
export const Words = z.object({ text: z.string(), style: z.enum(['plain', 'strong', 'emphasis', 'code']) })
export type Words = z.infer<typeof Words>
const Line = z.array(Words)

const Paragraph = z.object({ kind: z.literal('paragraph'), words: Line })
const List = z.object({ kind: z.literal('list'), isOrdered: z.boolean(), items: z.array(Line) })
const Table = z.object({ kind: z.literal('table'), head: z.array(Line), rows: z.array(z.array(Line)) })
const Code = z.object({ kind: z.literal('code'), text: z.string() })
/** Ticks itself as soon as the line shows that it was done. */
const Do = z.object({ kind: z.literal('do'), text: z.string(), when: Condition })
const Choice = z.object({
  kind: z.literal('choice'),
  question: z.string(),
  options: z.array(z.object({ text: z.string(), isRight: z.boolean(), because: z.string() })),
})
const NumberQuestion = z.object({
  kind: z.literal('number'),
  question: z.string(),
  answer: z
    .union([z.number(), z.object({ live: LiveFigure })])
    .describe('in `unit`; a live share times 100 where that is %'),
  within: z.number(),
  unit: z.string(),
  because: z.string(),
})
const Widget = z.object({ kind: z.literal('widget'), show: z.enum(widgets) })

export const Block = z.discriminatedUnion('kind', [
  ...([Paragraph, List, Table, Code, Do, Choice, NumberQuestion, Widget] as const),
])
export type Block = z.infer<typeof Block>
export type BlockOf<Kind extends Block['kind']> = Extract<Block, { kind: Kind }>

export const Lesson = z
  .object({
    id: z.string(),
    /** 0: a page to look things up in, no lesson. */
    number: z.number().int(),
    title: z.string(),
    goal: z.string(),
    minutes: z.number(),
    steps: z.array(z.object({ title: z.string(), blocks: z.array(Block) })),
    trainer: z.array(Block),
  })
  .meta({ id: 'Lesson' })
export type Lesson = z.infer<typeof Lesson>

/** What is wrong with a lesson's file, for whoever wrote it. */
export const LessonProblem = z
  .object({ file: z.string(), line: z.number().int(), message: z.string() })
  .meta({ id: 'LessonProblem' })
export type LessonProblem = z.infer<typeof LessonProblem>

export const LessonPage = z
  .object({ lessons: z.array(Lesson), problems: z.array(LessonProblem) })
  .meta({ id: 'LessonPage' })
export type LessonPage = z.infer<typeof LessonPage>
