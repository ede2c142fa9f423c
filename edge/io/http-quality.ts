import { Drawing, DrawnPart } from '../contract/drawing.ts'
import { DeskState, PartParams, QualityState, ReviewData, ReviewRequest } from '../contract/review.ts'
import { ThresholdChange, ThresholdsData } from '../contract/threshold.ts'
import { answers } from './http-routes.ts'
import type { HttpApp, HttpTools, ThresholdDoor } from './http-tools.ts'
import { userOf } from './person.ts'

const tags = ['quality']
/** More than any person can decide, and nothing for a machine that floods the book. */
const personalPace = { rateLimit: { max: 300, timeWindow: '1 minute' } }

/** How good the line is, and the desk where people decide what it could not. */
export function addQualityRoutes(app: HttpApp, { quality, desk, thresholds, draw }: HttpTools): void {
  addThresholdRoutes(app, thresholds)
  addDrawingRoute(app, draw)
  app.get(
    '/api/v1/quality',
    {
      config: { act: 'learn' },
      schema: {
        tags,
        summary: 'Curves of the last parts of known truth, computed at most once a second',
        response: answers(QualityState),
      },
    },
    () => quality.state(),
  )
  app.get(
    '/api/v1/desk',
    {
      config: { act: 'learn' },
      schema: {
        tags,
        summary: 'Undecided parts that wait for a person; a new run starts with none',
        response: answers(DeskState),
      },
    },
    () => desk.state(),
  )
  // The event says who did.
  app.post(
    '/api/v1/parts/:partId/review',
    {
      config: { ...personalPace, act: 'review' },
      schema: {
        tags,
        summary: 'Decide an undecided part, once',
        params: PartParams,
        body: ReviewRequest,
        response: answers(ReviewData),
      },
    },
    ({ params, body, person }) => desk.decide(params.partId, body.decision, userOf(person)),
  )
}

/** By what the line decides: a change makes its evidence start anew. */
function addThresholdRoutes(app: HttpApp, thresholds: ThresholdDoor): void {
  const [url, response] = ['/api/v1/thresholds', answers(ThresholdsData)]
  const config = { ...personalPace, act: 'thresholds' } as const
  app.get(url, { schema: { tags, summary: 'By what the line decides', response } }, () => thresholds.data())
  const summary = 'Decide by other thresholds for this run; the evidence starts anew'
  app.put(url, { config, schema: { tags, summary, body: ThresholdChange, response } }, ({ body, person }) =>
    thresholds.choose(body, userOf(person)),
  )
  app.delete(
    url,
    { config, schema: { tags, summary: "Decide by those of the model's card again", response } },
    ({ person }) => thresholds.choose(null, userOf(person)),
  )
}

function addDrawingRoute(app: HttpApp, draw: HttpTools['draw']): void {
  app.post(
    '/api/v1/parts/:partId/drawing',
    {
      config: { ...personalPace, act: 'simulate' },
      schema: {
        tags,
        summary: 'A simulated part once more, with marks that a person draws on it; it counts for no claim',
        params: PartParams,
        body: Drawing,
        response: answers(DrawnPart),
      },
    },
    ({ params, body, person }) => draw(params.partId, body, userOf(person)),
  )
}
