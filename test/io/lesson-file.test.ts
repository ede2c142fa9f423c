import { readdir } from 'node:fs/promises'
import path from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Lesson } from '../../edge/contract/lesson.ts'
import { parseLesson, readLessons } from '../../edge/io/lesson-file.ts'
import { LessonFault } from '../../edge/io/lesson-markdown.ts'

const folder = path.resolve(import.meta.dirname, '../../seeds/lessons')
const front = '---\ntitle: T\ngoal: G\nminutes: 10\n---\n'
const fenced = (lang: string, text: string) => `\`\`\`${lang}\n${text}\n\`\`\`\n`
const faultOf = (text: string) => {
  try {
    return parseLesson(text, '1-a.en.md')
  } catch (error) {
    if (error instanceof LessonFault) return { line: error.line, message: error.message }
    throw error
  }
}

describe('a lesson file', () => {
  it('is steps of text, questions and things to do, and a page for the trainer', () => {
    const text = `${front}\n## First\nSome **strong** and \`code\` & more.\n\n- one\n- two\n\n${fenced('do', 'text: Dim\nwhen: lampLevel < 1')}
${fenced('number', 'question: How many?\nlive: parts\nwithin: 3\nbecause: counted')}\n## Second\n${fenced('choice', 'question: Q\noptions:\n  - {text: A, because: no}\n  - {text: B, isRight: true, because: yes indeed}')}
# Trainer\nSlowly.\n`
    const lesson = parseLesson(text, '3-some-name.zh.md')
    expect(Lesson.parse(lesson)).toEqual(lesson)
    expect(lesson).toMatchObject({ id: 'some-name', number: 3, title: 'T', minutes: 10 })
    const [first, second] = lesson.steps
    expect(first?.blocks).toEqual([
      {
        kind: 'paragraph',
        words: [
          { text: 'Some ', style: 'plain' },
          { text: 'strong', style: 'strong' },
          { text: ' and ', style: 'plain' },
          { text: 'code', style: 'code' },
          { text: ' & more.', style: 'plain' },
        ],
      },
      {
        kind: 'list',
        isOrdered: false,
        items: [[{ text: 'one', style: 'plain' }], [{ text: 'two', style: 'plain' }]],
      },
      { kind: 'do', text: 'Dim', when: { figure: 'lampLevel', operator: '<', value: 1 } },
      {
        kind: 'number',
        question: 'How many?',
        answer: { live: 'parts' },
        within: 3,
        unit: '',
        because: 'counted',
      },
    ])
    expect(second?.title).toBe('Second')
    expect(lesson.trainer).toHaveLength(1)
  })

  it.each([
    ['no front matter', '## Step\n', 1, 'it must begin with title'],
    ['a missing goal', '---\ntitle: T\nminutes: 1\n---\n## S\n', 2, 'goal'],
    ['no step', `${front}\n`, 1, 'no step'],
    ['text before the first step', `${front}\nHello\n\n## S\n`, 7, 'before the first step'],
    ['HTML', `${front}## S\n\n<script>alert(1)</script>\n`, 8, 'html has no place'],
    [
      'an unknown figure',
      `${front}## S\n\n${fenced('do', 'text: x\nwhen: moon > 1')}`,
      8,
      '"moon > 1" must be',
    ],
    [
      'two right options',
      `${front}## S\n${fenced('choice', 'question: q\noptions:\n - {text: a, isRight: true, because: b}\n - {text: c, isRight: true, because: d}')}`,
      7,
      'exactly one option',
    ],
    [
      'an answer and a live figure',
      `${front}## S\n${fenced('number', 'question: q\nanswer: 1\nlive: parts\nwithin: 1\nbecause: b')}`,
      7,
      'either answer or live',
    ],
    ['broken YAML', `${front}## S\n${fenced('do', 'text: a\nwhen: "')}`, 9, ''],
    ['an unknown widget', `${front}## S\n${fenced('widget', 'show: moon')}`, 7, 'show'],
    ['an unknown field', `${front}## S\n${fenced('widget', 'show: dial\nsize: 3')}`, 7, 'size'],
  ])('names the line of %s', (_, text, line, message) => {
    expect(faultOf(text)).toEqual({ line, message: expect.stringContaining(message) })
  })

  it('is a lesson or a fault with a line, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (body) => {
        const found = faultOf(`${front}## S\n${body}`)
        expect('steps' in found || found.line >= 1).toBe(true)
      }),
    )
  })
})

describe('the lessons that come with Jidoka', () => {
  it('are all readable, eight and a glossary in either language', async () => {
    for (const language of ['en', 'zh'] as const) {
      const { lessons, problems } = await readLessons(folder, language)
      expect(problems).toEqual([])
      expect(lessons.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 0, 0])
    }
  })

  it('ask the same in both languages, block by block', async () => {
    const shape = async (language: 'en' | 'zh') =>
      (await readLessons(folder, language)).lessons.map(({ id, minutes, steps }) => ({
        id,
        minutes,
        steps: steps.map(({ blocks }) =>
          blocks.map((block) => {
            if (block.kind === 'do') return block.when
            if (block.kind === 'choice') return block.options.map(({ isRight }) => isRight)
            if (block.kind === 'number') return [block.answer, block.within]
            return block.kind === 'widget' ? block.show : block.kind
          }),
        ),
      }))
    expect(await shape('zh')).toEqual(await shape('en'))
  })

  it('have a trainer’s page and three questions at least', async () => {
    const { lessons } = await readLessons(folder, 'en')
    for (const lesson of lessons.filter(({ number }) => number > 0)) {
      const asked = lesson.steps
        .flatMap(({ blocks }) => blocks)
        .filter(({ kind }) => kind === 'choice' || kind === 'number')
      expect([lesson.id, asked.length >= 3, lesson.trainer.length > 0]).toEqual([lesson.id, true, true])
      expect(lesson.minutes).toBeGreaterThanOrEqual(10)
      expect(lesson.minutes).toBeLessThanOrEqual(25)
    }
  })

  it('are the only files there but the two about them', async () => {
    const others = (await readdir(folder)).filter(
      (name) => !/^([1-8]-[a-z-]+|glossary|stage)\.(en|zh)\.md$/.test(name),
    )
    expect(others.sort()).toEqual(['README.md', 'README.zh-CN.md'])
  })
})
