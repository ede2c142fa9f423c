import { type Running, removeFolder, startJidoka, temporaryFolder } from '../flow/running.ts'
import { bodies, impostors, slow, traversal } from './http-attack.ts'
import { bombs } from './image-attack.ts'
import { deepTopics, flood, fuzz, hoard, hugePackets, type MqttTarget } from './mqtt-attack.ts'
import type { HostileReport, Outcome } from './report.ts'
import { startValidClient } from './valid-client.ts'

export interface HostileOptions {
  readonly seed: number
  /** Inputs of the fuzzer. */
  readonly inputs: number
  /** Of the flood. */
  readonly connections: number
  /** Images that unpack to gigabytes take their time to make. */
  readonly hasBombs: boolean
  /** Hears of each attack when it is over. */
  readonly onOutcome?: (outcome: Outcome) => void
}

/** Starts a service, lets everybody loose on it, and says how it and a client without guile fared. */
export async function runHostile(options: HostileOptions): Promise<HostileReport> {
  const data = await temporaryFolder('hostile')
  const service = await startJidoka({
    data,
    args: ['--machine-hours-per-second', '0', '--log-level', 'silent'],
  })
  try {
    return await attack(service, data, options)
  } finally {
    await service.kill()
    await removeFolder(data)
  }
}

async function attack(service: Running, data: string, options: HostileOptions): Promise<HostileReport> {
  const { seed, inputs, connections, hasBombs, onOutcome } = options
  const found = (pattern: RegExp) => pattern.exec(service.greeting)?.[1] ?? ''
  const target: MqttTarget = {
    port: Number(new URL(service.mqttUrl).port),
    viewer: { user: 'viewer', password: found(/-P (\S+)/) },
    admin: { user: 'admin', password: found(/admin (\S{16})/) },
  }
  const client = await startValidClient(service, target.viewer)
  // Before anybody guesses: after five wrong passwords an address waits for a minute, with a right one too.
  const attacks = [
    () => deepTopics(target),
    () => hugePackets(target),
    () => hoard(target),
    () => traversal(service),
    () => bodies(service),
    () => fuzz(target, seed, inputs),
    () => impostors(service),
    () => flood(target, connections),
    ...(hasBombs ? [() => bombs(data)] : []),
  ]
  const end = slow(service, 100)
  const outcomes: Outcome[] = []
  for (const run of attacks) {
    const outcome = await run()
    outcomes.push(outcome)
    onOutcome?.(outcome)
  }
  end()
  return { seed, outcomes, valid: await client.stop() }
}
