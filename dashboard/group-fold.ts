import type { QuestionRow } from '../edge/contract/group.ts'
import type { Lesson } from '../edge/contract/lesson.ts'

/** A question in the words of the lesson; where the lesson is not there, or another now, its place. */
export function questionText({ lesson, step, block }: QuestionRow, lessons: readonly Lesson[]) {
  const found = lessons.find(({ id }) => id === lesson)
  const asked = found?.steps[step]?.blocks[block]
  const isAsked = asked?.kind === 'choice' || asked?.kind === 'number'
  return {
    lesson: found?.title ?? lesson,
    text: isAsked ? asked.question : `${step + 1}/${block + 1}`,
  }
}

/** What most of those who were not right gave first, in words; null: nobody, or it cannot be said. */
export function commonMistake(
  { lesson, step, block, firstGiven }: QuestionRow,
  lessons: readonly Lesson[],
): { readonly text: string; readonly trainees: number } | null {
  const asked = lessons.find(({ id }) => id === lesson)?.steps[step]?.blocks[block]
  if (asked?.kind !== 'choice') return null
  const wrong = firstGiven.find(({ given }) => asked.options[given]?.isRight === false)
  const text = wrong && asked.options[wrong.given]?.text
  return text === undefined ? null : { text, trainees: wrong?.trainees ?? 0 }
}
