import { Validator } from '@seriousme/openapi-schema-validator'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { BoardState, ErrorBody, EventPage, SessionData } from '../../edge/contract/api.ts'
import { Claims } from '../../edge/contract/claim.ts'
import { CloudEvent, ResultData, StationData } from '../../edge/contract/event.ts'
import { PartRecord } from '../../edge/contract/part-record.ts'
import { Scenario } from '../../edge/contract/scenario.ts'
import { startHttp } from '../../edge/io/http.ts'
import { readYaml } from '../../edge/io/yaml.ts'
import { basic, json, password, pngSignature, type Stand, startStand } from './http-stand.ts'
import { sampleClaim } from './sample-claim.ts'
import { sampleResult, sampleState } from './sample-data.ts'
import { sampleScenario, sampleTruth } from './sample-scenario.ts'

let stand: Stand
beforeAll(async () => {
  stand = await startStand()
})
afterAll(() => stand.close())

/** The body of an answer of this status that fits the schema. */
async function body<Schema extends z.ZodType>(
  answer: Response,
  schema: Schema,
  status = 200,
): Promise<z.infer<Schema>> {
  expect(answer.status).toBe(status)
  return schema.parse(await answer.json())
}

describe('the API answers as its schemas say', () => {
  it('with the state of the board', async () => {
    expect(await body(await stand.askSignedIn('/api/v1/state'), BoardState)).toEqual(sampleState)
  })

  it('with the last parts, newest last', async () => {
    const parts = await body(await stand.askSignedIn('/api/v1/parts'), ResultData.array())
    expect(parts).toEqual([sampleResult(1), sampleResult(2)])
    expect(await body(await stand.askSignedIn('/api/v1/parts?limit=1'), ResultData.array())).toEqual([
      sampleResult(2),
    ])
  })

  it('with one part', async () => {
    expect(await body(await stand.askSignedIn('/api/v1/parts/strip-2'), ResultData)).toEqual(sampleResult(2))
    const unknown = await stand.askSignedIn(`/api/v1/parts/${encodeURIComponent('钢带 /7')}`)
    expect((await body(unknown, ErrorBody, 404)).code).toBe('NOT_FOUND')
  })

  it('with what one part really is, and what a person decided of it', async () => {
    const answer = await stand.askSignedIn('/api/v1/parts/strip-1/record')
    expect(await body(answer, PartRecord)).toEqual({ truth: sampleTruth, review: null })
    await body(await stand.askSignedIn('/api/v1/parts/strip-9/record'), ErrorBody, 404)
  })

  it('with pictures, while they are kept', async () => {
    for (const [name, size] of [
      ['image', 6],
      ['heatmap', 6],
    ] as const) {
      const answer = await stand.askSignedIn(`/api/v1/parts/strip-1/${name}`)
      expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'image/png'])
      expect(answer.headers.get('cache-control')).toBe('no-store')
      const bytes = Buffer.from(await answer.arrayBuffer())
      expect([bytes.length, bytes.subarray(0, 4)]).toEqual([size, pngSignature])
      await body(await stand.askSignedIn(`/api/v1/parts/strip-2/${name}`), ErrorBody, 404)
    }
  })

  it('with events after a sequence', async () => {
    const page = await body(await stand.askSignedIn('/api/v1/events'), EventPage)
    expect(page.lastSequence).toBe(1)
    expect(CloudEvent.parse(page.events[0]?.event).data).toEqual(sampleResult(1))
    const later = await body(await stand.askSignedIn('/api/v1/events?afterSequence=7&limit=5'), EventPage)
    expect(later).toEqual({ events: [], lastSequence: 7 })
  })

  it('with claims and settings, secrets hidden', async () => {
    expect(await body(await stand.askSignedIn('/api/v1/claims'), Claims)).toEqual([sampleClaim])
    const settings = await stand.askSignedIn('/api/v1/settings')
    expect(await settings.json()).toEqual({ port: 8080, adminPassword: '(hidden)' })
  })

  it('with the run so far as a scenario file, and no such file of photographs', async () => {
    const answer = await stand.askSignedIn('/api/v1/show.yaml')
    expect(answer.headers.get('content-disposition')).toContain('show.yaml')
    const { value } = readYaml(await answer.text(), 'show.yaml')
    expect(Scenario.parse(value)).toEqual(sampleScenario)
    const photographs = await startStand({ script: null })
    await body(await photographs.askSignedIn('/api/v1/show.yaml'), ErrorBody, 404)
    await photographs.close()
  })

  it('with the condition, which a viewer may change', async () => {
    expect(await body(await stand.askSignedIn('/api/v1/condition'), StationData)).toEqual(
      sampleState.condition,
    )
    const answer = await stand.askSignedIn('/api/v1/condition', json({ lampLevel: 0.4 }, 'PUT'))
    expect((await body(answer, StationData)).lampLevel).toBe(0.4)
    expect(stand.changes).toEqual([{ lampLevel: 0.4 }])
  })

  it('with who is signed in, by cookie or by password', async () => {
    expect(await body(await stand.askSignedIn('/api/v1/session'), SessionData)).toEqual({
      user: 'viewer',
      role: 'viewer',
    })
    const admin = await stand.ask('/api/v1/session', basic('admin', password))
    expect(await body(admin, SessionData)).toEqual({ user: 'admin', role: 'admin' })
  })
})

const routesOfApi = [
  '/api/v1/alarms/{alarmId}/acknowledge',
  '/api/v1/alarms/{alarmId}/shelve',
  '/api/v1/asyncapi.json',
  '/api/v1/audit',
  '/api/v1/claims',
  '/api/v1/condition',
  '/api/v1/desk',
  '/api/v1/disruption',
  '/api/v1/events',
  '/api/v1/frames/{id}',
  '/api/v1/group',
  '/api/v1/group/answers',
  '/api/v1/group/close',
  '/api/v1/group/export',
  '/api/v1/group/games',
  '/api/v1/group/hands',
  '/api/v1/group/join',
  '/api/v1/group/me',
  '/api/v1/history',
  '/api/v1/history.csv',
  '/api/v1/history.ndjson',
  '/api/v1/lessons',
  '/api/v1/live',
  '/api/v1/machines',
  '/api/v1/machines/{machine}',
  '/api/v1/machines/{machine}/game',
  '/api/v1/machines/{machine}/interventions',
  '/api/v1/parts',
  '/api/v1/parts/{partId}',
  '/api/v1/parts/{partId}/drawing',
  '/api/v1/parts/{partId}/heatmap',
  '/api/v1/parts/{partId}/image',
  '/api/v1/parts/{partId}/record',
  '/api/v1/parts/{partId}/review',
  '/api/v1/quality',
  '/api/v1/session',
  '/api/v1/settings',
  '/api/v1/show.yaml',
  '/api/v1/state',
  '/api/v1/thresholds',
  '/api/v1/workbench',
  '/api/v1/workbench/collection',
  '/api/v1/workbench/images',
  '/api/v1/workbench/images/{id}',
  '/api/v1/workbench/line',
  '/api/v1/workbench/look',
  '/api/v1/workbench/model',
]

describe('the open routes', () => {
  it('tell supervisors and Prometheus how it goes', async () => {
    expect(await (await stand.ask('/livez')).json()).toEqual({ isAlive: true, version: '0.1.0' })
    expect(await (await stand.ask('/readyz')).json()).toEqual({
      isReady: true,
      components: { broker: 'connected' },
    })
    const metrics = await stand.ask('/metrics')
    expect(metrics.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/)
    expect(await metrics.text()).toContain('jidoka_outbox_depth 0')
  })

  it('say 503 when parts do not come out', async () => {
    const sick = await startStand({ readiness: () => ({ isReady: false, components: { model: 'missing' } }) })
    try {
      const answer = await sick.ask('/readyz')
      expect(answer.status).toBe(503)
      expect(await answer.json()).toEqual({ isReady: false, components: { model: 'missing' } })
    } finally {
      await sick.close()
    }
  })

  it('document every route of the API with a summary and an answer', async () => {
    const document = await (await stand.ask('/api/docs/json')).json()
    expect(document.openapi).toBe('3.1.0')
    expect(await new Validator().validate(structuredClone(document))).toEqual({ valid: true })
    const routes = Object.entries<Record<string, { summary?: string; responses: object }>>(document.paths)
    expect(
      routes
        .map(([url]) => url)
        .filter((url) => url.startsWith('/api/v1'))
        .toSorted(),
    ).toEqual(routesOfApi)
    for (const [url, methods] of routes) {
      for (const [method, { summary, responses }] of Object.entries(methods)) {
        expect([url, method, summary ?? '']).toEqual([url, method, expect.stringMatching(/\w/)])
        expect(Object.keys(responses)).not.toEqual([])
      }
    }
    expect(JSON.stringify(document)).toContain('#/components/schemas/BoardState')
    expect((await stand.ask('/api/docs/')).headers.get('content-type')).toMatch(/html/)
  })

  it('serve the board, and its first page for every address that a person may open', async () => {
    const html = { headers: { accept: 'text/html' } }
    for (const url of ['/', '/lessons/first']) {
      const page = await stand.ask(url, html)
      expect([page.status, page.headers.get('cache-control')]).toEqual([200, 'no-cache'])
      expect(await page.text()).toContain('<title>Jidoka</title>')
    }
    const asset = await stand.ask('/assets/app-1a2b.js')
    expect(asset.headers.get('content-type')).toMatch(/javascript/)
    expect(asset.headers.get('cache-control')).toContain('immutable')
    await body(await stand.ask('/assets/absent.js'), ErrorBody, 404)
    await body(await stand.ask('/api/absent', html), ErrorBody, 404)
    await body(await stand.ask('/lessons', { method: 'POST', ...html }), ErrorBody, 404)
  })
})

describe('starting', () => {
  it('says when the port is taken', async () => {
    await expect(startHttp({ ...stand.tools, port: stand.door.port })).rejects.toMatchObject({
      code: 'PORT_IN_USE',
    })
  })

  it('refuses any host but loopback', async () => {
    await expect(startHttp({ ...stand.tools, host: '0.0.0.0' })).rejects.toMatchObject({
      code: 'HOST_NOT_LOOPBACK',
    })
  })
})
