import { describe, expect, it } from 'vitest'
import type { ReplyData } from '../../edge/contract/command.ts'
import { JidokaError } from '../../edge/contract/error.ts'
import { createSimulatedClock } from '../../edge/core/simulated-clock.ts'
import { createMetrics } from '../../edge/io/metrics.ts'
import { type CommandDoors, createCommandDesk } from '../../edge/service/command-desk.ts'
import { keptLog } from '../broker/local-broker.ts'
import { sampleAlarm, sampleData } from '../io/sample-data.ts'

/** Doors that note who asked for what; the book behind them is full once it is said to be. */
function openDesk() {
  const clock = createSimulatedClock(0)
  const metrics = createMetrics()
  const replies: ReplyData[] = []
  const done: unknown[] = []
  const book = { isFull: false }
  const users = new Set(['ann', 'bo'])
  const note =
    <T>(answer: T) =>
    async (...asked: unknown[]) => {
      if (book.isFull) throw new JidokaError('BOOK_UNUSABLE', 'The disk is full.')
      done.push(asked)
      return answer
    }
  const doors = {
    alarms: { acknowledge: note(sampleAlarm), shelve: note(sampleAlarm) },
    plant: { intervene: note(null) },
    desk: { decide: note(sampleData.review) },
    setCondition: (...asked: unknown[]) => void done.push(asked),
  } as unknown as CommandDoors
  const reply = (data: ReplyData) => void replies.push(data)
  const mayDo = (user: string) => users.has(user)
  const take = createCommandDesk({ doors, mayDo, clock, log: keptLog, metrics, reply })
  const give = async (name: string, payload: object, user = 'ann') => {
    await take(name, JSON.stringify(payload), user)
    return replies.at(-1)
  }
  return { clock, metrics, done, book, users, give }
}

describe('the desk that takes commands', () => {
  it('hands each to the door of HTTP, with the user', async () => {
    const { give, done } = openDesk()
    await give('simulate/condition', { correlationId: '1', lampLevel: 0.5 })
    await give('simulate/intervention', { correlationId: '2', machine: 'camera-lamp', action: 'wear' })
    await give('acknowledge/alarm', { correlationId: '3', alarmId: 'camera-lamp.act' })
    await give('acknowledge/shelve', { correlationId: '4', alarmId: 'camera-lamp.act', minutes: 5 })
    await give('review/part', { correlationId: '5', partId: 'strip-1', decision: 'OK' })
    expect(done).toEqual([
      [{ lampLevel: 0.5 }, 'ann'],
      ['camera-lamp', 'wear', 'ann'],
      ['camera-lamp.act', 'ann'],
      ['camera-lamp.act', 5, 'ann'],
      ['strip-1', 'OK', 'ann'],
    ])
  })

  it('takes a repeat for what it is for ten minutes, by user', async () => {
    const { give, done, clock } = openDesk()
    const wear = { correlationId: 'w', machine: 'camera-lamp', action: 'wear' }
    for (const user of ['ann', 'ann', 'bo']) await give('simulate/intervention', wear, user)
    expect(done).toHaveLength(2)
    clock.advanceTo(600_001)
    await give('simulate/intervention', wear)
    expect(done).toHaveLength(3)
  })

  it('refuses who may do it no more, though the connection still stands', async () => {
    const { give, done, users } = openDesk()
    users.delete('ann')
    const reply = await give('simulate/condition', { correlationId: 'r', lampLevel: 0.1 })
    expect([reply?.code, done]).toEqual(['ROLE_TOO_LOW', []])
  })

  it('says what the doors say, and logs what is nobody’s fault', async () => {
    const { give, book, metrics, done } = openDesk()
    book.isFull = true
    const asked = { correlationId: 'x', alarmId: 'camera-lamp.act' }
    const reply = await give('acknowledge/alarm', asked)
    expect(reply).toMatchObject({
      isDone: false,
      code: 'BOOK_UNUSABLE',
      message: expect.stringMatching(/^The disk is full\. Make room/),
    })
    expect(await metrics.expose()).toContain('{command="acknowledge/alarm",outcome="refused"} 1')
    book.isFull = false
    expect([(await give('acknowledge/alarm', asked))?.isDone, done]).toEqual([
      true,
      [['camera-lamp.act', 'ann']],
    ])
  })

  it('takes 300 a minute of one user, and the next minute again', async () => {
    const { give, clock, done } = openDesk()
    const codeOf = async (index: number, user = 'ann') =>
      (await give('acknowledge/alarm', { correlationId: `${index}`, alarmId: 'a' }, user))?.code
    const codes = []
    for (let index = 0; index < 302; index++) codes.push(await codeOf(index))
    expect(codes.filter((code) => code === null)).toHaveLength(300)
    expect(codes.slice(300)).toEqual(['TOO_MANY_REQUESTS', 'TOO_MANY_REQUESTS'])
    expect(await codeOf(302, 'bo')).toBeNull()
    clock.advanceTo(60_001)
    expect(await codeOf(303)).toBeNull()
    expect(done).toHaveLength(302)
  })
})
