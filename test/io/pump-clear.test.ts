import { afterEach, beforeEach, expect, it, onTestFinished } from 'vitest'
import type { AlarmData } from '../../edge/contract/alarm.ts'
import type { EventDraft } from '../../edge/core/event.ts'
import { type Book, openBook } from '../../edge/io/book.ts'
import { connectBus } from '../../edge/io/bus.ts'
import { wallClock } from '../../edge/io/clock.ts'
import { startPump } from '../../edge/io/pump.ts'
import { keptLog, localBroker } from '../broker/local-broker.ts'
import { signIn, subscribePacket } from '../broker/wire.ts'
import { removeFolder, temporaryFolder } from '../flow/running.ts'
import { place, sampleAlarm, sampleResult, startMs } from './sample-data.ts'

let folder = ''
let book: Book
beforeEach(async () => {
  folder = await temporaryFolder('pump')
  book = openBook(folder)
})
afterEach(async () => {
  book.close()
  await removeFolder(folder)
})

const alarm = (state: AlarmData['state']): EventDraft => ({
  ...{ topic: 'alarm', runId: 'run-1', item: sampleAlarm.alarmId, timeMs: startMs },
  ...{ data: { ...sampleAlarm, state }, isLast: state === 'Normal' },
})
const result: EventDraft = { topic: 'result', runId: 'run-1', timeMs: startMs, data: sampleResult(1) }

it('an alarm stays retained while it stands; its last event is heard, and clears it', async () => {
  const { port, url } = await localBroker()
  const topic = `${place.prefix}/alarm/+`
  const login = { user: 'viewer', password: 'right' }
  const ear = await signIn(port, { clientId: 'ear', ...login })
  await ear.send(subscribePacket(`${place.prefix}/#`)).next()
  book.record([], [alarm('Unacknowledged')], place)
  const bus = connectBus({
    url,
    clientId: 'edge',
    user: 'edge',
    password: 'right',
    clock: wallClock,
    log: keptLog,
  })
  const pump = startPump({ outbox: book.outbox, bus, log: keptLog })
  onTestFinished(async () => {
    pump.stop()
    await bus.close()
  })
  const stateHeard = async () => {
    const payload = (await ear.message())?.payload ?? ''
    return payload === '' ? 'cleared' : JSON.parse(payload).data.state
  }
  expect(await stateHeard()).toBe('Unacknowledged')
  const early = await signIn(port, { clientId: 'early', ...login })
  await early.send(subscribePacket(topic)).next()
  expect(JSON.parse((await early.message())?.payload ?? '').data.state).toBe('Unacknowledged')

  // A result in the same breath: nothing comes between the last event and the clearing.
  book.record([], [alarm('Normal'), result], place)
  pump.nudge()
  expect([await stateHeard(), await stateHeard()]).toEqual(['Normal', 'cleared'])
  await ear.message()
  const late = await signIn(port, { clientId: 'late', ...login })
  await late.send(subscribePacket(topic)).next()
  book.record([], [alarm('Unacknowledged')], place)
  pump.nudge()
  // The first thing that a newcomer hears is new: nothing old was kept for it.
  expect(JSON.parse((await late.message())?.payload ?? '')).toMatchObject({ sequence: '000000000004' })
})
