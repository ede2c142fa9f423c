import { AlarmData, AlarmParams, ShelveRequest } from '../contract/alarm.ts'
import { DisruptionChange, DisruptionState } from '../contract/disruption.ts'
import {
  InterventionRequest,
  MachineDetail,
  MachineParams,
  MachineState,
  PlantState,
} from '../contract/plant.ts'
import { UpkeepGame, UpkeepRequest } from '../contract/upkeep-game.ts'
import { answers } from './http-routes.ts'
import type { HttpApp, HttpTools } from './http-tools.ts'
import { userOf } from './person.ts'

/** More than any person can press, and nothing for a machine that floods the book. */
const personalPace = { rateLimit: { max: 300, timeWindow: '1 minute' } }

/** The machines around the line: how they are, how long they have, and what people do to them. */
export function addMachineRoutes(app: HttpApp, { plant }: HttpTools): void {
  const tags = ['machines']
  app.get(
    '/api/v1/machines',
    {
      config: { act: 'learn' },
      schema: { tags, summary: 'All machines, and the alarms that stand', response: answers(PlantState) },
    },
    () => plant.state(),
  )
  app.get(
    '/api/v1/machines/:machine',
    {
      config: { act: 'learn' },
      schema: {
        tags,
        summary: 'The forecasts of this life and the last, and the evidence',
        params: MachineParams,
        response: answers(MachineDetail),
      },
    },
    ({ params }) => plant.detail(params.machine),
  )
  app.post(
    '/api/v1/machines/:machine/interventions',
    {
      config: { ...personalPace, act: 'simulate' },
      schema: {
        tags,
        summary: 'Do something to a simulated machine, from its next sample on',
        params: MachineParams,
        body: InterventionRequest,
        response: answers(MachineState),
      },
    },
    ({ params, body, person }) => plant.intervene(params.machine, body.action, userOf(person)),
  )
}

/** The game of lesson 7. */
export function addUpkeepRoute(app: HttpApp, { upkeep }: HttpTools): void {
  app.get(
    '/api/v1/machines/:machine/game',
    {
      config: { act: 'learn' },
      schema: {
        tags: ['machines'],
        summary: 'Simulated lives to decide on: when to stop the machine',
        params: MachineParams,
        querystring: UpkeepRequest,
        response: answers(UpkeepGame),
      },
    },
    ({ params, query }) => upkeep.deal(params.machine, query.round),
  )
}

/** What people say to an alarm; each is an event that names them. */
export function addAlarmRoutes(app: HttpApp, { alarms }: HttpTools): void {
  const tags = ['alarms']
  const response = answers(AlarmData)
  app.post(
    '/api/v1/alarms/:alarmId/acknowledge',
    {
      config: { ...personalPace, act: 'acknowledge' },
      schema: { tags, summary: 'Acknowledge an alarm (ISA-18.2)', params: AlarmParams, response },
    },
    ({ params, person }) => alarms.acknowledge(params.alarmId, userOf(person)),
  )
  app.post(
    '/api/v1/alarms/:alarmId/shelve',
    {
      config: { ...personalPace, act: 'acknowledge' },
      schema: {
        tags,
        summary: 'Shelve an alarm for some minutes; 0 brings it back',
        params: AlarmParams,
        body: ShelveRequest,
        response,
      },
    },
    ({ params, body, person }) => alarms.shelve(params.alarmId, body.minutes, userOf(person)),
  )
}

/** What a presenter does to the computer and its network: the line goes on, and nothing is lost. */
export function addDisruptionRoutes(
  app: HttpApp,
  tools: Pick<HttpTools, 'disruption' | 'setDisruption'>,
): void {
  const [url, response] = ['/api/v1/disruption', answers(DisruptionState)]
  const schema = { tags: ['machines'], response }
  app.get(url, { schema: { ...schema, summary: 'What is done to the computer and its network' } }, () =>
    tools.disruption(),
  )
  const summary = 'Cut the broker, take the processor, end an inspecting thread'
  app.put(
    url,
    { config: { ...personalPace, act: 'simulate' }, schema: { ...schema, summary, body: DisruptionChange } },
    ({ body, person }) => tools.setDisruption(body, userOf(person)),
  )
}
