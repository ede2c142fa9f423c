import { useEffect } from 'preact/hooks'
import type { Clock } from '../../edge/contract/port.ts'
import { decimal } from '../format.ts'
import { language, words } from '../language.ts'
import {
  followLessons,
  forgetAll,
  isClassroomAway,
  lesson,
  lessonPage,
  lessons,
  lookUps,
  openLesson,
  progressOf,
} from '../lesson.ts'
import { isTraineePage } from '../page.ts'
import { Group } from './group.tsx'
import { LessonView } from './lesson.tsx'
import { Panel } from './panel.tsx'

/** The lessons, or the one that is open. */
export function Classroom({ clock }: { readonly clock: Clock }) {
  useEffect(followLessons, [])
  const word = words.value.classroom
  const page = lessonPage.value
  if (!page) return <p class="panel waiting">{isClassroomAway.value ? word.away : word.waiting}</p>
  if (lesson.value) return <LessonView lesson={lesson.value} clock={clock} />
  return (
    <>
      {!isTraineePage && <Group clock={clock} />}
      <Panel id="lessons" title={word.title} aside={<StartOver />}>
        <p class="hint">{word.intro}</p>
        {lessons.value.length === 0 && <p class="waiting">{word.empty}</p>}
        <ol class="lessons">
          {lessons.value.map(({ id, number, title, goal, minutes }) => (
            <li key={id}>
              <button type="button" class="lesson-card" onClick={() => openLesson(id)}>
                <span class="lesson-number">{number}</span>
                <b>{title}</b>
                <span>{goal}</span>
                <Progress id={id} minutes={minutes} />
              </button>
            </li>
          ))}
        </ol>
        {lookUps.value.length > 0 && (
          <p class="look-ups">
            {word.lookUps}
            {lookUps.value.map(({ id, title }) => (
              <button key={id} type="button" onClick={() => openLesson(id)}>
                {title}
              </button>
            ))}
          </p>
        )}
      </Panel>
      {page.problems.length > 0 && !isTraineePage && <Problems />}
    </>
  )
}

function Progress({ id, minutes }: { readonly id: string; readonly minutes: number }) {
  const word = words.value.classroom
  const { done, asked } = progressOf(id)
  const count = (value: number) => decimal(value, language.value)
  return (
    <span class="lesson-progress">
      <span>{word.minutes(count(minutes))}</span>
      {asked > 0 && (
        <>
          <span class="level-track" aria-hidden>
            <i style={{ width: `${(100 * done) / asked}%` }} />
          </span>
          <span>{word.progress(count(done), count(asked))}</span>
        </>
      )}
    </span>
  )
}

function StartOver() {
  const word = words.value.classroom
  return (
    <button type="button" class="quiet" title={word.forgetHint} onClick={forgetAll}>
      {word.forget}
    </button>
  )
}

function Problems() {
  const word = words.value.classroom
  return (
    <Panel id="lesson-problems" title={word.problems}>
      <ul>
        {lessonPage.value?.problems.map(({ file, line, message }) => (
          <li key={file}>
            <span class="mono">{word.problem(file, decimal(line, language.value))}</span>{' '}
            <span class="problem" lang="en">
              {message}
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  )
}
