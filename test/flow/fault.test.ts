import { generateKeyPairSync } from 'node:crypto'
import { existsSync } from 'node:fs'
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runJidoka } from '../edge/process.ts'
import { root } from '../law/source.ts'
import { removeFolder, startJidoka, temporaryFolder } from './running.ts'

let folder = ''
beforeAll(async () => {
  folder = await temporaryFolder('fault')
})
afterAll(() => removeFolder(folder))

/** Starts what cannot start: exit code 2, nothing on stdout, one line. */
async function refusal(...args: string[]): Promise<string> {
  const { exitCode, out, err } = await runJidoka([
    'start',
    '--port',
    '0',
    '--mqtt-port',
    '0',
    '--data',
    folder,
    '--log-level',
    'error',
    ...args,
  ])
  expect({ exitCode, out }).toEqual({ exitCode: 2, out: '' })
  expect(err.trim().split('\n')).toHaveLength(1)
  return err
}

describe('a service that cannot start says why in one line', () => {
  it.each(['--port', '--mqtt-port'])('when the port of %s is taken', async (option) => {
    const other = createServer()
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
    const address = other.address()
    const port = typeof address === 'object' ? String(address?.port) : ''
    const line = await refusal(option, port)
    expect(line).toContain('PORT_IN_USE')
    expect(line).toContain(port)
    await new Promise((resolve) => other.close(resolve))
  })

  it('when the data folder cannot be written', async () => {
    const file = path.join(folder, 'a-file')
    await writeFile(file, '')
    expect(await refusal('--data', path.join(file, 'below'))).toContain('FOLDER_READ_ONLY')
  })

  it('when there is no such model', async () => {
    expect(await refusal('--model', 'steel-stripe')).toContain('MODEL_MISSING')
  })

  it('when card and model do not belong together', async () => {
    const models = path.join(root, 'models', 'steel-strip')
    const mine = path.join(folder, 'mine')
    await mkdir(mine)
    await copyFile(path.join(models, 'card.json'), path.join(mine, 'card.json'))
    const bytes = await readFile(path.join(models, 'model.onnx'))
    await writeFile(path.join(mine, 'model.onnx'), Buffer.concat([bytes, Buffer.from([0])]))
    expect(await refusal('--model', path.join(mine, 'model.onnx'))).toMatch(
      /MODEL_HASH_MISMATCH|CARD_INVALID/,
    )
  })

  it('when the model must be signed, and is not', async () => {
    const key = path.join(folder, 'key.pem')
    const { publicKey } = generateKeyPairSync('ed25519')
    await writeFile(key, publicKey.export({ format: 'pem', type: 'spki' }))
    expect(await refusal('--model-key', key)).toMatch(/MODEL_UNSIGNED: .*card\.json is not signed/)
  })

  it('when there is no such scenario, naming those there are', async () => {
    const line = await refusal('--scenario', 'steel-strap')
    expect(line).toContain('SCENARIO_UNKNOWN')
    expect(line).toContain('dim-lamp')
  })

  it('when the scenario makes what no line makes', async () => {
    const file = path.join(folder, 'cheese.yaml')
    const lines = [
      'description: x',
      'line: cheese',
      'seed: 1',
      'partsPerSecond: 12',
      'prevalence: 0.1',
      'durationS: 1',
    ]
    await writeFile(file, lines.join('\n'))
    expect(await refusal('--scenario', file)).toContain(
      'LINE_UNKNOWN: The scenario makes cheese; there are steel-strip, pcb, machined-disc, blister-pack.',
    )
  })

  it('when the scenario is no YAML, with the line', async () => {
    const file = path.join(folder, '坏 scenario.yaml')
    await writeFile(file, 'description: x\nline: [steel\n')
    expect(await refusal('--scenario', file)).toMatch(/YAML_INVALID.*line [23]/)
  })

  it('when the folder of photographs is empty', async () => {
    const empty = path.join(folder, '空 folder')
    await mkdir(empty)
    expect(await refusal('--source', `folder:${empty}`)).toContain('IMAGES_NONE')
  })

  it('when photographs should run in simulated time', async () => {
    expect(await refusal('--fast', '--source', `folder:${folder}`)).toContain('USAGE: --fast')
  })

  it('when another service runs on the data folder', async () => {
    const data = path.join(folder, 'shared')
    const first = await startJidoka({ data })
    expect(await refusal('--data', data)).toContain('FOLDER_IN_USE: Another service')
    // The note of the first is still there: `jidoka listen` finds it.
    expect(existsSync(path.join(data, 'run.json'))).toBe(true)
    expect(await first.stop()).toBe(0)
  })

  it.skipIf(process.platform !== 'linux')('when the system refuses the folder in an odd way', async () => {
    expect(await refusal('--data', '/proc/jidoka/data')).toContain('FOLDER_READ_ONLY')
  })

  it('when the source is neither simulated nor a folder', async () => {
    expect(await refusal('--source', 'camera')).toContain('CONFIG_INVALID')
  })
})

describe('a service whose data folder is taken away', () => {
  // Windows lets nobody remove a file that is open.
  it.skipIf(process.platform === 'win32')('lives, and says that it is not ready', async () => {
    const data = path.join(folder, 'taken')
    const service = await startJidoka({ data })
    expect((await service.get('/readyz')).status).toBe(200)
    await removeFolder(data)
    const answer = await service.get('/readyz')
    expect(answer.status).toBe(503)
    expect(await answer.json()).toMatchObject({ isReady: false, components: { book: 'removed' } })
    expect(await service.stop()).toBe(0)
  })
})
