import { startBroker } from '../broker/broker.ts'
import type { BoardState } from './contract/api.ts'
import { topicPrefix } from './contract/event.ts'
import type { Settings } from './contract/setting.ts'
import { wallClock } from './io/clock.ts'
import { loadClaims, redactSettings } from './io/config.ts'
import { startHttp } from './io/http.ts'
import { encodePng } from './io/image.ts'
import { createLog } from './io/log.ts'
import { createMetrics } from './io/metrics.ts'
import { isSameSecret, randomToken } from './io/secret.ts'
import { openSharedBook } from './io/shared-book.ts'
import type { Shell } from './io/shell.ts'
import { createSignIn } from './io/sign-in.ts'
import { type Closer, createCloser } from './service/closer.ts'
import { greet } from './service/greeting.ts'
import { joinBus } from './service/on-bus.ts'
import { createPictures } from './service/pictures.ts'
import { type Run, startRun } from './service/run.ts'
import { planRun } from './service/run-plan.ts'
import type { RunTools } from './service/run-tools.ts'

export type ServiceShell = Shell & { readonly shouldOpen: boolean }

export interface Service {
  /** Rejects if the line fails; a line that runs has no end of its own. */
  readonly done: Promise<void>
  stop(): Promise<void>
}

/** Wires a running service: book, broker, bus, line, HTTP. Stops whatever had started if a part cannot. */
export async function startService(settings: Settings, shell: ServiceShell): Promise<Service> {
  const closer = createCloser()
  try {
    return await wire(settings, shell, closer)
  } catch (error) {
    await closer.close()
    throw error
  }
}

async function wire(settings: Settings, shell: ServiceShell, closer: Closer): Promise<Service> {
  const board = shell.board()
  board.catch(() => undefined)
  const logins = {
    admin: settings.adminPassword || randomToken(),
    edge: randomToken(),
    viewer: randomToken(12),
  }
  const { tools, mqttUrl } = await openTools(settings, shell, logins, closer)
  const { plan, prefix } = tools
  const run = await startRun(tools, closer)
  const signIn = await createSignIn(logins.admin, wallClock)
  const http = closer.add(
    await startHttp({
      ...tools,
      host: settings.host,
      port: settings.port,
      dashboardFolder: await board,
      state: () => boardState(run, tools, mqttUrl),
      setCondition: (change) => run.station.change(change, 'operator'),
      encodeImage: encodePng,
      feed: tools.bus.feed,
      metrics: () => tools.metrics.expose(),
      readiness: () => run.readiness(),
      signIn,
      settingsShown: redactSettings(settings),
      version: shell.version,
    }),
    (opened) => opened.close(),
  )
  const facts = { settings, plan, prefix, httpUrl: http.url, mqttUrl, viewerPassword: logins.viewer }
  closer.add(greet({ ...facts, ticket: signIn.issueTicket() }, shell), (forget) => forget())
  return { done: run.done, stop: () => closer.close() }
}

/** Book, broker and bus; closed in the other order, so that the last word is still heard. */
async function openTools(settings: Settings, shell: ServiceShell, logins: Logins, closer: Closer) {
  const clock = wallClock
  const log = createLog(settings.logLevel)
  const plan = await planRun(settings, shell.root, clock)
  const prefix = topicPrefix({ ...settings, line: plan.line })
  const book = closer.add(await openSharedBook(settings.data, shell.edge, log), (opened) => opened.close())
  const broker = closer.add(
    await startBroker({ host: settings.host, port: settings.mqttPort, log, authenticate: roleOf(logins) }),
    (opened) => opened.close(),
  )
  const place = { url: broker.url, logins, runId: plan.runId, prefix, outbox: book.outbox, clock, log }
  const bus = closer.add(joinBus(place), (joined) => joined.leave())
  const said = {
    claims: loadClaims(shell.root),
    metrics: createMetrics(),
    pictures: createPictures(plan.card),
  }
  const tools: RunTools = { settings, shell, plan, prefix, book, bus, clock, log, ...said }
  return { tools, mqttUrl: broker.url }
}

const boardState = (run: Run, { bus: { feed, edge }, book }: RunTools, url: string): BoardState => ({
  run: run.description,
  condition: run.station.data(),
  broker: { url, isConnected: edge.isConnected() },
  info: feed.latest('info'),
  kpi: feed.latest('kpi'),
  verification: feed.latest('verification'),
  recent: book.results(64).filter((result) => result.jobId === run.description.runId),
})

type Logins = Readonly<Record<'admin' | 'edge' | 'viewer', string>>

/** Deny by default: three users, each with a password of this run. */
const roleOf = (logins: Logins) => (user: string | undefined, password: string | undefined) => {
  if (user !== 'admin' && user !== 'edge' && user !== 'viewer') return null
  return password !== undefined && isSameSecret(password, logins[user]) ? user : null
}
