import { readFileSync } from 'node:fs'
import path from 'node:path'
import { workTopics } from '../../edge/contract/campaign.ts'
import { wallClock } from '../../edge/io/clock.ts'
import { createFrameShelf } from '../../edge/io/frame-shelf.ts'
import { createApp, listen } from '../../edge/io/http.ts'
import { addFrameRoute } from '../../edge/io/http-frame.ts'
import { createLog } from '../../edge/io/log.ts'
import { loadModel, type Model } from '../../edge/io/model.ts'
import { randomToken } from '../../edge/io/secret.ts'
import { createCloser } from '../../edge/service/closer.ts'
import { openFrameFarm } from '../../edge/service/frame-farm.ts'
import { examinerFingerprint } from '../../edge/service/job.ts'
import { joinWork } from '../../edge/service/worker-bus.ts'

export interface FarmStand {
  readonly broker: string
  readonly line: string
  /** The clone. */
  readonly root: string
  readonly deadlineMs: number
  readonly secondLook?: 'here' | 'off'
  /** What the workers must look with; left out: what they have. */
  readonly fingerprint?: string
}

const log = createLog('error')

/** The asking side of a line: its frames on HTTP, its jobs on the broker; everything but the line itself. */
export async function openFarmStand({
  broker,
  line,
  root,
  deadlineMs,
  secondLook = 'here',
  ...own
}: FarmStand) {
  const closer = createCloser()
  const model = await loadModel(line, { root })
  const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { version: string }
  const app = createApp(log)
  const shelf = createFrameShelf()
  addFrameRoute(app, shelf)
  const port = await listen(app, { host: '127.0.0.1', port: 0 })
  closer.add(app, (opened) => opened.close())
  shelf.open(`http://127.0.0.1:${port}`)
  const run = `run-${randomToken(12)}`
  const login = { user: '', password: '', protocolVersion: 5 } as const
  const second = secondLook === 'off' ? null : model.second
  const { card, sha256: modelSha256 } = model
  const fingerprint = own.fingerprint ?? examinerFingerprint({ modelSha256, card, second }, version)
  const look = { model: line, secondLook, fingerprint }
  const presence = { topic: workTopics('jidoka').look(run), payload: JSON.stringify(look) }
  const bus = await joinWork(
    { url: broker, ...login, ca: undefined, root: 'jidoka', clock: wallClock, log },
    { name: run, presence },
    closer,
  )
  const farm = openFrameFarm({ bus, root: 'jidoka', run, look, shelf, clock: wallClock, deadlineMs })
  closer.add(farm, (opened) => opened.close())
  return { farm, bus, shelf, card: cardOf(model), modelPath: model.modelPath, second, close: closer.close }
}

function cardOf({ card, modelPath }: Model) {
  if (!card) throw new Error(`${modelPath} has no card`)
  return card
}
