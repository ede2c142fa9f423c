import { once } from 'node:events'
import { connect } from 'node:net'
import modbus from 'jsmodbus'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { Capture } from '../../edge/contract/part.ts'
import { Settings } from '../../edge/contract/setting.ts'
import { createSimulatedClock } from '../../edge/core/simulated-clock.ts'
import { createMetrics } from '../../edge/io/metrics.ts'
import type { Inspected } from '../../edge/line.ts'
import { createCloser } from '../../edge/service/closer.ts'
import type { LookedFrame } from '../../edge/service/looked.ts'
import { openGate } from '../../edge/service/reject-gate.ts'
import { keptLog } from '../broker/local-broker.ts'

/** Only what the gate looks at. */
const capture = (sequence: number) => ({ frame: { sequence } }) as Capture
const verdict = (sequence: number, evaluation: 'OK' | 'NotOK') =>
  ({ inspection: { sequence, evaluation } }) as Inspected<LookedFrame>

async function startStand(change: object = {}) {
  const clock = createSimulatedClock(0)
  const closer = createCloser()
  onTestFinished(() => closer.close())
  const settings = Settings.parse({
    modbusPort: 0,
    beltMmPerS: 500,
    gateDistanceMm: 300,
    gateMs: 50,
    ...change,
  })
  const metrics = createMetrics()
  const gate = await openGate({ settings, clock, log: keptLog, metrics }, closer)
  const socket = connect(Number(new URL(gate?.url ?? '').port), '127.0.0.1')
  const plc = new modbus.client.TCP(socket, 1, 5000)
  await once(socket, 'connect')
  return {
    ...{ clock, gate, metrics },
    enter: async (sequence: number) => {
      const one = async function* () {
        yield capture(sequence)
      }
      for await (const passed of gate?.watch(one()) ?? []) expect(passed.frame.sequence).toBe(sequence)
    },
    coils: async () => (await plc.readCoils(0, 3)).response.body.valuesAsArray.slice(0, 3).join(''),
    registers: async () => [...(await plc.readInputRegisters(0, 7)).response.body.valuesAsArray],
  }
}

describe('what a PLC reads of the gate', () => {
  it('OK while a good part goes by, NG else, and a heartbeat', async () => {
    const { clock, gate, enter, coils, registers } = await startStand()
    await enter(0)
    gate?.decide(verdict(0, 'OK'))
    expect(await coils()).toBe('010')
    clock.advanceTo(549)
    expect(await coils()).toBe('011')
    clock.advanceTo(550)
    expect(await coils()).toBe('101')
    clock.advanceTo(650)
    expect(await coils()).toBe('011')
    expect(await registers()).toEqual([1, 0, 1, 0, 0, 0, 0])
  })

  it('a part decided too late is rejected and counted', async () => {
    const { clock, gate, metrics, enter, coils, registers } = await startStand()
    await enter(0)
    clock.advanceTo(551)
    gate?.decide(verdict(0, 'OK'))
    expect(await coils()).toBe('011')
    clock.advanceTo(651)
    expect((await registers()).slice(1)).toEqual([0, 0, 0, 1, 0, 1])
    await enter(1)
    expect(await metrics.expose()).toContain('jidoka_gate_parts{fate="late"} 1')
  })

  it('nothing where no port was given, and no gate that cannot move in time', async () => {
    const tools = { clock: createSimulatedClock(0), log: keptLog, metrics: createMetrics() }
    expect(await openGate({ ...tools, settings: Settings.parse({}) }, createCloser())).toBeNull()
    const settings = Settings.parse({ modbusPort: 0, beltMmPerS: 500, gateDistanceMm: 25, gateMs: 50 })
    await expect(openGate({ ...tools, settings }, createCloser())).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
    })
  })
})
