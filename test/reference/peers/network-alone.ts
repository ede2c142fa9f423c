import path from 'node:path'
import { inputOf } from '../../../edge/command/bench-frame.ts'
import type { PeerReport } from '../../../edge/contract/bench-peer.ts'
import { medianOf } from '../../../edge/core/quality/quantile.ts'
import { planar } from '../../../edge/core/vision/bare-input.ts'
import { listImages } from '../../../edge/io/folder.ts'
import { readImage } from '../../../edge/io/image.ts'
import { createLog } from '../../../edge/io/log.ts'
import { openBareLoop } from '../../../edge/service/bare-loop.ts'
import { argsOf, outputOf } from './program.ts'
import type { Stand } from './stand.ts'

/** The network alone, in turn: our bare loop, onnxruntime in Python, and OpenVINO by its own measure. */
export async function bareRounds(stand: Stand): Promise<PeerReport['offline']> {
  const bare = await openOurs(stand)
  const ways = [
    { program: 'Jidoka, bare loop', run: async () => (await bare.run(1000 * stand.seconds)).runsPerS },
    { program: 'Python, onnxruntime', run: () => python(stand) },
    { program: 'OpenVINO, benchmark_app', run: () => openVino(stand) },
  ]
  const found = ways.map((): number[] => [])
  await bare.run(200)
  for (let round = 0; round < stand.rounds; round++)
    for (const [index, { run }] of ways.entries()) found[index]?.push(await run())
  await bare.close()
  const [ours = []] = found
  return ways.map(({ program }, index) => {
    const rates = found[index] ?? []
    const ratio = medianOf(rates.map((rate, round) => (ours[round] ?? 0) / rate))
    return { program, framesPerS: medianOf(rates), oursTimes: index === 0 ? null : ratio }
  })
}

async function openOurs({ model, card, images, threads, edge }: Stand) {
  const { name } = await inputOf(model)
  const { channels, height, width } = card.input
  const files = await listImages([images])
  const frames = await Promise.all(
    files.map(async (file) => {
      const image = await readImage(file, { channels })
      return channels === 1 ? image.data : planar(image)
    }),
  )
  const dims = [1, channels, height, width]
  const data = { modelPath: model.modelPath, threads, input: name, type: 'uint8' as const, dims, frames }
  return openBareLoop(data, { loops: 1, edge, log: createLog('error') })
}

async function python({ here, python, model, images, threads, seconds, card }: Stand): Promise<number> {
  const order = { model: model.modelPath, images, threads, seconds, channels: card.input.channels }
  return Number(await outputOf(python, [path.join(here, 'python_bare.py'), ...argsOf(order)]))
}

/** What pip installs as `benchmark_app`. */
const openVinoApp = 'from openvino.tools.benchmark.main import main; main()'

/** float32, as the others: by default it would take bfloat16 where the processor has it. */
async function openVino({ python, model, card, threads, seconds }: Stand): Promise<number> {
  const { channels, height, width } = card.input
  const shape = `[1,${channels},${height},${width}]`
  const out = await outputOf(python, [
    ...['-c', openVinoApp, '-m', model.modelPath, '-shape', shape, '-infer_precision', 'f32', '-d', 'CPU'],
    ...['-api', 'sync', '-hint', 'none', '-nstreams', '1', '-nthreads', String(threads)],
    ...['-t', String(Math.ceil(seconds))],
  ])
  const rate = Number(/Throughput:\s*([\d.]+)\s*FPS/.exec(out)?.[1])
  if (!(rate > 0)) throw new Error(`benchmark_app told no throughput:\n${out}`)
  return rate
}
