import fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openSession } from '../../edge/io/session.ts'
import { runJidoka } from '../edge/process.ts'
import { root } from '../law/source.ts'

let folder = ''
beforeEach(async () => {
  folder = await fs.mkdtemp(path.join(os.tmpdir(), 'jidoka quantize '))
})
afterEach(() => fs.rm(folder, { recursive: true, force: true }))

describe('jidoka quantize', () => {
  it('makes a smaller model of the one that looks again, which answers nearly the same', async () => {
    const [mine, out] = [path.join(folder, 'mine.onnx'), path.join(folder, 'int8')]
    await fs.copyFile(path.join(root, 'models', 'general', 'model.onnx'), mine)
    const { out: said, err } = await runJidoka(['quantize', mine, '--out', out, '--json'])
    expect(err).toBe('')
    const found = JSON.parse(said)
    expect(found.quantizedOperators).toBeGreaterThan(20)
    expect(found.sizeBytes.int8).toBeLessThan(found.sizeBytes.fp32 / 3)
    expect(found.difference.mean).toBeLessThan(0.01)
    const session = await openSession(path.join(out, 'model.onnx'), { threads: 1 })
    const { dims } = await session.run(new Uint8Array(3 * 96 * 96).fill(120), [1, 3, 96, 96])
    await session.close()
    expect(dims.slice(2)).toEqual([24, 24])
    const again = await runJidoka(['quantize', mine, '--out', out])
    expect([again.exitCode, again.err]).toEqual([2, expect.stringContaining('is there already')])
  }, 120_000)

  it.each([
    ['what is no model', path.join(root, 'test', 'fixture', 'not-a-model.onnx'), 'MODEL_INVALID'],
    ['a model without weights', path.join(root, 'test', 'fixture', 'means-float-nhwc.onnx'), 'to quantize'],
  ])('refuses %s with exit code 2, and leaves nothing behind', async (_, model, said) => {
    const { exitCode, err } = await runJidoka(['quantize', model, '--out', path.join(folder, 'x')])
    expect([exitCode, err]).toEqual([2, expect.stringContaining(said)])
    expect(await fs.readdir(folder)).toEqual([])
  })
})
