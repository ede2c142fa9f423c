import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { parseArgs } from 'node:util'
import { Worker } from 'node:worker_threads'
import { shoot } from '../../../edge/command/bench-frame.ts'
import { framesInFlight, openBenchLine } from '../../../edge/command/bench-line.ts'
import type { Card } from '../../../edge/contract/card.ts'
import type { Capture } from '../../../edge/contract/part.ts'
import { wallClock } from '../../../edge/io/clock.ts'
import { listImages } from '../../../edge/io/folder.ts'
import { readImage } from '../../../edge/io/image.ts'
import { createLog } from '../../../edge/io/log.ts'
import { loadModel } from '../../../edge/io/model.ts'
import type { Shell } from '../../../edge/io/shell.ts'
import { askInTurn, keepBusy } from '../../../edge/service/load.ts'

/** Our whole line with the order that the Python peers get (`peer.py`), and the same to tell. */
const word = { type: 'string', default: '' } as const
const { values: order } = parseArgs({
  options: {
    ...{ root: word, edge: word, model: word, images: word, source: word, port: word },
    ...{ threads: word, warm: word, seconds: word, rate: word },
    // The card says these.
    ...{ channels: word, 'accept-below': word, 'reject-at-least': word },
  },
})
const workers = Number(order.threads)
const model = await loadModel(order.model, { root: order.root })
const card = model.card as Card
const files = await listImages([order.images])
const read = (file = '') => readImage(file, { channels: card.input.channels })
const images = order.source === 'memory' ? await Promise.all(files.map(read)) : []
const data = await mkdtemp(path.join(tmpdir(), 'jidoka-peers-'))
const line = await openBenchLine({
  ...{ card, modelPath: model.modelPath, second: null, data, workers, log: createLog('error') },
  ring: [shoot(card.recipe.line, 0) as Capture],
  shell: { root: order.root, edge: order.edge } as Shell,
  broker: `mqtt://127.0.0.1:${order.port}`,
})

const startedMs: number[] = []
const pictures: number[] = []
let taken = 0
const nowMs = () => Number(process.hrtime.bigint()) / 1e6

async function inspect(dueMs: number): Promise<void> {
  const picture = taken++ % files.length
  const image = images[picture] ?? (await read(files[picture]))
  startedMs.push(dueMs)
  pictures.push(picture)
  await line.ask(image)
}

const target = { ask: () => inspect(nowMs()) }
await askInTurn(target, Number(order.warm))
const before = process.cpuUsage()
const forMs = 1000 * Number(order.seconds)
if (Number(order.rate) > 0) await atTakt(1000 / Number(order.rate))
else await keepBusy(target, framesInFlight * workers, forMs, wallClock)
const { user, system } = process.cpuUsage(before)
console.log(JSON.stringify({ startedMs, pictures, cpuS: (user + system) / 1e6 }))
await text(process.stdin)
await line.close()
await rm(data, { recursive: true, force: true })

/** The trigger of a camera has a thread of its own: timers of the event loop know whole milliseconds only. */
async function atTakt(gapMs: number): Promise<void> {
  const code = `const { parentPort, workerData: { gapMs, forMs } } = require('node:worker_threads')
    const cell = new Int32Array(new SharedArrayBuffer(4))
    const nowMs = () => Number(process.hrtime.bigint()) / 1e6
    const beginMs = nowMs()
    for (let dueMs = beginMs; dueMs < beginMs + forMs; dueMs += gapMs) {
      Atomics.wait(cell, 0, 0, Math.max(0, dueMs - nowMs()))
      parentPort.postMessage(dueMs)
    }`
  const trigger = new Worker(code, { eval: true, workerData: { gapMs, forMs } })
  const parts: Promise<void>[] = []
  trigger.on('message', (dueMs: number) => void parts.push(inspect(dueMs)))
  await once(trigger, 'exit')
  await Promise.all(parts)
}
