import { useEffect, useRef } from 'preact/hooks'
import type { BlockOf, Lesson } from '../../edge/contract/lesson.ts'
import type { Clock } from '../../edge/contract/port.ts'
import { decimal } from '../format.ts'
import { language, words } from '../language.ts'
import { isTrainer, openLesson, stepIndex } from '../lesson.ts'
import { blockKey } from '../lesson-fold.ts'
import { isTraineePage } from '../page.ts'
import { LessonBlock } from './lesson-block.tsx'
import { LessonWidget } from './lesson-widget.tsx'
import { Panel } from './panel.tsx'

interface LessonProps {
  readonly lesson: Lesson
  readonly clock: Clock
}

/** One step at a time, what it is about beside it; or the trainer's page. */
export function LessonView({ lesson, clock }: LessonProps) {
  const word = words.value.classroom
  const at = Math.min(stepIndex.value, lesson.steps.length - 1)
  const step = lesson.steps[at]
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [at, lesson.id])
  if (!step) return null
  const shown = step.blocks.filter((block): block is BlockOf<'widget'> => block.kind === 'widget')
  const count = (value: number) => decimal(value, language.value)
  return (
    <>
      <div class={shown.length > 0 ? 'lesson-main' : 'lesson-main alone'}>
        <Panel id="lesson" title={lesson.title} aside={<Aside lesson={lesson} />}>
          {isTrainer.value ? (
            <Trainer lesson={lesson} />
          ) : (
            <article class="lesson">
              {lesson.number > 0 && (
                <p class="hint">{word.step(count(at + 1), count(lesson.steps.length))}</p>
              )}
              <h3 ref={heading} tabIndex={-1}>
                {step.title}
              </h3>
              {step.blocks.map((block, index) => (
                <LessonBlock
                  key={blockKey(lesson, at, index)}
                  block={block}
                  name={blockKey(lesson, at, index)}
                />
              ))}
              <Steps at={at} last={lesson.steps.length - 1} />
            </article>
          )}
        </Panel>
      </div>
      {shown.length > 0 && !isTrainer.value && (
        <div class="lesson-side">
          {shown.map(({ show }) => (
            <LessonWidget key={show} show={show} clock={clock} />
          ))}
        </div>
      )}
    </>
  )
}

function Aside({ lesson }: { readonly lesson: Lesson }) {
  const word = words.value.classroom
  const flip = () => {
    isTrainer.value = !isTrainer.value
  }
  return (
    <div class="switches">
      <button type="button" onClick={() => openLesson(null)}>
        {word.back}
      </button>
      {lesson.trainer.length > 0 && !isTraineePage && (
        <button type="button" class="switch" aria-pressed={isTrainer.value} onClick={flip}>
          {word.trainer}
        </button>
      )}
      <button type="button" onClick={() => print()}>
        {word.print}
      </button>
    </div>
  )
}

function Steps({ at, last }: { readonly at: number; readonly last: number }) {
  const word = words.value.classroom
  const go = (to: number) => {
    stepIndex.value = to
  }
  return (
    <p class="lesson-steps">
      {at > 0 && (
        <button type="button" onClick={() => go(at - 1)}>
          {word.previous}
        </button>
      )}
      {at < last ? (
        <button type="button" class="main" onClick={() => go(at + 1)}>
          {word.next}
        </button>
      ) : (
        <button type="button" class="main" onClick={() => openLesson(null)}>
          {word.finish}
        </button>
      )}
    </p>
  )
}

/** What only the trainer needs: timing, typical mistakes. */
function Trainer({ lesson }: { readonly lesson: Lesson }) {
  const word = words.value.classroom
  return (
    <article class="lesson">
      <h3>{word.trainer}</h3>
      <p class="hint">
        {lesson.goal} · {word.minutes(decimal(lesson.minutes, language.value))}
      </p>
      {lesson.trainer.map((block, index) => (
        <LessonBlock key={index} block={block} name={`${lesson.id}/trainer/${index}`} />
      ))}
    </article>
  )
}
