import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { capturePart, productLines } from '../../datasets/world.ts'
import { healthyStation } from '../../edge/contract/part.ts'
import { readImage } from '../../edge/io/image.ts'
import { runJidoka } from '../edge/process.ts'
import { removeFolder, temporaryFolder } from '../flow/running.ts'

const line = productLines['steel-strip']
if (!line) throw new Error('the steel strip line is missing')

let folder = ''
beforeAll(async () => {
  folder = await temporaryFolder('generate')
})
afterAll(() => removeFolder(folder))

const part = (sequence: number) => {
  const order = { seed: 4, line, sequence, capturedAtMs: 0, prevalence: 0.5, condition: healthyStation }
  return capturePart({ ...order, withMask: true })
}

describe('jidoka generate', () => {
  it('writes the bytes of the seed as images, masks, truths and a data card', async () => {
    const out = path.join(folder, '数据 set')
    expect(await runJidoka(['generate', out, '--parts', '6', '--seed', '4'])).toMatchObject({
      exitCode: 0,
      out: '',
    })
    const truths = (await readFile(path.join(out, 'parts.ndjson'), 'utf8'))
      .trim()
      .split('\n')
      .map((text) => JSON.parse(text))
    expect(truths).toHaveLength(6)
    for (const [sequence, truth] of truths.entries()) {
      const expected = part(sequence)
      expect(truth).toEqual({ part: expected.frame.partId, ...expected.truth })
      const kind = truth.isDefective ? 'defect' : 'good'
      const image = await readImage(path.join(out, kind, `${truth.part}.png`), { channels: 1 })
      const mask = await readImage(path.join(out, 'mask', `${truth.part}.png`), { channels: 1 })
      expect(Buffer.compare(image.data, expected.frame.image.data)).toBe(0)
      expect(Buffer.compare(mask.data, expected.mask ?? new Uint8Array())).toBe(0)
    }
    const card = JSON.parse(await readFile(path.join(out, 'data-card.json'), 'utf8'))
    const hash = createHash('sha256')
    for (let sequence = 0; sequence < 6; sequence++) hash.update(part(sequence).frame.image.data)
    expect(card).toMatchObject({ seed: 4, parts: 6, isSimulated: true, sha256: hash.digest('hex') })
  })

  it('writes the same pixels raw, for training', async () => {
    const out = path.join(folder, 'raw')
    await runJidoka(['generate', out, '--parts', '3', '--seed', '4', '--format', 'raw'])
    const frames = await readFile(path.join(out, 'frames.u8'))
    expect(frames.length).toBe(3 * 512 * 512)
    expect(Buffer.compare(frames.subarray(2 * 512 * 512), part(2).frame.image.data)).toBe(0)
  })

  it('never overwrites, and leaves nothing half-written', async () => {
    const taken = path.join(folder, 'taken')
    await mkdir(taken)
    expect(await runJidoka(['generate', taken])).toMatchObject({ exitCode: 2 })
    expect(await readdir(taken)).toEqual([])
    expect(await runJidoka(['generate', path.join(folder, 'x'), '--line', 'cheese'])).toMatchObject({
      exitCode: 2,
    })
    expect(existsSync(path.join(folder, 'x.partial'))).toBe(false)
  })
})
