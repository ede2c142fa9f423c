import { marked, type Tokens } from 'marked'
import { z } from 'zod'
import {
  type Block,
  type Condition,
  LiveFigure,
  liveFigures,
  operators,
  type Words,
  widgets,
} from '../contract/lesson.ts'

/** What is wrong with a lesson's text, and where. */
export class LessonFault extends Error {
  /** From 1. */
  readonly line: number

  constructor(line: number, message: string) {
    super(message)
    this.line = line
  }
}

export interface Token {
  readonly token: Tokens.Generic
  /** Where it begins, from 1. */
  readonly line: number
}

/** The blocks of Markdown text whose first line is `firstLine` of its file. */
export function tokensOf(text: string, firstLine: number): Token[] {
  let line = firstLine
  return marked.lexer(text).map((token) => {
    const began = line
    line += token.raw.split('\n').length - 1
    return { token, line: began }
  })
}

/** Reads YAML that begins on the line after `line`. */
type ReadYaml = (text: string, name: string, line: number) => unknown

/**
 * What one piece of Markdown says.
 * @throws {LessonFault} for HTML and pictures, which have no place in a lesson, and for a block that asks in a wrong way
 */
export function blocksOf(token: Tokens.Generic, line: number, readYaml: ReadYaml): Block[] {
  switch (token.type) {
    case 'space':
    case 'hr':
      return []
    case 'heading':
      return [{ kind: 'paragraph', words: [{ text: token.text, style: 'strong' }] }]
    case 'paragraph':
      return [{ kind: 'paragraph', words: wordsOf(token.tokens) }]
    case 'list':
      return [
        {
          kind: 'list',
          isOrdered: token.ordered,
          items: token.items.map((item: Tokens.ListItem) => wordsOf(item.tokens)),
        },
      ]
    case 'table':
      return [
        {
          kind: 'table',
          head: token.header.map(cellOf),
          rows: token.rows.map((row: Cell[]) => row.map(cellOf)),
        },
      ]
    case 'code':
      return askedOf(token as Tokens.Code, line, readYaml)
    default:
      throw new LessonFault(line, `${token.type} has no place in a lesson`)
  }
}

type Cell = Tokens.TableCell
const cellOf = (cell: Cell): Words[] => wordsOf(cell.tokens)

const styles: Readonly<Record<string, Words['style']>> = {
  strong: 'strong',
  em: 'emphasis',
  codespan: 'code',
}

/** Text in stretches of one style; of what is nested, the outer style holds. */
const wordsOf = (tokens: readonly Tokens.Generic[] = []): Words[] =>
  tokens.flatMap((token) => {
    const style = styles[token.type]
    if (!style && token.tokens) return wordsOf(token.tokens)
    return [{ text: unescaped(token.type === 'br' ? '\n' : token.text), style: style ?? 'plain' }]
  })

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" }
const unescaped = (text: string): string =>
  text.replace(/&(amp|lt|gt|quot|#39);/g, (_, name) => entities[name] ?? '')

const ConditionText = z.string().transform((text, context): Condition => {
  const [, figure, operator, value] = /^\s*(\w+)\s*(<=|>=|<|>|=)\s*(-?[\d.]+)\s*$/.exec(text) ?? []
  const known = liveFigures.find((name) => name === figure)
  const sign = operators.find((name) => name === operator)
  if (known && sign) return { figure: known, operator: sign, value: Number(value) }
  context.addIssue(
    `"${text}" must be a figure, a sign and a number, as lampLevel < 1; figures are ${liveFigures.join(', ')}`,
  )
  return z.NEVER
})

const Option = z.strictObject({
  text: z.coerce.string(),
  isRight: z.boolean().default(false),
  because: z.string(),
})

/** The blocks that ask for something, as they are written. */
const written = {
  do: z.strictObject({ text: z.string(), when: ConditionText }),
  choice: z.strictObject({
    question: z.string(),
    options: z
      .array(Option)
      .min(2)
      .refine(
        (options) => options.filter(({ isRight }) => isRight).length === 1,
        'exactly one option is right',
      ),
  }),
  number: z
    .strictObject({
      question: z.string(),
      answer: z.number().optional(),
      live: LiveFigure.optional(),
      within: z.number().min(0),
      unit: z.string().default(''),
      because: z.string(),
    })
    .refine(({ answer, live }) => (answer === undefined) !== (live === undefined), 'either answer or live')
    .transform(({ answer, live, ...rest }) => ({ ...rest, answer: live ? { live } : (answer ?? 0) })),
  widget: z.strictObject({ show: z.enum(widgets) }),
}

function askedOf({ lang = '', text }: Tokens.Code, line: number, readYaml: ReadYaml): Block[] {
  if (!isAsked(lang)) return [{ kind: 'code', text }]
  const found = written[lang].safeParse(readYaml(text, lang, line))
  if (found.success) return [{ kind: lang, ...found.data } as Block]
  throw new LessonFault(line, `${lang}: ${faultsOf(found.error)}`)
}

export const faultsOf = (error: z.ZodError): string => z.prettifyError(error).replaceAll('\n', ' ')

const isAsked = (lang: string): lang is keyof typeof written => Object.hasOwn(written, lang)
