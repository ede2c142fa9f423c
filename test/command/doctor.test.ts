import { generateKeyPairSync } from 'node:crypto'
import fs from 'node:fs/promises'
import net from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { doctor, type Finding } from '../../edge/command/doctor.ts'

const settings = { host: '127.0.0.1', port: 0, mqttPort: 0, tlsCert: '', tlsKey: '', tlsCa: '', modelKey: '' }
let root = ''
let data = ''

/** A clone of its own: no models, two packages. */
beforeEach(async () => {
  root = await fs.mkdtemp(path.join(os.tmpdir(), 'jidoka doctor 诊断 '))
  data = path.join(root, 'data', 'below')
  await fs.mkdir(path.join(root, 'models'))
  await fs.mkdir(path.join(root, 'node_modules', 'a'), { recursive: true })
  await fs.writeFile(path.join(root, 'node_modules', 'a', 'one.js'), 'x'.repeat(3_000_000))
})
afterEach(() => fs.rm(root, { recursive: true, force: true }))

async function findings(change: Partial<{ port: number; data: string; modelKey: string }> = {}) {
  let said = ''
  const out = {
    write: (text: string) => {
      said += text
    },
  }
  const exitCode = await doctor({ settings: { ...settings, data, ...change }, root, isJson: true, out })
  const { isWell, findings: list } = JSON.parse(said) as { isWell: boolean; findings: Finding[] }
  expect(isWell).toBe(exitCode === 0)
  return { exitCode, of: (name: string) => list.find((finding) => finding.name === name) }
}

describe('doctor', () => {
  it('finds a sound computer sound, and leaves no trace of looking', async () => {
    const { exitCode, of } = await findings()
    expect(exitCode).toBe(0)
    expect(of('Node')).toMatchObject({ isOk: true, found: process.versions.node })
    expect(of('ONNX Runtime')).toMatchObject({ isOk: true, found: expect.stringMatching(/^\d+\.\d+\.\d+$/) })
    expect(of('data folder')).toMatchObject({ isOk: true, found: data })
    expect(of('install size')?.found).toBe('3 MB in 1 files of packages')
    expect((await fs.readdir(root)).sort()).toEqual(['models', 'node_modules'])
  })

  it('finds a model that nobody has signed, where one must', async () => {
    const modelKey = path.join(root, 'key.pem')
    const { publicKey } = generateKeyPairSync('ed25519')
    await fs.writeFile(modelKey, publicKey.export({ format: 'pem', type: 'spki' }))
    for (const name of ['mine', 'forecast/camera-lamp']) {
      await fs.mkdir(path.join(root, 'models', name), { recursive: true })
      await fs.writeFile(path.join(root, 'models', name, 'card.json'), '{}')
      await fs.writeFile(path.join(root, 'models', name, 'model.onnx'), '')
    }
    const { exitCode, of } = await findings({ modelKey })
    expect([exitCode, of('model key')?.found]).toEqual([1, modelKey])
    for (const name of ['model mine', 'model forecast/camera-lamp'])
      expect(of(name)).toMatchObject({ isOk: false, found: expect.stringContaining('is not signed') })
    expect((await findings()).of('model key')?.isOk).toBeNull()
  })

  it('finds a port that another program holds', async () => {
    const other = net.createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => other.once('listening', resolve))
    const { port } = other.address() as net.AddressInfo
    const { exitCode, of } = await findings({ port })
    await new Promise((resolve) => other.close(resolve))
    expect(exitCode).toBe(1)
    expect(of('HTTP port')).toMatchObject({
      isOk: false,
      found: `${port} cannot be taken on 127.0.0.1 (EADDRINUSE).`,
    })
    expect(of('MQTT port')?.isOk).toBe(true)
  })

  it('finds a data folder that is none', async () => {
    const file = path.join(root, 'a-file')
    await fs.writeFile(file, '')
    const { exitCode, of } = await findings({ data: path.join(file, 'below') })
    expect(exitCode).toBe(1)
    expect(of('data folder')?.found).toContain('cannot be written (ENOTDIR)')
  })

  it('finds a model whose card cannot be used', async () => {
    await fs.mkdir(path.join(root, 'models', 'brass'))
    await fs.writeFile(path.join(root, 'models', 'brass', 'card.json'), '{}')
    await fs.writeFile(path.join(root, 'models', 'brass', 'model.onnx'), 'not a model')
    const { exitCode, of } = await findings()
    expect(exitCode).toBe(1)
    expect(of('model brass')).toMatchObject({ isOk: false, remedy: expect.stringContaining('card') })
  })

  it('names the books that a service has put aside', async () => {
    const aside = path.join(data, 'book-damaged-1.sqlite')
    await fs.mkdir(data, { recursive: true })
    await fs.writeFile(aside, '')
    const { exitCode, of } = await findings()
    expect(exitCode).toBe(0)
    expect(of('book put aside')).toMatchObject({ isOk: null, found: expect.stringContaining(aside) })
  })
})
