import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { JidokaError } from '../contract/error.ts'
import type { Lesson, LessonPage, LessonProblem } from '../contract/lesson.ts'
import { blocksOf, faultsOf, LessonFault, type Token, tokensOf } from './lesson-markdown.ts'
import { readYaml } from './yaml.ts'

/** `3-how-many-parts.en.md`, or `glossary.en.md`: a page without a number is to look things up in. */
const fileName = /^(?:(\d+)-)?([a-z0-9-]+)\.(en|zh)\.md$/

/**
 * The lessons of a folder in one language, by their numbers. A file that cannot be read is named with its line, and
 * the others are there.
 * @throws {JidokaError} NOT_FOUND for a folder that is not there
 */
export async function readLessons(folder: string, language: 'en' | 'zh'): Promise<LessonPage> {
  const entries = await readdir(folder).catch(() => {
    throw new JidokaError('NOT_FOUND', `There is no folder of lessons ${folder}.`)
  })
  const names = entries.filter((name) => fileName.exec(name)?.[3] === language)
  const lessons: Lesson[] = []
  const problems: LessonProblem[] = []
  for (const name of names) {
    const text = await readFile(path.join(folder, name), 'utf8')
    try {
      lessons.push(parseLesson(text, name))
    } catch (error) {
      if (!(error instanceof LessonFault)) throw error
      problems.push({ file: name, line: error.line, message: error.message })
    }
  }
  return { lessons: lessons.sort((a, b) => (a.number || 99) - (b.number || 99)), problems }
}

const Front = z.strictObject({
  title: z.string().min(1),
  goal: z.string().min(1),
  minutes: z.number().min(0).max(480),
})

/**
 * One file's text as a lesson.
 * @throws {LessonFault}
 */
export function parseLesson(text: string, name: string): Lesson {
  const [, number = '0', id = ''] = fileName.exec(name) ?? []
  const plain = text.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n')
  const [head, written = ''] = /^---\n([\s\S]*?\n)---\n/.exec(plain) ?? []
  if (head === undefined)
    throw new LessonFault(1, 'it must begin with title, goal and minutes between two lines of ---')
  const front = Front.safeParse(yamlAt(written, name, 1))
  if (!front.success) throw new LessonFault(2, faultsOf(front.error))
  const tokens = tokensOf(plain.slice(head.length), head.split('\n').length)
  return { id, number: Number(number), ...front.data, ...partsOf(tokens) }
}

/** Steps begin with `##`, the trainer's page with `#`. */
function partsOf(tokens: readonly Token[]): Pick<Lesson, 'steps' | 'trainer'> {
  const steps: Lesson['steps'] = []
  const trainer: Lesson['trainer'] = []
  let into: Lesson['trainer'] | null = null
  for (const { token, line } of tokens) {
    if (token.type === 'heading' && token.depth === 1) into = trainer
    else if (token.type === 'heading' && token.depth === 2) {
      into = []
      steps.push({ title: token.text, blocks: into })
    } else {
      const blocks = blocksOf(token, line, yamlAt)
      if (blocks.length > 0 && !into)
        throw new LessonFault(line, 'text before the first step: a step begins with ##')
      into?.push(...blocks)
    }
  }
  if (steps.length === 0) throw new LessonFault(1, 'it has no step: a step begins with ##')
  return { steps, trainer }
}

/** @throws {LessonFault} for text that is no YAML; its first line is `line + 1` of the file */
function yamlAt(text: string, name: string, line: number): unknown {
  try {
    return readYaml(text, name).value
  } catch (error) {
    if (!(error instanceof JidokaError)) throw error
    const inside = Number(/line (\d+)/.exec(error.message)?.[1] ?? 1)
    throw new LessonFault(line + inside, error.message.replace(/^.*column \d+: /, ''))
  }
}
