import { existsSync } from 'node:fs'
import fs from 'node:fs/promises'
import path from 'node:path'
import { JidokaError } from '../contract/error.ts'
import { ForecastCard } from '../contract/forecast-card.ts'
import { hashMismatch, readCard } from '../io/card-file.ts'
import { sha256OfFile } from '../io/file-hash.ts'
import { loadModel } from '../io/model.ts'
import { readModelKey } from '../io/model-signature.ts'
import { loadSecondModel } from '../io/second-model.ts'
import type { Finding } from './doctor.ts'

/** Whether models must be signed, and with which key. */
export async function keyFinding(key: string): Promise<Finding> {
  const name = 'model key'
  if (key === '') return { name, isOk: null, found: 'none: models need no signature' }
  return asked(name, () => {
    readModelKey(key)
    return key
  })
}

/** Every model that lies in the clone: whole, as its card says, and signed if it must be. */
export async function modelFindings(root: string, key: string): Promise<Finding[]> {
  const namesIn = async (folder: string) =>
    (await fs.readdir(path.join(root, 'models', folder)).catch(() => []))
      .map((name) => path.posix.join(folder, name))
      .filter((name) => existsSync(path.join(root, 'models', name, 'card.json')))
  const inspecting = (await namesIn('.')).map((name) =>
    checked(name, async () => (await inspector(name, root, key)).sha256),
  )
  const forecasting = (await namesIn('forecast')).map((name) =>
    checked(name, () => forecaster(name, root, key)),
  )
  return Promise.all([...inspecting, ...forecasting])
}

const checked = (name: string, sha256: () => Promise<string>): Promise<Finding> =>
  asked(`model ${name}`, async () => `sha256 ${(await sha256()).slice(0, 12)}… as its card says`)

async function asked(name: string, find: () => string | Promise<string>): Promise<Finding> {
  try {
    return { name, isOk: true, found: await find() }
  } catch (error) {
    if (!(error instanceof JidokaError)) throw error
    return { name, isOk: false, found: error.message, remedy: error.remedy }
  }
}

function inspector(name: string, root: string, key: string): Promise<{ readonly sha256: string }> {
  return loadModel(name, { root, key }).catch(async (error: unknown) => {
    // One that only looks again has a card of its own kind; the first complaint stands if it has not.
    const second = await loadSecondModel(name, root, key).catch(() => null)
    if (second === null) throw error
    return second.card
  })
}

async function forecaster(name: string, root: string, key: string): Promise<string> {
  const folder = path.join(root, 'models', name)
  const [model, file] = [path.join(folder, 'model.onnx'), path.join(folder, 'card.json')]
  const [card, sha256] = [await readCard(file, ForecastCard, key), await sha256OfFile(model)]
  if (card.sha256 !== sha256) throw hashMismatch(file, card.sha256, model, sha256)
  return sha256
}
