import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** An independent broker (law 11 of the design), where it is installed. */
export const mosquitto = ['mosquitto', '/usr/sbin/mosquitto'].find((name) => !spawnSync(name, ['-h']).error)

export interface RealBroker {
  readonly port: number
  readonly pid: number
  readonly url: string
  close(): Promise<void>
}

/** On a free port of the loopback: open to everybody on it, or to one user. */
export async function startMosquitto(login?: { user: string; password: string }): Promise<RealBroker> {
  const folder = await mkdtemp(join(tmpdir(), 'jidoka-mosquitto-'))
  const port = await freePort()
  const file = join(folder, 'mosquitto.conf')
  // Without `user` it would become another user, who may not read the folder.
  const lines = [
    `listener ${port} 127.0.0.1`,
    `allow_anonymous ${!login}`,
    'user root',
    'set_tcp_nodelay true',
  ]
  if (login) {
    const users = join(folder, 'users')
    spawnSync('mosquitto_passwd', ['-b', '-c', users, login.user, login.password])
    lines.push(`password_file ${users}`)
  }
  await writeFile(file, `${lines.join('\n')}\n`)
  const child = spawn(mosquitto ?? '', ['-c', file], { stdio: 'ignore' })
  const ended = once(child, 'exit')
  while (!(await answers(port)) && child.exitCode === null);
  return {
    port,
    pid: child.pid ?? 0,
    url: `mqtt://127.0.0.1:${port}`,
    async close() {
      child.kill('SIGTERM')
      await ended
      await rm(folder, { recursive: true })
    },
  }
}

/** Nobody's at this moment. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  return typeof address === 'object' && address ? address.port : 0
}

const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })
