import { describe, expect, it, onTestFinished } from 'vitest'
import { connectBus } from '../../edge/io/bus.ts'
import { wallClock } from '../../edge/io/clock.ts'
import { startPump } from '../../edge/io/pump.ts'
import { keptLog, lines } from '../broker/local-broker.ts'
import { strictBroker } from '../broker/strict-broker.ts'
import { MemoryOutbox } from './memory-outbox.ts'

const upTo = (last: number) => Array.from({ length: last }, (_, index) => index + 1)

/** The outbox after everything in it has gone one way or the other. */
async function emptied(rows: number, isDenied: (payload: string) => boolean, big = 0): Promise<MemoryOutbox> {
  const outbox = new MemoryOutbox('jidoka/demo/plant/hall/steel-strip/cell/_inspect/v1/result')
  outbox.add(rows)
  if (big > 0) outbox.addOne('x'.repeat(big))
  const url = `mqtt://127.0.0.1:${await strictBroker(isDenied)}`
  const bus = connectBus({ url, clientId: 'edge', user: '', password: '', clock: wallClock, log: keptLog })
  const pump = startPump({ outbox, bus, log: keptLog })
  onTestFinished(async () => {
    pump.stop()
    await bus.close()
  })
  await outbox.whenEmpty()
  return outbox
}

describe('a row that no broker takes', () => {
  it('is kept apart, and holds up nothing behind it', async () => {
    const outbox = await emptied(70, (payload) => payload === '30')
    expect(outbox.condemned).toEqual([30])
    expect(outbox.acknowledged).toEqual(upTo(70).filter((sequence) => sequence !== 30))
    expect(lines.some((line) => line.includes('"sequence":30') && line.includes('kept apart'))).toBe(true)
  })

  it('is not blamed for a broker that takes nothing for a while', async () => {
    let refusals = 0
    const outbox = await emptied(5, () => ++refusals <= 8)
    expect(outbox.condemned).toEqual([])
    expect(outbox.acknowledged).toEqual(upTo(5))
  })

  it('is not even tried when it is too large for the connection', async () => {
    const outbox = await emptied(3, () => false, 1_000_001)
    expect(outbox.condemned).toEqual([4])
    expect(outbox.acknowledged).toEqual(upTo(3))
  })
})
