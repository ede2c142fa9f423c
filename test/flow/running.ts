import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { launcher as cloneLauncher } from '../edge/process.ts'

/** A service started as a person would start it. */
export interface Running {
  readonly greeting: string
  readonly url: string
  readonly mqttUrl: string
  /** Of a viewer, from the one-time link. */
  readonly cookie: string
  get(route: string): Promise<Response>
  put(route: string, body: unknown): Promise<Response>
  /** Server-sent results, one part at a time, from now on. */
  results(): AsyncGenerator<{ readonly topic: string; readonly data: Record<string, unknown> }>
  /** Ctrl-C; the exit code. */
  stop(): Promise<number | null>
  kill(): Promise<void>
}

export interface StartOptions {
  readonly args?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  readonly data: string
  /** The clone's, when left out. */
  readonly launcher?: string
}

export const temporaryFolder = (name: string): Promise<string> =>
  mkdtemp(path.join(os.tmpdir(), `jidoka-${name}-`))
export const removeFolder = (folder: string): Promise<void> =>
  rm(folder, { recursive: true, force: true, maxRetries: 3 })

/** Starts on free ports and waits for the end of the greeting; rejects with what it said if it ends before. */
export async function startJidoka({
  args = [],
  env = {},
  data,
  launcher = cloneLauncher,
}: StartOptions): Promise<Running> {
  const inherited = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !name.startsWith('JIDOKA_')),
  )
  const places = ['--port', '0', '--mqtt-port', '0', '--data', data, '--log-level', 'error']
  const child = spawn(process.execPath, [launcher, 'start', ...places, ...args], {
    // A stall of a busy computer is no verdict on a part: it may take longer here than on a line.
    env: { ...inherited, JIDOKA_DEADLINE_MS: '20000', ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const greeting = await greetingOf(child)
  const found = (pattern: RegExp) => pattern.exec(greeting)?.[1] ?? ''
  const link = found(/^board +(\S+)/m)
  const url = new URL(link).origin
  const signedIn = await fetch(link, { redirect: 'manual' })
  const cookie = (signedIn.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
  const exited = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)))
  const end = (signal: NodeJS.Signals) => {
    child.kill(signal)
    return exited
  }
  return {
    greeting,
    url,
    mqttUrl: `mqtt://127.0.0.1:${found(/^subscribe .*-p (\d+)/m)}`,
    cookie,
    get: (route) => fetch(url + route, { headers: { cookie } }),
    put: (route, body) =>
      fetch(url + route, {
        method: 'PUT',
        headers: { cookie, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
    results: () => liveEvents(url, cookie),
    stop: () => end('SIGINT'),
    kill: () => end('SIGKILL').then(() => undefined),
  }
}

function greetingOf(child: ChildProcess): Promise<string> {
  let said = ''
  return new Promise((resolve, reject) => {
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      said += text
      if (said.includes('Ctrl-C ends it.')) resolve(said)
    })
    child.once('exit', (code) => reject(new Error(`ended with ${code}: ${said}`)))
  })
}

async function* liveEvents(url: string, cookie: string) {
  const abort = new AbortController()
  const response = await fetch(`${url}/api/v1/live`, { headers: { cookie }, signal: abort.signal })
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  let rest = ''
  try {
    for (let chunk = await reader?.read(); chunk && !chunk.done; chunk = await reader?.read()) {
      const blocks = (rest + chunk.value).split('\n\n')
      rest = blocks.pop() ?? ''
      for (const block of blocks) {
        const topic = /^event: (.*)$/m.exec(block)?.[1] ?? ''
        const events = JSON.parse(/^data: (.*)$/m.exec(block)?.[1] ?? '[]') as {
          data: Record<string, unknown>
        }[]
        for (const event of events) yield { topic, data: event.data }
      }
    }
  } finally {
    abort.abort()
  }
}
