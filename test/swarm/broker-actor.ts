import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { type Child, startChild } from './child.ts'
import type { BrokerKind } from './schedule.ts'

/** An independent broker (law 11 of the design), where it is installed. */
export const mosquitto = ['mosquitto', '/usr/sbin/mosquitto'].find((name) => !spawnSync(name, ['-h']).error)

/** A broker that can be killed and comes back on its port. */
export interface BrokerActor {
  /** Unless it lives. */
  start(): void
  kill(): Promise<void>
  /** What `house` and `strict` refuse from now on. */
  refuse(what: 'login' | 'topic', isOn: boolean): void
}

export function createBroker(kind: BrokerKind, port: number, scripts: string, scratch: string): BrokerActor {
  let child: Child | null = null
  const refused = new Map<string, boolean>()
  const tell = () => {
    for (const [what, isOn] of refused) child?.tell(`${what} ${isOn ? 'on' : 'off'}`)
  }
  return {
    start() {
      if (child?.isAlive()) return
      child = kind === 'mosquitto' ? startMosquitto(port, scratch) : startOurs(kind, port, scripts)
      tell()
    },
    async kill() {
      await child?.kill('SIGKILL')
    },
    refuse(what, isOn) {
      refused.set(what, isOn)
      if (kind !== 'mosquitto') tell()
    },
  }
}

const startOurs = (kind: BrokerKind, port: number, scripts: string): Child =>
  startChild(process.execPath, [path.join(scripts, 'broker-process.mjs'), kind, String(port)])

function startMosquitto(port: number, scratch: string): Child {
  const file = path.join(scratch, 'mosquitto.conf')
  const lines = [
    `listener ${port} 127.0.0.1`,
    'allow_anonymous true',
    // Without `user` it would become another user, who may not read the folder.
    'user root',
    'log_dest none',
    'persistence true',
    `persistence_location ${scratch}/`,
    'max_queued_messages 1000000',
    'max_inflight_messages 200',
    'set_tcp_nodelay true',
  ]
  writeFileSync(file, `${lines.join('\n')}\n`)
  return startChild(mosquitto ?? '', ['-c', file], undefined, 'ignore')
}
