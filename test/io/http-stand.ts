import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { JidokaError } from '../../edge/contract/error.ts'
import type { Image } from '../../edge/contract/part.ts'
import { type Account, Role } from '../../edge/contract/role.ts'
import type { ConditionChange } from '../../edge/contract/scenario.ts'
import type { ThresholdChange } from '../../edge/contract/threshold.ts'
import { noEntries } from '../../edge/core/audit.ts'
import { createSimulatedClock } from '../../edge/core/simulated-clock.ts'
import { type Book, openBook } from '../../edge/io/book.ts'
import { createFrameShelf } from '../../edge/io/frame-shelf.ts'
import { startHttp } from '../../edge/io/http.ts'
import type { Feed, HttpTools } from '../../edge/io/http-tools.ts'
import { createMetrics } from '../../edge/io/metrics.ts'
import { hashPassword } from '../../edge/io/secret.ts'
import { createSignIn } from '../../edge/io/sign-in.ts'
import { createAlarmDesk } from '../../edge/service/alarm-desk.ts'
import { createDesk } from '../../edge/service/desk.ts'
import { openGroupDesk } from '../../edge/service/group.ts'
import { createWorkbench } from '../../edge/service/workbench.ts'
import { sampleClaim } from './sample-claim.ts'
import {
  place,
  sampleData,
  sampleDetail,
  samplePlant,
  sampleQuality,
  sampleResult,
  sampleState,
  startMs,
} from './sample-data.ts'
import { sampleGame } from './sample-game.ts'
import { sampleLesson } from './sample-lesson.ts'
import { sampleScenario, sampleTruth } from './sample-scenario.ts'

export const password = 'correct horse battery'
const hash = hashPassword(password)
export const pngSignature = Buffer.from([0x89, 0x50, 0x4e, 0x47])
const picture: Image = { width: 2, height: 1, channels: 1, data: new Uint8Array([0, 255]) }

/** The door with everything behind it real but the line, the picture encoder and time, which moves when told. */
export async function startStand(change: Partial<HttpTools> = {}) {
  const folder = await mkdtemp(path.join(tmpdir(), 'jidoka http '))
  const clock = createSimulatedClock(startMs)
  const world = standInWorld()
  const accounts = new Map<string, Account>()
  for (const role of Role.options) accounts.set(role, { user: role, role, hash: await hash })
  const signIn = createSignIn({ find: (user) => accounts.get(user) ?? null }, world.witness, clock)
  const book = recordedBook(path.join(folder, 'data'))
  const people = {
    ...{ runId: 'run-1', place, clock, metrics: createMetrics(), publish: () => undefined },
    book: { ...book, record: async (...entry: Parameters<Book['record']>) => void book.record(...entry) },
  }
  const desk = createDesk({ ...people, capacity: 3 })
  const alarms = createAlarmDesk({ ...people, voice: { keep: () => undefined } })
  const { lessons, log } = world.tools
  const group = await openGroupDesk({ folder: path.join(folder, 'data'), lessons, clock, log })
  const workbench = createWorkbench({ ...benchPlace(folder), clock, feed: world.tools.feed })
  const tools: HttpTools = {
    ...{ host: '127.0.0.1', tls: null, port: 0, dashboardFolder: await makeBoard(folder), version: '0.1.0' },
    ...{ book, desk, alarms, group, workbench, signIn, clock, ...world.tools },
    settingsShown: { port: 8080, adminPassword: '(hidden)' },
    ...change,
  }
  const door = await startHttp(tools)
  const token = signIn.redeemTicket(signIn.issueTicket(), '127.0.0.1') ?? ''
  const cookie = `jidoka_${door.port}=${token}`

  return {
    ...{ door, tools, clock, signIn, accounts, token, cookie, book, desk, alarms, group, folder },
    ...{ listeners: world.listeners, logged: world.logged, changes: world.changes },
    witnessed: world.witnessed,
    /** The token of a session that a user of this role began with the password. */
    sessionOf: (role: Role) => signIn.openSession({ user: role, role, isHere: false }),
    /** Without a sign-in. */
    ask: (url: string, init: RequestInit = {}) => fetch(door.url + url, { redirect: 'manual', ...init }),
    /** Signed in as a viewer. */
    askSignedIn: (url: string, init: RequestInit = {}) =>
      fetch(door.url + url, { redirect: 'manual', ...init, headers: { cookie, ...init.headers } }),
    tell: (...event: Parameters<Listener>) => {
      for (const listener of world.listeners) listener(...event)
    },
    async close() {
      await door.close()
      await group.close().catch(() => undefined)
      await workbench.close()
      book.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

const benchPlace = (folder: string) => ({
  ...{ folder: path.join(folder, 'workbench'), data: path.join(folder, 'data'), root: process.cwd() },
  pictures: { image: () => picture },
  onLine: () => null,
  changeModel: async () => notThere(),
})

type Listener = Parameters<Feed['subscribe']>[0]

function notThere(): never {
  throw new JidokaError('NOT_FOUND', 'This machine does not run here.')
}

const calm = { isBrokerCut: false, isLoaded: false, endedWorkers: 0 }
const standInDisruption = { disruption: () => calm, setDisruption: async () => calm }

const standInHistory: HttpTools['history'] = {
  page: async () => ({ results: [sampleData.result], before: null, searched: 1 }),
  async *export(_filter, _most, format) {
    yield `as ${format}`
  },
}

/** What stands in for the line, and keeps what it was told. */
function standInWorld() {
  const listeners = new Set<Listener>()
  const logged: { message: string; fields: unknown }[] = []
  const changes: ConditionChange[] = []
  const metrics = createMetrics()
  const note = (message: string, fields?: unknown) => logged.push({ message, fields })
  const find = (partId: string) => (partId === 'strip-1' ? picture : null)
  const tools = {
    state: () => sampleState,
    setCondition(condition: ConditionChange) {
      changes.push(condition)
      return { ...sampleData.station, lampLevel: condition.lampLevel ?? 1 }
    },
    history: standInHistory,
    script: () => sampleScenario,
    ...standInDisruption,
    draw: notThere,
    thresholds: {
      data: () => sampleData.thresholds,
      choose: (borders: ThresholdChange | null, by: string) => ({ ...sampleData.thresholds, ...borders, by }),
    },
    pictures: { image: find, heatMap: find, truth: (partId: string) => find(partId) && sampleTruth },
    shelf: createFrameShelf(),
    encodeImage: async (image: Image) => Buffer.concat([pngSignature, image.data]),
    feed: {
      subscribe(listener: Listener) {
        listeners.add(listener)
        return () => listeners.delete(listener)
      },
    },
    asyncApi: { asyncapi: '3.0.0' },
    claims: [sampleClaim],
    lessons: async () => ({ lessons: [sampleLesson], problems: [] }),
    audit: { entries: () => [], head: () => noEntries },
    quality: { state: async () => sampleQuality },
    upkeep: { deal: async () => sampleGame },
    plant: {
      state: () => samplePlant,
      detail: () => sampleDetail,
      intervene: async () => samplePlant.machines[0] ?? notThere(),
    },
    metrics: () => metrics.expose(),
    readiness: () => ({ isReady: true, components: { broker: 'connected' } }),
    log: { debug: note, info: note, warn: note, error: note },
  }
  const witnessed: unknown[][] = []
  const see = (...event: unknown[]) => void witnessed.push(event)
  const witness = { signedIn: see, refused: see, usersChanged: see }
  return { listeners, logged, changes, witnessed, witness, tools }
}

function recordedBook(folder: string): Book {
  const book = openBook(folder)
  const data = sampleResult(1)
  book.record(
    [data, sampleResult(2)],
    [{ topic: 'result', runId: 'run-1', subject: 'strip-1', timeMs: startMs, data }],
    place,
  )
  return book
}

export type Stand = Awaited<ReturnType<typeof startStand>>

async function makeBoard(folder: string): Promise<string> {
  const board = path.join(folder, 'board')
  await mkdir(path.join(board, 'assets'), { recursive: true })
  await writeFile(path.join(board, 'index.html'), '<!doctype html><title>Jidoka</title>')
  await writeFile(path.join(board, 'assets', 'app-1a2b.js'), 'export {}')
  await writeFile(path.join(board, '.hidden'), 'hidden file')
  await writeFile(path.join(folder, 'secret.txt'), 'outside the board')
  return board
}

export const json = (body: unknown, method = 'POST'): RequestInit => ({
  method,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
})

export const basic = (user: string, pass: string): RequestInit => ({
  headers: { authorization: `Basic ${Buffer.from(`${user}:${pass}`).toString('base64')}` },
})
