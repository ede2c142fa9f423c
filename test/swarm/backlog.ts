import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { connect, type MqttClient } from 'mqtt'
import type { EventDraft } from '../../edge/core/event.ts'
import { openBook } from '../../edge/io/book.ts'
import { place, sampleResult, startMs } from '../io/sample-data.ts'
import { TcpProxy } from '../io/tcp-proxy.ts'
import { createBroker } from './broker-actor.ts'
import { startChild } from './child.ts'
import type { Built } from './edge-stage.ts'
import type { BrokerKind } from './schedule.ts'
import { freePort, openSite } from './site.ts'

export interface BacklogFigures {
  readonly broker: BrokerKind
  readonly events: number
  /** From the moment at which the broker can be reached to the last event of the backlog at a subscriber. */
  readonly seconds: number
  readonly isInOrder: boolean
  readonly duplicates: number
  /** Of the edge's process: before the broker came back, and the most since. */
  readonly residentMb: { readonly before: number; readonly most: number }
}

/** A book as full as an hour without a broker leaves it, and how long it takes to empty. */
export async function measureBacklog(
  events: number,
  broker: BrokerKind,
  built: Built,
): Promise<BacklogFigures> {
  const site = await openSite(false)
  const port = await freePort()
  const actor = createBroker(broker, port, built.scripts, path.dirname(site.folder))
  const cable = await TcpProxy.to(port, await freePort())
  await cable.close()
  fillBook(site.folder, events)
  let mb = 0
  let most = 0
  const args = [site.folder, built.edge, cable.url, 'backlog', '1000000', '1'].map(String)
  const edge = startChild(
    process.execPath,
    [path.join(built.scripts, 'edge-process.mjs'), ...args],
    (line) => {
      mb = (JSON.parse(line) as { residentMb?: number }).residentMb ?? mb
      most = Math.max(most, mb)
    },
  )
  edge.tell('hush')
  try {
    while (mb === 0) await wait(50)
    const before = mb
    actor.start()
    const ear = await openEar(port)
    const startedMs = performance.now()
    await cable.open(port)
    const heard = await hearAll(ear, events)
    const seconds = Math.round((performance.now() - startedMs) / 100) / 10
    return { broker, events, seconds, ...heard, residentMb: { before, most } }
  } finally {
    await Promise.all([edge.kill('SIGKILL'), cable.close()])
    await actor.kill()
    await site.remove()
  }
}

function fillBook(folder: string, events: number): void {
  const book = openBook(folder)
  for (let done = 0; done < events; done += 1000) {
    const drafts = Array.from({ length: Math.min(1000, events - done) }, (_, index): EventDraft => {
      const data = { ...sampleResult(done + index, 'hour'), evaluation: 'OK' as const }
      return { topic: 'result', runId: 'hour', subject: data.partId, timeMs: startMs, data }
    })
    book.record([], drafts, place)
  }
  book.close()
}

/** A subscriber, once the broker has taken its subscription. */
async function openEar(port: number): Promise<MqttClient> {
  const login = { username: 'viewer', password: 'right', clientId: 'ear', protocolVersion: 4 } as const
  const ear = connect(`mqtt://127.0.0.1:${port}`, { ...login, reconnectPeriod: 50 })
  ear.on('error', () => undefined)
  // Refused until the broker is up, which `events.once` would take for the end.
  await new Promise((resolve) => ear.once('connect', resolve))
  await ear.subscribeAsync(`${place.prefix}/result`, { qos: 1 })
  return ear
}

/** Listens until `events` events of the book have been heard. */
function hearAll(ear: MqttClient, events: number): Promise<Pick<BacklogFigures, 'isInOrder' | 'duplicates'>> {
  let last = 0
  let isInOrder = true
  let duplicates = 0
  return new Promise((resolve) => {
    ear.on('message', (_topic, payload) => {
      const sequence = Number(/"sequence":"(\d+)"/.exec(payload.toString())?.[1])
      if (sequence <= last) duplicates += 1
      else if (sequence !== last + 1 && sequence <= events) isInOrder = false
      last = Math.max(last, sequence)
      if (last < events) return
      ear.end(true)
      resolve({ isInOrder, duplicates })
    })
  })
}
