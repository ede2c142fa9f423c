import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { BoardState, EventPage } from '../../edge/contract/api.ts'
import { DisruptionState } from '../../edge/contract/disruption.ts'
import { JidokaError } from '../../edge/contract/error.ts'
import { ResultData } from '../../edge/contract/event.ts'
import { createLog } from '../../edge/io/log.ts'
import { createDisruptions } from '../../edge/service/disruptions.ts'
import { type Running, removeFolder, startJidoka, temporaryFolder } from './running.ts'

let data = ''
let service: Running
beforeAll(async () => {
  data = await temporaryFolder('disruption')
  service = await startJidoka({ data, args: ['--machine-hours-per-second', '0'] })
})
afterAll(async () => {
  await service?.kill()
  await removeFolder(data)
})

const disrupt = async (change: object) =>
  DisruptionState.parse(await (await service.put('/api/v1/disruption', change)).json())
const isLinked = async () =>
  BoardState.parse(await (await service.get('/api/v1/state')).json()).broker.isConnected
const lastPart = async () => {
  const parts = ResultData.array().parse(await (await service.get('/api/v1/parts?limit=1')).json())
  return parts[0]?.sequence ?? -1
}
const patient = { timeout: 30_000 }
/** The line has inspected so many parts since. */
const goesOn = async (parts: number) => {
  const from = await lastPart()
  await expect.poll(lastPart, patient).toBeGreaterThan(from + parts)
}

describe('what a presenter does to the computer and its network', () => {
  it('a cut broker: the book goes on, and when it is back everything that waited is delivered', async () => {
    expect(await disrupt({ isBrokerCut: true })).toMatchObject({ isBrokerCut: true })
    expect(await disrupt({ isBrokerCut: true })).toMatchObject({ isBrokerCut: true })
    await expect.poll(isLinked, patient).toBe(false)
    await goesOn(10)
    const waiting = async () => Number(/^jidoka_outbox_depth (\d+)/m.exec(await metrics())?.[1])
    await expect.poll(waiting, patient).toBeGreaterThan(8)
    expect(await disrupt({ isBrokerCut: false })).toMatchObject({ isBrokerCut: false })
    await expect.poll(isLinked, patient).toBe(true)
    await expect.poll(waiting, patient).toBeLessThan(5)
    const { events } = EventPage.parse(await (await service.get('/api/v1/events?limit=1000')).json())
    expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, index) => index + 1))
  })

  it('a worker that is killed: another takes its place, and the line goes on', async () => {
    for (const endedWorkers of [1, 2, 3, 4, 5, 6]) {
      expect(await disrupt({ endWorker: true })).toMatchObject({ endedWorkers })
      await goesOn(4)
    }
  })

  it('a processor that is taken: the line goes on, and gets it back', async () => {
    expect(await disrupt({ isLoaded: true })).toMatchObject({ isLoaded: true })
    expect(await disrupt({ isLoaded: true })).toMatchObject({ isLoaded: true })
    await goesOn(5)
    expect(await disrupt({ isLoaded: false })).toMatchObject({ isLoaded: false })
    await goesOn(5)
    expect((await service.put('/api/v1/disruption', { isLoaded: 'yes' })).status).toBe(400)
  })

  it('what is not of this service is refused, and nothing else is done', async () => {
    const away = createDisruptions({
      broker: { cut: null },
      endWorker: null,
      edge: '',
      log: createLog('silent'),
    })
    const calm = { isBrokerCut: null, isLoaded: false, endedWorkers: null }
    for (const change of [
      { isBrokerCut: true, isLoaded: true },
      { endWorker: true, isLoaded: true },
    ] as const)
      await expect(away.change(change)).rejects.toThrow(JidokaError)
    expect(away.state()).toEqual(calm)
  })
})

const metrics = async () => (await service.get('/metrics')).text()
