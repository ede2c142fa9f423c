import { batch, computed, effect, signal } from '@preact/signals'
import type { LessonPage } from '../edge/contract/lesson.ts'
import { fetchLessons } from './api.ts'
import { language } from './language.ts'
import { askedIn } from './lesson-fold.ts'
import { storeChoice, storedText } from './preference.ts'
import { phase } from './store.ts'

export const lessonPage = signal<LessonPage | null>(null)
export const isClassroomAway = signal(false)
/** null: the list of lessons. */
export const lessonId = signal<string | null>(null)
export const stepIndex = signal(0)
/** The trainer's own page of the lesson lies open. */
export const isTrainer = signal(false)
/** Blocks that were done or answered rightly. It stays in this browser, and nothing of a person is in it. */
export const doneBlocks = signal<ReadonlySet<string>>(
  new Set(storedText('lessons').split(' ').filter(Boolean)),
)

export const lesson = computed(
  () => lessonPage.value?.lessons.find(({ id }) => id === lessonId.value) ?? null,
)
export const lessons = computed(() => lessonPage.value?.lessons.filter(({ number }) => number > 0) ?? [])
/** Pages to look things up in. */
export const lookUps = computed(
  () => lessonPage.value?.lessons.filter(({ number, id }) => number === 0 && id !== 'stage') ?? [],
)

/** How much of a lesson is done; null: it is not there. */
export function progressOf(id: string): { readonly done: number; readonly asked: number } {
  const found = lessonPage.value?.lessons.find((each) => each.id === id)
  const asked = found ? askedIn(found) : []
  return { done: asked.filter((key) => doneBlocks.value.has(key)).length, asked: asked.length }
}

/** Reads the lessons in the viewer's language, now and when that changes; returns the function that stops it. */
export const followLessons = (): (() => void) => effect(() => void readLessons(language.value))

async function readLessons(wanted: 'en' | 'zh'): Promise<void> {
  const answer = await fetchLessons(wanted)
  if (wanted !== language.peek()) return
  if (answer.kind === 'signed-out') phase.value = 'signed-out'
  isClassroomAway.value = answer.kind !== 'ok'
  if (answer.kind === 'ok') lessonPage.value = answer.value
}

export function openLesson(id: string | null, step = 0): void {
  batch(() => {
    lessonId.value = id
    stepIndex.value = step
    isTrainer.value = false
  })
}

export function markDone(key: string): void {
  if (!doneBlocks.peek().has(key)) keep(new Set([...doneBlocks.peek(), key]))
}

/** Between two groups: nothing of the first is left. */
export const forgetAll = (): void => keep(new Set())

function keep(keys: ReadonlySet<string>): void {
  doneBlocks.value = keys
  storeChoice('lessons', [...keys].join(' '))
}
