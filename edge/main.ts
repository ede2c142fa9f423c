import path from 'node:path'
import type { BoardState } from './contract/api.ts'
import type { Assumptions } from './contract/assumption.ts'
import { asyncApi } from './contract/async-api.ts'
import type { Card } from './contract/card.ts'
import { topicPrefix } from './contract/event.ts'
import type { PlantState } from './contract/plant.ts'
import type { Settings } from './contract/setting.ts'
import { loadAssumptions } from './io/assumption.ts'
import { wallClock } from './io/clock.ts'
import { isLoopback, loadClaims, redactSettings } from './io/config.ts'
import { createFrameShelf } from './io/frame-shelf.ts'
import { type HttpDoor, startHttp } from './io/http.ts'
import { encodePng } from './io/image.ts'
import { joinUrls } from './io/join-url.ts'
import { createLessonShelf } from './io/lesson-shelf.ts'
import { createLog } from './io/log.ts'
import { createMetrics } from './io/metrics.ts'
import { openSharedBook } from './io/shared-book.ts'
import type { Shell } from './io/shell.ts'
import { openTls } from './io/tls-file.ts'
import { createAlarmDesk } from './service/alarm-desk.ts'
import { noteStart, openAudit } from './service/audit.ts'
import { audited, type Doors, sayHeads } from './service/audited.ts'
import { type BrokerPlace, openBroker } from './service/broker-place.ts'
import { type Closer, createCloser } from './service/closer.ts'
import { hearCommands } from './service/commands.ts'
import { createDecider } from './service/decider.ts'
import { createDesk } from './service/desk.ts'
import { createDisruptions, type Disruptions } from './service/disruptions.ts'
import { greet } from './service/greeting.ts'
import { openGroupDesk } from './service/group.ts'
import { createHistory } from './service/history.ts'
import type { ChangeModel } from './service/model-change.ts'
import { joinBus } from './service/on-bus.ts'
import { showPassed } from './service/passed-parts.ts'
import { openPeople } from './service/people.ts'
import { createPictures } from './service/pictures.ts'
import { type Plant, startPlant } from './service/plant.ts'
import { createQuality } from './service/quality.ts'
import { type Run, startRun } from './service/run.ts'
import { planRun } from './service/run-plan.ts'
import { placeOf, type RunTools } from './service/run-tools.ts'
import { sparkplugPlace, startSparkplug } from './service/sparkplug.ts'
import { createUpkeepGame } from './service/upkeep-game.ts'
import { createWorkbench } from './service/workbench.ts'

export type ServiceShell = Shell & {
  readonly shouldOpen: boolean
  /** Open to a room of devices: who sits here still comes in by the link. */
  readonly isClassroom: boolean
}

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
  const opened = await openTools(settings, shell, closer)
  const { tools, people, audit, tls, broker } = opened
  const { signIn, settled } = people
  sayHeads(tools, audit)
  const run = await startRun(tools, closer)
  const plant = await startPlant({ ...tools, station: run.station }, closer)
  const disruptions = openDisruptions(tools, broker, run, closer)
  const { lessons, group } = await openClassroom(tools, closer)
  const workbench = openWorkbench(tools, run.changeModel, closer)
  const doors = audited({ ...actorsOf(tools, run, plant, disruptions), group, workbench }, audit)
  const desk = showPassed(tools.desk, tools.pictures, workbench.passed)
  hearCommands(tools, { ...doors, desk }, broker, people)
  const upkeep = openUpkeepGame(tools, closer)
  const history = closer.add(createHistory(tools), (opened) => opened.close())
  const http = closer.add(
    await startHttp({
      ...tools,
      ...doors,
      desk,
      upkeep,
      audit,
      history,
      script: run.script,
      disruption: disruptions.state,
      tls,
      host: settings.host,
      port: settings.port,
      dashboardFolder: await board,
      state: () => boardState(run, tools, broker.url),
      encodeImage: encodePng,
      lessons,
      feed: tools.bus.feed,
      metrics: () => tools.metrics.expose(),
      readiness: () => run.readiness(),
      signIn,
      asyncApi: asyncApi({ version: shell.version, prefix: tools.prefix, url: broker.url }),
      settingsShown: redactSettings(settings),
      version: shell.version,
    }),
    (opened) => opened.close(),
  )
  tools.shelf.open(http.url)
  settled.write()
  introduce({ ...opened, run, plant: plant.state(), http }, settings, shell, closer)
  const done = Promise.all([run.done, plant.done]).then(() => undefined)
  return { done, stop: () => closer.close() }
}

/** Book, broker and bus; closed in the other order, so that the last word is still heard. */
async function openTools(settings: Settings, shell: ServiceShell, closer: Closer) {
  const clock = wallClock
  const log = createLog(settings.logLevel)
  const assumptions = loadAssumptions(settings.assumptions || undefined)
  const plan = await planRun(settings, shell.root, clock)
  const prefix = topicPrefix({ ...settings, line: plan.line })
  const book = closer.add(await openSharedBook(settings.data, shell.edge, log), (opened) => opened.close())
  const audit = closer.add(await openAudit({ folder: settings.data, clock, log }), (opened) => opened.close())
  const people = await openPeople(settings, audit, clock)
  const tls = closer.add(openTls(settings, clock, log), (opened) => opened?.close())
  const metrics = createMetrics()
  const onDenied: typeof audit.denied = (denied) => {
    metrics.countDenied(denied.act)
    audit.denied(denied)
  }
  const broker = await openBroker(settings, people, { clock, log, onDenied }, tls, closer)
  const { logins } = people
  const place = { ...broker, logins, runId: plan.runId, prefix, outbox: book.outbox, clock, log }
  const bus = closer.add(joinBus(place), (joined) => joined.leave())
  const claims = loadClaims(shell.root)
  const shelf = createFrameShelf()
  const opened = { settings, shell, plan, prefix, book, bus, shelf, clock, log, metrics, claims }
  const tools: RunTools = { ...opened, ...openHindsight(opened, assumptions, closer) }
  const login = broker.own ?? { user: 'edge', password: logins.edge }
  if (settings.sparkplugGroup)
    closer.add(startSparkplug(sparkplugPlace(tools, broker.url, login)), (opened) => opened.leave())
  noteStart(audit, plan.card, shell.version)
  return { tools, people, audit, tls, broker }
}

interface Started extends Awaited<ReturnType<typeof openTools>> {
  readonly run: Run
  readonly plant: PlantState
  readonly http: HttpDoor
}

/** Says on the terminal what runs where, and who may come in. */
function introduce(started: Started, settings: Settings, shell: ServiceShell, closer: Closer): void {
  const { tools, people, tls, broker, run, plant, http } = started
  const { host } = settings
  const urls = { httpUrl: http.url, mqttUrl: broker.url, publicMqttUrl: broker.publicUrl }
  const facts = { settings, plan: tools.plan, prefix: tools.prefix, gateUrl: run.gateUrl, plant, ...urls }
  const secrets = {
    drawn: people.settled.drawn,
    viewerPassword: people.logins.viewer,
    ticket: isLoopback(host) || shell.isClassroom ? people.signIn.issueTicket() : null,
  }
  const greeting = greet({ ...facts, ...secrets, joinUrls: joinUrls({ host, tls }, http.port) }, shell)
  closer.add(greeting, (forget) => forget())
}

async function openClassroom(tools: RunTools, closer: Closer) {
  const { settings, shell, clock } = tools
  const lessons = createLessonShelf(settings.lessons || path.join(shell.root, 'seeds', 'lessons'), clock)
  const desk = await openGroupDesk({ ...tools, folder: settings.data, lessons })
  return { lessons, group: closer.add(desk, (opened) => opened.close()) }
}

const openWorkbench = (tools: RunTools, changeModel: ChangeModel, closer: Closer) => {
  const { settings, shell, bus, pictures, decider, plan, clock } = tools
  const { data } = settings
  const place = { data, folder: path.join(data, 'workbench'), root: shell.root }
  const onLine = () => (decider.card().sha256 === plan.card.sha256 ? null : decider.card().name)
  const opened = createWorkbench({ ...place, feed: bus.feed, pictures, clock, onLine, changeModel })
  return closer.add(opened, (bench) => bench.close())
}

const openUpkeepGame = ({ settings, shell: { root, edge } }: RunTools, closer: Closer) =>
  closer.add(createUpkeepGame({ root, edge, modelKey: settings.modelKey }), (opened) => opened.close())

/** What people can do, and to what. */
const actorsOf = (
  tools: RunTools,
  run: Run,
  plant: Plant,
  disruptions: Disruptions,
): Omit<Doors, 'group' | 'workbench'> => ({
  plant,
  alarms: tools.alarms,
  thresholds: tools.decider,
  setCondition: (change, by) => run.station.change(change, 'operator', by),
  setDisruption: (change) => disruptions.change(change),
  draw: (partId, drawing) => run.draw(partId, drawing),
})

const openDisruptions = ({ shell, log }: RunTools, broker: BrokerPlace, { endWorker }: Run, closer: Closer) =>
  closer.add(createDisruptions({ broker, endWorker, edge: shell.edge, log }), (opened) => opened.close())

/** What looks back at parts: counters, the quality of the line, the desk where people decide, and the pictures for both. */
function openHindsight(
  tools: Pick<RunTools, 'shell' | 'plan' | 'prefix' | 'book' | 'bus' | 'clock' | 'log' | 'metrics'>,
  assumptions: Assumptions,
  closer: Closer,
): Pick<RunTools, 'quality' | 'decider' | 'desk' | 'alarms' | 'pictures'> {
  const { shell, plan, bus } = tools
  const decider = createDecider(plan.line, plan.card)
  const quality = closer.add(createQuality({ ...tools, decider, assumptions, edge: shell.edge }), (opened) =>
    opened.close(),
  )
  const publish = () => bus.pump.nudge()
  const people = { ...tools, runId: plan.runId, place: placeOf(tools), publish }
  const desk = createDesk({ ...people, capacity: assumptions.deskCapacity })
  const alarms = createAlarmDesk({ ...people, voice: bus.voice })
  const isHeld = (partId: string) => desk.has(partId) || quality.isWorst(partId)
  return { quality, decider, desk, alarms, pictures: createPictures(decider.modelOf, undefined, isHeld) }
}

const modelOf = ({ name, sha256, thresholds }: Card): BoardState['run']['model'] => ({
  ...{ name, sha256 },
  ...thresholds,
})

const boardState = (run: Run, { bus: { feed, edge }, book, decider }: RunTools, url: string): BoardState => ({
  run: { ...run.description, model: modelOf(decider.card()) },
  condition: run.station.data(),
  thresholds: decider.data(),
  broker: { url, isConnected: edge.isConnected() },
  info: feed.latest('info'),
  kpi: feed.latest('kpi'),
  verification: feed.latest('verification'),
  recent: book.results(64).filter((result) => result.jobId === run.description.runId),
})
