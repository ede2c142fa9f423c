import { existsSync } from 'node:fs'
import path from 'node:path'
import { SecondCard } from '../contract/card.ts'
import { JidokaError } from '../contract/error.ts'
import { hashMismatch, readCard } from './card-file.ts'
import { sha256OfFile } from './file-hash.ts'
import type { SecondModel } from './second-eye.ts'

/**
 * Finds a model that looks again, by its name (`<root>/models/<name>`) or by the path of its .onnx file, with the
 * card.json beside it.
 * @param key as for `readCard`
 * @throws {JidokaError} MODEL_MISSING, CARD_INVALID, MODEL_UNSIGNED, MODEL_HASH_MISMATCH
 */
export async function loadSecondModel(model: string, root: string, key?: string): Promise<SecondModel> {
  const isName = !/[\\/]|\.onnx$/i.test(model)
  const modelPath = isName ? path.join(root, 'models', model, 'model.onnx') : path.resolve(model)
  if (!existsSync(modelPath)) throw new JidokaError('MODEL_MISSING', `There is no model ${modelPath}.`)
  const cardPath = path.join(path.dirname(modelPath), 'card.json')
  const card = await readCard(cardPath, SecondCard, key)
  const sha256 = await sha256OfFile(modelPath)
  if (card.sha256 !== sha256) throw hashMismatch(cardPath, card.sha256, modelPath, sha256)
  return { modelPath, card }
}
