import { once } from 'node:events'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createPace, createRetained, usualLimits } from '../../broker/limit.ts'
import type { Denied } from '../../broker/rule.ts'
import { createSimulatedClock } from '../../edge/core/simulated-clock.ts'
import { lines, localBroker } from './local-broker.ts'
import {
  connectPacket,
  type Login,
  pingPacket,
  publishPacket,
  signIn,
  subscribePacket,
  Wire,
} from './wire.ts'

const prefix = 'jidoka/demo/plant/hall/steel-strip/cell/_inspect/v1'
const edge: Login = { clientId: 'edge-1', user: 'edge', password: 'right' }
const login = (user: string, clientId: string): Login => ({ user, clientId, password: 'right' })
const isAlive = async (wire: Wire) => (await wire.send(pingPacket).next())?.type === 13

describe('so many clients', () => {
  it('may sign in, from one address and in all; the service always may', async () => {
    const { port } = await localBroker(0, { limits: { clients: 3, clientsPerAddress: 2 } })
    const answerTo = async (name: string, from: string) =>
      (await new Wire(port, from).send(connectPacket(login('viewer', name))).next())?.body[1]
    const first = await signIn(port, login('viewer', 'a'))
    expect(await answerTo('b', '127.0.0.1')).toBe(0)
    expect(await answerTo('c', '127.0.0.1')).toBe(3)
    expect(lines.some((line) => line.includes('too many clients of this address'))).toBe(true)
    expect(await answerTo('c', '127.0.0.2')).toBe(0)
    expect(await answerTo('d', '127.0.0.3')).toBe(3)
    expect(await isAlive(await signIn(port, edge))).toBe(true)
    expect(await isAlive(first)).toBe(true)
    first.socket.destroy()
    await first.closed
    expect(await isAlive(await signIn(port, login('viewer', 'e')))).toBe(true)
  })

  it('may be silent; the oldest of the most crowded address give way, and nobody is shut out', async () => {
    const { port } = await localBroker(0, { limits: { strangers: 5 } })
    const known = await signIn(port, login('viewer', 'known'))
    const quiet = new Wire(port, '127.0.0.2')
    await once(quiet.socket, 'connect')
    const crowd: Wire[] = []
    for (let count = 0; count < 12; count += 1) {
      crowd.push(new Wire(port))
      await once(crowd[count]?.socket ?? quiet.socket, 'connect')
    }
    await Promise.all(crowd.slice(0, 8).map((wire) => wire.closed))
    const newcomer = await signIn(port, login('viewer', 'newcomer'))
    const isLeft = await signIn(port, login('viewer', 'quiet'), quiet)
    for (const wire of [known, newcomer, isLeft]) expect(await isAlive(wire)).toBe(true)
  })
})

describe('so many messages', () => {
  it('pass in a second; more wait, and none that is acknowledged is lost', async () => {
    const clock = createSimulatedClock(0)
    const { port } = await localBroker(0, { clock, limits: { publishesPerS: 10 } })
    const ear = await signIn(port, login('admin', 'ear'))
    await ear.send(subscribePacket('a/#')).next()
    const mouth = await signIn(port, login('admin', 'mouth'))
    for (let id = 1; id <= 12; id += 1) mouth.send(publishPacket(`a/${id}`, 'x', { id }))
    const acknowledged = async () => (await mouth.next())?.body.readUInt16BE()
    for (let id = 1; id <= 10; id += 1) expect(await acknowledged()).toBe(id)
    const rest = [acknowledged(), ear.message()]
    for (let id = 1; id <= 9; id += 1) await ear.message()
    clock.advanceTo(200)
    expect(await rest[0]).toBe(11)
    expect(await acknowledged()).toBe(12)
    expect((await ear.message())?.topic).toBe('a/11')
    expect((await ear.message())?.topic).toBe('a/12')
  })

  it('may wait; who sends more is dropped', async () => {
    const { port } = await localBroker(0, { limits: { publishesPerS: 1, publishesWaiting: 2 } })
    const mouth = await signIn(port, login('admin', 'mouth'))
    for (let id = 1; id <= 5; id += 1) mouth.send(publishPacket('a', 'x', { id }))
    await mouth.closed
    expect(lines.some((line) => line.includes('it publishes too much'))).toBe(true)
  })

  it('are retained; one more is refused and told', async () => {
    const denied: Denied[] = []
    const onDenied = (one: Denied) => denied.push(one)
    const { port } = await localBroker(0, { onDenied, limits: { retainedTopics: 2 } })
    const station = await signIn(port, edge)
    for (const [id, name] of [
      [1, 'info'],
      [2, 'state'],
      [3, 'kpi'],
    ] as const) {
      station.send(publishPacket(`${prefix}/${name}`, 'x', { id, retain: true }))
      expect((await station.next())?.body.readUInt16BE()).toBe(id)
    }
    expect(denied).toEqual([
      {
        ...{ act: 'publish', user: 'edge', clientId: 'edge-1', address: '127.0.0.1' },
        ...{ topic: `${prefix}/kpi`, reason: 'too many topics are retained' },
      },
    ])
  })
})

describe('the limits themselves', () => {
  it('a pace lets at most n and a burst of n through in any time', () => {
    const gaps = fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 1, maxLength: 200 })
    fc.assert(
      fc.property(gaps, fc.integer({ min: 1, max: 50 }), (waits, perS) => {
        const pace = createPace(perS)
        let nowMs = 0
        const turnsMs = waits.map((wait) => {
          nowMs += wait
          return nowMs + pace(nowMs)
        })
        for (const [index, turnMs] of turnsMs.entries()) {
          const within = turnsMs.slice(0, index + 1).filter((other) => other > turnMs - 1000 + 1e-6).length
          expect(within).toBeLessThanOrEqual(2 * perS)
        }
      }),
    )
  })

  it('what is retained is counted as it stands, whatever comes and goes', () => {
    const step = fc.record({
      topic: fc.constantFrom('a', 'b', 'c', 'd'),
      size: fc.integer({ min: 0, max: 9 }),
    })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const retained = createRetained({ ...usualLimits, retainedTopics: 3, retainedBytes: 20 })
        const kept = new Map<string, number>()
        for (const { topic, size } of steps) {
          const after = new Map(kept)
          if (size === 0) after.delete(topic)
          else after.set(topic, size)
          const fits = after.size <= 3 && [...after.values()].reduce((sum, one) => sum + one, 0) <= 20
          expect(retained(topic, size) === null).toBe(fits)
          if (fits) {
            kept.clear()
            for (const [name, bytes] of after) kept.set(name, bytes)
          }
        }
      }),
    )
  })
})
