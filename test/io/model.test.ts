import { spawnSync } from 'node:child_process'
import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Card } from '../../edge/contract/card.ts'
import { JidokaError } from '../../edge/contract/error.ts'
import { loadModel, type ModelPlace, requireFit } from '../../edge/io/model.ts'
import { root as house } from '../law/source.ts'
import { brightnessCard, fixture } from './sample-card.ts'

let root = ''
const shipped = (): string => path.join(root, 'models', 'brightness')

beforeAll(async () => {
  root = await fs.mkdtemp(path.join(os.tmpdir(), 'jidoka 根 '))
  await fs.mkdir(shipped(), { recursive: true })
  await fs.mkdir(path.join(root, 'models', 'training'))
  await fs.copyFile(fixture('brightness-uint8.onnx'), path.join(shipped(), 'model.onnx'))
  await fs.writeFile(path.join(shipped(), 'card.json'), JSON.stringify(brightnessCard))
})
afterAll(() => fs.rm(root, { recursive: true, force: true }))

/** A folder with a model of one's own and, if given, a card.json beside it. */
async function own(card: unknown, model = 'brightness-uint8.onnx'): Promise<string> {
  const folder = await fs.mkdtemp(path.join(root, 'own '))
  await fs.copyFile(fixture(model), path.join(folder, 'mine.onnx'))
  if (card !== undefined)
    await fs.writeFile(path.join(folder, 'card.json'), typeof card === 'string' ? card : JSON.stringify(card))
  return path.join(folder, 'mine.onnx')
}

const faultOf = async (model: string, place: Partial<ModelPlace> = {}): Promise<unknown> =>
  loadModel(model, { root, ...place }).then(
    () => 'loaded',
    (error: unknown) => (error instanceof JidokaError ? [error.code, error.message] : error),
  )

describe('a model and its card', () => {
  it('are found by name', async () => {
    const model = await loadModel('brightness', { root })
    expect(model).toEqual({
      modelPath: path.join(shipped(), 'model.onnx'),
      sha256: brightnessCard.sha256,
      card: brightnessCard,
      second: null,
      note: null,
    })
  })

  it('are found by path, with the card beside the model', async () => {
    expect((await loadModel(await own(brightnessCard), { root })).card).toEqual(brightnessCard)
    expect(await loadModel(await own(undefined), { root })).toMatchObject({ card: null, note: null })
  })

  it('may have a scale of their own by another card', async () => {
    const recipe = { ...brightnessCard.recipe, pxPerMm: 48 }
    const card = path.join(path.dirname(await own({ ...brightnessCard, recipe })), 'card.json')
    expect((await loadModel('brightness', { root, card })).card?.recipe.pxPerMm).toBe(48)
  })

  it('belong together by hash: a stranger beside a bare model is left alone and told', async () => {
    const model = await loadModel(await own(brightnessCard, 'two-inputs.onnx'), { root })
    expect(model.card).toBeNull()
    expect(model.note).toMatch(/belongs to another model/)
    expect((await loadModel(await own('{"name": "something else"}'), { root })).card).toBeNull()
  })

  it('of the one that looks again says nothing of how to decide: that model is bare', async () => {
    const model = await loadModel(path.join(house, 'models', 'general', 'model.onnx'), { root })
    expect(model).toMatchObject({
      card: null,
      second: null,
      note: expect.stringContaining('how to look again'),
    })
  })

  it('are refused when they were said to belong together and do not', async () => {
    const wrong = { ...brightnessCard, sha256: '0'.repeat(64) }
    const card = path.join(path.dirname(await own(wrong)), 'card.json')
    const cause = new RegExp(`sha256 000000000000….*sha256 ${brightnessCard.sha256.slice(0, 12)}…`)
    expect(await faultOf('brightness', { card })).toEqual([
      'MODEL_HASH_MISMATCH',
      expect.stringMatching(cause),
    ])
  })

  it('are refused when there are none, naming those that there are', async () => {
    expect(await faultOf('steel')).toEqual(['MODEL_MISSING', expect.stringMatching(/there is brightness\.$/)])
    expect(await faultOf('./steel.onnx')).toEqual(['MODEL_MISSING', expect.stringMatching(/steel\.onnx/)])
    expect(await faultOf('brightness', { card: 'none.json' })).toEqual([
      'CARD_INVALID',
      expect.stringMatching(/none\.json.*ENOENT/),
    ])
  })

  it('are refused with the name of the wrong field', async () => {
    const { thresholds, ...rest } = brightnessCard
    expect(await faultOf(await own({ ...rest, thresholds: { ...thresholds, mark: 'high' } }))).toEqual([
      'CARD_INVALID',
      expect.stringMatching(/thresholds\.mark/),
    ])
    expect(await faultOf(await own(rest))).toEqual(['CARD_INVALID', expect.stringMatching(/thresholds/)])
    const text = path.join(path.dirname(await own('not json')), 'card.json')
    expect(await faultOf('brightness', { card: text })).toEqual([
      'CARD_INVALID',
      expect.stringMatching(/not valid/),
    ])
  })
})

describe('a card fits its model', () => {
  const session = {
    input: { name: 'pixels', type: 'uint8', dims: [1, 1, 'h', 'w'] },
    outputs: [{ name: 'maps', type: 'float32', dims: [1, 3, 'h4', 'w4'] }],
  }

  it('when names, types and shapes agree', () => {
    expect(() => requireFit(session, brightnessCard)).not.toThrow()
  })

  it.each<[string, Partial<Card>]>([
    ['input.name', { input: { ...brightnessCard.input, name: 'image' } }],
    ['input shape', { input: { ...brightnessCard.input, channels: 3 } }],
    ['output.name', { output: { ...brightnessCard.output, name: 'scores' } }],
    ['output channels', { classes: ['glare', 'shadow'] }],
  ])('not when %s differs', (field, change) => {
    expect(() => requireFit(session, { ...brightnessCard, ...change })).toThrow(field)
  })

  it('not when the model takes floats or gives no maps', () => {
    expect(() =>
      requireFit({ ...session, input: { ...session.input, type: 'float32' } }, brightnessCard),
    ).toThrow('input.type')
    const flat = [{ name: 'maps', type: 'float32', dims: [1, 3] }]
    expect(() => requireFit({ ...session, outputs: flat }, brightnessCard)).toThrow('output')
  })
})

describe('a model that must be signed', () => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const pem = (key: KeyObject) =>
    key.export({ format: 'pem', type: key.type === 'public' ? 'spki' : 'pkcs8' })
  const keyFile = async (text: string | Buffer) => {
    const file = path.join(await fs.mkdtemp(path.join(root, 'key ')), 'key.pem')
    await fs.writeFile(file, text)
    return file
  }
  const signed = async (card: object, by: KeyObject) => {
    const model = await own(card)
    const file = path.join(path.dirname(model), 'card.json')
    await fs.writeFile(`${file}.sig`, sign(null, await fs.readFile(file), by))
    return { model, file }
  }

  it('is taken with the signature of its card, and refused once a threshold is another', async () => {
    const key = await keyFile(pem(publicKey))
    const { model, file } = await signed(brightnessCard, privateKey)
    expect((await loadModel(model, { root, key })).card).toEqual(brightnessCard)
    const thresholds = { ...brightnessCard.thresholds, rejectAtLeast: 1 }
    await fs.writeFile(file, JSON.stringify({ ...brightnessCard, thresholds }))
    expect(await faultOf(model, { key })).toEqual([
      'MODEL_UNSIGNED',
      expect.stringContaining('card.json.sig does not'),
    ])
    expect(await faultOf(model, { key: '' })).toBe('loaded')
  })

  it('is refused without a signature, with somebody else’s, and without a card', async () => {
    const key = await keyFile(pem(publicKey))
    expect(await faultOf('brightness', { key })).toEqual([
      'MODEL_UNSIGNED',
      expect.stringContaining('is not signed'),
    ])
    const { model } = await signed(brightnessCard, generateKeyPairSync('ed25519').privateKey)
    expect(await faultOf(model, { key })).toEqual([
      'MODEL_UNSIGNED',
      expect.stringContaining('does not belong'),
    ])
    expect(await faultOf(await own(undefined), { key })).toEqual([
      'MODEL_UNSIGNED',
      expect.stringContaining('no card of its own'),
    ])
  })

  it('is not asked by a key that signs, is of another kind, or is none', async () => {
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey
    for (const text of [pem(privateKey), pem(rsa), '-----BEGIN PUBLIC KEY-----', ''])
      expect(await faultOf('brightness', { key: await keyFile(text) })).toEqual([
        'CONFIG_INVALID',
        expect.stringContaining('no public key of Ed25519'),
      ])
    const absent = await faultOf('brightness', { key: path.join(root, 'absent') })
    expect(absent).toEqual(['CONFIG_INVALID', expect.stringContaining('absent')])
  })
})

const openssl = !spawnSync('openssl', ['version']).error
if (!openssl) console.warn('NOT TESTED: signing a card with openssl, which is not installed here.')

it.skipIf(!openssl)('a card is signed by the commands that SECURITY.md shows', async () => {
  const blocks = (await fs.readFile(path.join(house, 'SECURITY.md'), 'utf8')).match(/^openssl .*$/gm) ?? []
  const folder = path.dirname(await own(brightnessCard))
  const commands = blocks
    .filter((line) => line.includes('plant-models'))
    .map((line) => line.replaceAll('models/steel-strip/', ''))
  expect(commands).toHaveLength(3)
  for (const line of commands) expect(spawnSync('sh', ['-c', line], { cwd: folder }).status).toBe(0)
  const key = path.join(folder, 'plant-models.pem')
  expect((await loadModel(path.join(folder, 'mine.onnx'), { root, key })).card).toEqual(brightnessCard)
})
