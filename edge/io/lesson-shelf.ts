import { readdir, stat } from 'node:fs/promises'
import path from 'node:path'
import type { LessonPage } from '../contract/lesson.ts'
import type { Clock } from '../contract/port.ts'
import { readLessons } from './lesson-file.ts'

export type ReadLessons = (language: 'en' | 'zh') => Promise<LessonPage>

const lookEveryMs = 1000

interface Kept {
  readonly mark: string
  readonly page: LessonPage
  readonly lookedMs: number
}

/**
 * The lessons of a folder, read anew when a file has changed: parsing takes tens of milliseconds of the thread that the line
 * lives on, and a whole class opens the page at once.
 */
export function createLessonShelf(folder: string, clock: Clock): ReadLessons {
  const kept = new Map<string, Promise<Kept>>()

  async function look(language: 'en' | 'zh', before: Kept | null): Promise<Kept> {
    const mark = await markOf(folder)
    const page = before?.mark === mark ? before.page : await readLessons(folder, language)
    return { mark, page, lookedMs: clock.monotonicMs() }
  }

  return async (language) => {
    const known = kept.get(language)
    const before = (await known?.catch(() => null)) ?? null
    const isFresh = before && clock.monotonicMs() - before.lookedMs < lookEveryMs
    if (before && isFresh) return before.page
    // Whoever asks meanwhile waits for the same look.
    if (kept.get(language) === known) kept.set(language, look(language, before))
    return (await (kept.get(language) ?? look(language, before))).page
  }
}

/** Changes with any file of the folder. */
async function markOf(folder: string): Promise<string> {
  const names = await readdir(folder).catch(() => [])
  const marks = names.toSorted().map(async (name) => {
    const found = await stat(path.join(folder, name)).catch(() => null)
    return `${name} ${found?.mtimeMs} ${found?.size}`
  })
  return (await Promise.all(marks)).join()
}
