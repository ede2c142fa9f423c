import type { AnswerRequest, GroupAnswer } from '../../contract/group.ts'
import type { BlockOf, Lesson } from '../../contract/lesson.ts'

type Judged = Pick<GroupAnswer, 'isRight' | 'judgedBy'>

/**
 * Whether an answer is right, by the lesson's file; null: the lesson asks nothing there, or not so. What the line showed only the
 * trainee's board knows: such an answer is held against what that board reports, and says so.
 */
export function judge(request: AnswerRequest, lessons: readonly Lesson[]): Judged | null {
  const lesson = lessons.find(({ id }) => id === request.lesson)
  const block = lesson?.steps[request.step]?.blocks[request.block]
  if (block?.kind === 'choice') {
    const option = block.options[request.given]
    return option ? { isRight: option.isRight, judgedBy: 'service' } : null
  }
  return block?.kind === 'number' ? judgeNumber(request, block) : null
}

function judgeNumber({ given, wanted }: AnswerRequest, block: BlockOf<'number'>): Judged | null {
  const isFixed = typeof block.answer === 'number'
  const against = typeof block.answer === 'number' ? block.answer : wanted
  if (against === null) return null
  // A hair more, since 0.1 + 0.2 is not 0.3.
  const isRight = Math.abs(given - against) <= block.within + 1e-9
  return { isRight, judgedBy: isFixed ? 'service' : 'board' }
}
