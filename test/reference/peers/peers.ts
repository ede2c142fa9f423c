import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { buildEdge, root } from '../../../edge/build.mjs'
import { captureRing } from '../../../edge/command/bench-frame.ts'
import { PeerReport } from '../../../edge/contract/bench-peer.ts'
import { encodePng } from '../../../edge/io/image.ts'
import { loadModel } from '../../../edge/io/model.ts'
import { peerMarkdown } from '../../../edge/report/bench-markdown.ts'
import { benchByOutsideClock } from './bench-clock.ts'
import { openEar } from './ear.ts'
import { bareRounds } from './network-alone.ts'
import { startOutsideBroker } from './outside-broker.ts'
import { outputOf } from './program.ts'
import { wholeJob } from './whole-job.ts'

/** `npm run peers`: ours beside the usual Python stack and OpenVINO, in turn; see README.md in this folder. */
const { values } = parseArgs({
  options: {
    model: { type: 'string', default: 'steel-strip' },
    python: { type: 'string', default: path.join(root, '.cache', 'peers', 'bin', 'python') },
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '4' },
    threads: { type: 'string', default: '1' },
    out: { type: 'string' },
  },
})
const here = path.join(root, 'test', 'reference', 'peers')
const [rounds, seconds, threads] = [Number(values.rounds), Number(values.seconds), Number(values.threads)]
const software = await pythonSoftware(values.python)
const edge = await buildEdge()
const model = await loadModel(values.model, { root })
const { card } = model
if (!card) throw new Error(`${values.model} has no card, so that nobody knows what it decides`)

const images = await mkdtemp(path.join(tmpdir(), 'jidoka-peers-images-'))
const broker = await startOutsideBroker()
const ear = await openEar(`mqtt://127.0.0.1:${broker.port}`)
try {
  await writeImages(card.recipe.line)
  const stand = {
    ...{ root, edge, here, python: values.python, images, port: broker.port, model, card },
    ...{ rounds, seconds, threads },
  }
  const { rows, scoreDifference } = await wholeJob(stand, ear)
  const report = PeerReport.parse({
    ...{ model: card.name, sha256: model.sha256, threads, rounds, secondsPerRound: seconds },
    software: [`Node ${process.version}`, ...software, broker.name],
    ...{ rows, scoreDifference },
    offline: await bareRounds(stand),
    clock: await benchByOutsideClock(stand, ear),
  })
  if (values.out) await writeFile(values.out, `${JSON.stringify(report, null, 1)}\n`)
  console.log(peerMarkdown(report))
} finally {
  await ear.close()
  await broker.close()
  await rm(images, { recursive: true, force: true })
}

async function writeImages(line: string): Promise<void> {
  for (const [index, { frame }] of captureRing(line).entries())
    await writeFile(path.join(images, `${String(index).padStart(3, '0')}.png`), await encodePng(frame.image))
}

/** Versions of what the peers rest on. Throws with the remedy where something is missing. */
async function pythonSoftware(python: string): Promise<string[]> {
  const names = ['onnxruntime', 'opencv-python-headless', 'paho-mqtt', 'openvino']
  const code = `import sys, cv2, onnxruntime, paho.mqtt, openvino
from importlib.metadata import version
print("Python", sys.version.split()[0])
for name in ${JSON.stringify(names)}: print(name, version(name))`
  const out = await outputOf(python, ['-c', code]).catch((error: Error) => {
    const [cause] = error.message.split('\n').slice(-1)
    console.error(`${cause}: README.md in ${here} says how to install what the peers need.`)
    process.exit(2)
  })
  return out.trim().split('\n')
}
