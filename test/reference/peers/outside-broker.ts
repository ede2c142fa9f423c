import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { startBroker } from '../../../broker/broker.ts'
import { wallClock } from '../../../edge/io/clock.ts'
import { createLog } from '../../../edge/io/log.ts'
import { freePort, mosquitto } from '../../broker/mosquitto.ts'

export interface OutsideBroker {
  readonly name: string
  readonly port: number
  close(): Promise<void>
}

/** The one broker of all programs, in no program's process: Mosquitto where it is installed, else ours. */
export async function startOutsideBroker(): Promise<OutsideBroker> {
  if (mosquitto) return startMosquitto(mosquitto)
  const log = createLog('error')
  const place = { host: '127.0.0.1', port: 0, clock: wallClock, log }
  const broker = await startBroker({ ...place, authenticate: () => 'admin' })
  return {
    name: 'broker of ours, in the process that counts',
    port: broker.port,
    close: () => broker.close(),
  }
}

async function startMosquitto(program: string): Promise<OutsideBroker> {
  const folder = await mkdtemp(path.join(tmpdir(), 'jidoka-peers-broker-'))
  const port = await freePort()
  const file = path.join(folder, 'mosquitto.conf')
  // Queues without a bound: no program shall lose an event because another is slow.
  await writeFile(
    file,
    `listener ${port} 127.0.0.1\nallow_anonymous true\nmax_queued_messages 0\nmax_inflight_messages 0\n`,
  )
  const child = spawn(program, ['-c', file], { stdio: 'ignore' })
  await untilOpen(port, child)
  const version = /version (\S+)/.exec(spawnSync(program, ['-h']).stdout.toString())?.[1]
  return {
    name: `Mosquitto ${version}`,
    port,
    async close() {
      const ended = once(child, 'exit')
      child.kill()
      await ended
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function untilOpen(port: number, child: ChildProcess): Promise<void> {
  while (child.exitCode === null) {
    const socket = connect(port, '127.0.0.1')
    const isOpen = await once(socket, 'connect').then(
      () => true,
      () => false,
    )
    socket.destroy()
    if (isOpen) return
    await wait(50)
  }
  throw new Error('Mosquitto ended at once')
}
