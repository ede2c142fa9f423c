import { writeSync } from 'node:fs'
import { connect as dial } from 'node:net'
import { createInterface } from 'node:readline'
import { MqttClient } from 'mqtt'
import { percentilesOf } from '../../edge/core/bench/percentiles.ts'
import { place } from '../io/sample-data.ts'

/**
 * Run as a child process: so many subscribers, QoS 1, each with a connection of its own. `hear <events>` on stdin is answered once
 * all have heard so many; `tell <when each was on disk>` with what they heard, and when.
 */
const [url = '', countText = '200'] = process.argv.slice(2)
const say = (words: Record<string, unknown>) => writeSync(1, `${JSON.stringify(words)}\n`)
const { port, hostname } = new URL(url)
/** Of the broker's clients, so many may come from one address; all of 127.0.0.0/8 is this computer on Linux. */
const perAddress = 64

/** Since the part had its verdict, and since its event was on disk. Sender and subscribers read the same clock, the first in whole ms. */
const sinceVerdictMs: number[] = []
const arrivals: { readonly sequence: number; readonly atMs: number }[] = []
const found = { gaps: 0, repeats: 0, connectionsLost: 0 }
let wanted = Number.POSITIVE_INFINITY
let done = 0

async function open(index: number): Promise<{ last: number }> {
  const ear = { last: 0 }
  const localAddress = `127.0.0.${2 + Math.floor(index / perAddress)}`
  const client = new MqttClient(() => dial({ port: Number(port), host: hostname, localAddress }), {
    ...{ clientId: `ear-${index}`, username: 'viewer', password: 'right', protocolVersion: 4 },
    ...{ reconnectPeriod: 0, keepalive: 60 },
  })
  client.on('error', (error) => say({ error: error.message }))
  client.on('close', () => {
    found.connectionsLost += 1
  })
  client.on('message', (_topic, payload) => {
    const text = payload.toString()
    const atMs = performance.timeOrigin + performance.now()
    const sequence = Number(/"sequence":"(\d+)"/.exec(text)?.[1])
    sinceVerdictMs.push(atMs - Date.parse(/"time":"([^"]+)"/.exec(text)?.[1] ?? ''))
    arrivals.push({ sequence, atMs })
    if (sequence <= ear.last) found.repeats += 1
    else if (sequence !== ear.last + 1) found.gaps += 1
    ear.last = Math.max(ear.last, sequence)
    if (ear.last === wanted) done += 1
    if (ear.last === wanted && done === ears.length) say({ heardAll: done })
  })
  await client.subscribeAsync(`${place.prefix}/result`, { qos: 1 })
  return ear
}

function report(doneAtMs: readonly number[]): void {
  const missing = ears.reduce((sum, { last }) => sum + Math.max(0, wanted - last), 0)
  const sinceDiskMs = arrivals.map(({ sequence, atMs }) => atMs - (doneAtMs[sequence - 1] ?? Number.NaN))
  const latency = { sinceDiskMs: shown(sinceDiskMs), sinceVerdictMs: shown(sinceVerdictMs) }
  say({ deliveries: arrivals.length, missing, ...found, ...latency })
}

function shown(latenciesMs: readonly number[]) {
  const { p50, p99, p999 } = percentilesOf(latenciesMs)
  return { p50, p99, p999 }
}

const ears: { last: number }[] = []
for (let index = 0; index < Number(countText); index++) ears.push(await open(index))
const orders = createInterface(process.stdin)
orders.on('line', (line) => {
  const [what, value = ''] = line.split(' ')
  if (what === 'hear') wanted = Number(value)
  if (what === 'tell') report(JSON.parse(value) as number[])
})
orders.on('close', () => process.exit())
say({ ears: ears.length })
