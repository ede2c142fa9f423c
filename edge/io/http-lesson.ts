import { z } from 'zod'
import { LessonPage } from '../contract/lesson.ts'
import { answers } from './http-routes.ts'
import type { HttpApp, HttpTools } from './http-tools.ts'

/** The classroom. Files are read at every question: a trainer edits one and loads the page anew. */
export function addLessonRoute(app: HttpApp, { lessons }: HttpTools): void {
  app.get(
    '/api/v1/lessons',
    {
      config: { act: 'learn' },
      schema: {
        tags: ['lessons'],
        summary: 'Lessons for the classroom, and what is wrong with those that cannot be read',
        querystring: z.object({ language: z.enum(['en', 'zh']).default('en') }),
        response: answers(LessonPage),
      },
    },
    ({ query }) => lessons(query.language),
  )
}
