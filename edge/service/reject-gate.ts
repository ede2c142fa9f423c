import { JidokaError } from '../contract/error.ts'
import type { Capture } from '../contract/part.ts'
import { decided, entered, newGate, outputAt, settled, travelMs } from '../core/gate.ts'
import { startModbus } from '../io/modbus.ts'
import type { Inspected } from '../line.ts'
import type { Closer } from './closer.ts'
import type { LookedFrame } from './looked.ts'
import type { RunTools } from './run-tools.ts'

/** The reject gate of the running line, which a PLC reads over Modbus TCP. */
export interface RejectGate {
  /** `modbus://host:port`. */
  readonly url: string
  /** The same captures: each is on the belt from here on. */
  watch(captures: AsyncIterable<Capture>): AsyncIterable<Capture>
  /** As soon as there is a verdict: the belt does not wait for the book. */
  decide(part: Pick<Inspected<LookedFrame>, 'inspection'>): void
}

const heartbeatMs = 500

/** null: no port was given. @throws {JidokaError} CONFIG_INVALID if the gate cannot move in time, PORT_IN_USE */
export async function openGate(
  { settings, clock, log, metrics }: Pick<RunTools, 'settings' | 'clock' | 'log' | 'metrics'>,
  closer: Closer,
): Promise<RejectGate | null> {
  const { host, modbusPort: port, beltMmPerS, gateDistanceMm, gateMs } = settings
  if (port === undefined) return null
  const plan = { beltMmPerS, gateDistanceMm, gateMs }
  if (travelMs(plan) <= gateMs)
    throw new JidokaError(
      'CONFIG_INVALID',
      'gateDistanceMm is too small: a part arrives before the gate has moved.',
    )
  let gate = newGate(plan)
  const nowMs = () => clock.monotonicMs()
  const beats = () => Math.floor(nowMs() / heartbeatMs)
  const take = (next: typeof gate) => {
    gate = next
    metrics.setGateParts(gate.counts)
  }
  const door = closer.add(
    await startModbus({
      ...{ host, port, log },
      coils() {
        const { ok, ng } = outputAt(gate, nowMs())
        return [ok, ng, beats() % 2 === 1]
      },
      inputRegisters() {
        const { passed, rejected, late } = settled(gate, nowMs()).counts
        return [beats() % 0x10000, ...[passed, rejected, late].flatMap(words)]
      },
    }),
    (opened) => opened.close(),
  )
  return {
    url: `modbus://${host === '::1' ? '[::1]' : host}:${door.port}`,
    async *watch(captures) {
      for await (const capture of captures) {
        take(entered(gate, capture.frame.sequence, nowMs()))
        yield capture
      }
    },
    decide: ({ inspection }) => take(decided(gate, inspection.sequence, inspection.evaluation, nowMs())),
  }
}

/** 32 bits, the high word first. */
const words = (value: number): number[] => [Math.floor(value / 0x10000) % 0x10000, value % 0x10000]
