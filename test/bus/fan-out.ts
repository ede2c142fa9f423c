import { EventEmitter, once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { type Child, startChild } from '../swarm/child.ts'

export interface Built {
  /** The folder of the service's build. */
  readonly edge: string
  /** The folder of our own. */
  readonly scripts: string
}

export interface FanOutOptions extends Built {
  readonly subscribers: number
  readonly eventsPerS: number
  readonly seconds: number
}

type Words = Readonly<Record<string, unknown>>

/** Broker and voice in one process, as in the service, all subscribers in another. */
export async function measureFanOut({ edge, scripts, subscribers, eventsPerS, seconds }: FanOutOptions) {
  const folder = await mkdtemp(path.join(tmpdir(), 'jidoka-bus-'))
  const events = Math.round(eventsPerS * seconds)
  const voice = speaking(path.join(scripts, 'bus-voice.mjs'), [folder, edge])
  let ears: ReturnType<typeof speaking> | undefined
  try {
    const { url } = await voice.said('url')
    ears = speaking(path.join(scripts, 'bus-ears.mjs'), [String(url), String(subscribers)])
    await ears.said('ears')
    ears.child.tell(`hear ${events}`)
    const heard = ears.said('heardAll')
    voice.child.tell(`go ${events} ${eventsPerS}`)
    const { tookS, cores, commitWaitMs, doneAtMs } = await voice.said('saidAll')
    await Promise.race([heard, wait(5_000)])
    ears.child.tell(`tell ${JSON.stringify(doneAtMs)}`)
    const found = await ears.said('deliveries')
    const service = { cores, commitWaitMs }
    return { measured: 'fan-out', subscribers, eventsPerS, events, seconds: tookS, ...found, service }
  } finally {
    await Promise.all([ears?.child.kill('SIGKILL'), voice.child.kill('SIGKILL')])
    await rm(folder, { recursive: true, force: true, maxRetries: 3 })
  }
}

/** A child that says JSON, and the first of its lines with a field of that name; rejects when it fails or ends before. */
function speaking(
  script: string,
  args: readonly string[],
): { readonly child: Child; said(field: string): Promise<Words> } {
  const lines: Words[] = []
  const news = new EventEmitter()
  const hear = (words: Words) => {
    lines.push(words)
    news.emit('said')
  }
  const child = startChild(process.execPath, [script, ...args], (line) => hear(JSON.parse(line) as Words))
  void child.ended.then(() => hear({ error: 'it ended' }))
  return {
    child,
    async said(field) {
      for (;;) {
        const words = lines.find((one) => field in one || 'error' in one)
        if (words?.error !== undefined) throw new Error(`${path.basename(script)}: ${words.error}`)
        if (words) return words
        await once(news, 'said')
      }
    },
  }
}
