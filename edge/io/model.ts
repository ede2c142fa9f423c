import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { Card, SecondCard } from '../contract/card.ts'
import { JidokaError } from '../contract/error.ts'
import { fromJson, hashMismatch, readCard, shortHash } from './card-file.ts'
import { environment, loadSettings } from './config.ts'
import { sha256OfFile } from './file-hash.ts'
import { modelKeyOfEnvironment } from './model-signature.ts'
import type { SecondModel } from './second-eye.ts'
import { loadSecondModel } from './second-model.ts'
import type { Session } from './session.ts'

export interface Model {
  readonly modelPath: string
  readonly sha256: string
  /** null: a bare model. */
  readonly card: Card | null
  /** The model that its card sends doubtful parts to. */
  readonly second: SecondModel | null
  /** Something that a person should know about the choice, or null. */
  readonly note: string | null
}

export interface ModelPlace {
  /** The folder that holds models/. */
  readonly root: string
  /** A card of one's own: another scale (`recipe.pxPerMm`), other limits or thresholds. */
  readonly card?: string | undefined
  /** Of those who sign models; as the environment says when left out, and empty: signatures are not asked for. */
  readonly key?: string | undefined
}

/** Where the models that a user taught lie, a folder each: in the data folder. */
export const ownModels = (): string => path.join(loadSettings({ env: environment() }).data, 'models')

/**
 * Finds a model and its card, by the model's name (`<root>/models/<name>`, or among the user's own) or by the path of its .onnx file, whose
 * card is the one given, or the card.json beside it if that names this very file by hash.
 * @throws {JidokaError} MODEL_MISSING, CARD_INVALID, MODEL_HASH_MISMATCH, MODEL_UNSIGNED
 */
export async function loadModel(model: string, place: ModelPlace): Promise<Model> {
  const { root, card: cardPath, key = modelKeyOfEnvironment() } = place
  const isName = !/[\\/]|\.onnx$/i.test(model)
  const modelPath = isName ? pathOf(model, root) : path.resolve(model)
  if (!existsSync(modelPath))
    throw new JidokaError('MODEL_MISSING', await whatThereIs(model, modelPath, isName, root))
  const sha256 = await sha256OfFile(modelPath).catch((error: NodeJS.ErrnoException) => {
    throw new JidokaError('MODEL_INVALID', `${modelPath} could not be read (${error.code}).`)
  })
  const beside = path.join(path.dirname(modelPath), 'card.json')
  if (cardPath || isName) {
    const card = await readCard(cardPath ?? beside, Card, key)
    if (card.sha256 !== sha256) throw hashMismatch(cardPath ?? beside, card.sha256, modelPath, sha256)
    return { modelPath, sha256, card, second: await secondOf(card, root, key), note: null }
  }
  const named = await hashOnCard(beside)
  if (named === sha256 && !(await isOfSecondLook(beside))) {
    const card = await readCard(beside, Card, key)
    return { modelPath, sha256, card, second: await secondOf(card, root, key), note: null }
  }
  if (key)
    throw new JidokaError('MODEL_UNSIGNED', `${modelPath} has no card of its own that could be signed.`)
  const whose =
    named === sha256
      ? 'says how to look again, not how to decide'
      : `belongs to another model (${shortHash(named ?? '')})`
  const note = named === null ? null : `${beside} ${whose}, and is not used.`
  return { modelPath, sha256, card: null, second: null, note }
}

/** Of a model by its name: the house's own come first. */
function pathOf(name: string, root: string): string {
  const places = [path.join(root, 'models'), ownModels()].map((folder) =>
    path.join(folder, name, 'model.onnx'),
  )
  return places.find((place) => existsSync(place)) ?? places[0] ?? ''
}

const isOfSecondLook = async (file: string): Promise<boolean> =>
  SecondCard.safeParse(fromJson(await readFile(file, 'utf8'))).success

async function whatThereIs(model: string, modelPath: string, isName: boolean, root: string): Promise<string> {
  if (!isName) return `There is no file ${modelPath}.`
  const folder = path.join(root, 'models')
  const own = ownModels()
  const namesIn = async (place: string) =>
    (await readdir(place).catch(() => [])).filter((name) => existsSync(path.join(place, name, 'model.onnx')))
  const names = [...(await namesIn(folder)), ...(await namesIn(own))]
  return `There is no model ${model} in ${folder} or ${own}; there is ${names.join(', ') || 'none'}.`
}

async function secondOf({ secondLook }: Card, root: string, key: string): Promise<SecondModel | null> {
  if (!secondLook) return null
  const second = await loadSecondModel(secondLook.model, root, key)
  const { sha256 } = second.card
  if (sha256 !== secondLook.sha256)
    throw hashMismatch('its second look', secondLook.sha256, second.modelPath, sha256)
  return second
}

/** The hash that a card names, whatever else is in it; null if there is no such file or hash. */
async function hashOnCard(file: string): Promise<string | null> {
  const value = fromJson(await readFile(file, 'utf8').catch(() => ''))
  const isNamed = typeof value === 'object' && value !== null && 'sha256' in value
  return isNamed ? String(value.sha256) : null
}

/**
 * Checks that the model takes and gives what its card says.
 * @throws {JidokaError} CARD_INVALID, naming the field of the card
 */
export function requireFit(session: Pick<Session, 'input' | 'outputs'>, card: Card): void {
  const { input, output, classes } = card
  const [maps] = session.outputs
  const fits = (
    dims: readonly (number | string)[] | undefined,
    wanted: readonly (number | null)[],
  ): boolean =>
    dims?.length === wanted.length &&
    dims.every((dim, i) => typeof dim !== 'number' || wanted[i] === null || dim === wanted[i])
  const check = (isRight: boolean | undefined, field: string, found: unknown) => {
    if (!isRight)
      throw new JidokaError(
        'CARD_INVALID',
        `The card of ${card.name} does not fit its model: ${field} of the model is ${found}.`,
      )
  }
  check(session.input.name === input.name, 'input.name', session.input.name)
  check(session.input.type === input.type, 'input.type', session.input.type)
  const inputDims = [1, input.channels, input.height, input.width]
  check(fits(session.input.dims, inputDims), 'input shape (NCHW)', session.input.dims.join(' × '))
  check(maps?.name === output.name, 'output.name (the first)', maps?.name)
  check(
    maps?.type === 'float32' && fits(maps.dims, [1, null, null, null]),
    'output',
    `${maps?.type} ${maps?.dims.join(' × ')}`,
  )
  const channels = maps?.dims[1]
  const needed = Math.max(
    output.scoreChannel + 1,
    output.sizeChannel + 1,
    output.firstClassChannel + classes.length,
  )
  check(typeof channels !== 'number' || channels >= needed, 'output channels', channels)
}
