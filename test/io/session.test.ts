import fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { JidokaError } from '../../edge/contract/error.ts'
import { openSession, runtimeVersion } from '../../edge/io/session.ts'

const fixture = (name: string): string => path.join(import.meta.dirname, '..', 'fixture', name)
const openFault = async (file: string): Promise<unknown> =>
  openSession(file, { threads: 1 }).then(
    () => 'opened',
    (error: unknown) => (error instanceof JidokaError ? [error.code, error.message] : error),
  )

describe('a session', () => {
  it('tells inputs, outputs and hash, and gives the first output', async () => {
    const session = await openSession(fixture('brightness-uint8.onnx'), { threads: 1 })
    expect(session.input).toEqual({ name: 'pixels', type: 'uint8', dims: [1, 1, 'h', 'w'] })
    expect(session.outputs).toEqual([{ name: 'maps', type: 'float32', dims: [1, 3, 'h4', 'w4'] }])
    expect(session.sha256).toMatch(/^[0-9a-f]{64}$/)
    const maps = await session.run(new Uint8Array(8 * 4).fill(51), [1, 1, 4, 8])
    expect([maps.name, maps.dims]).toEqual(['maps', [1, 3, 1, 2]])
    for (const [i, wanted] of [0.2, 0.2, 0, 0, 0.2, 0.2].entries())
      expect(maps.data[i]).toBeCloseTo(wanted, 6)
    await session.close()
  })

  it('gives every output, whole numbers too', async () => {
    const session = await openSession(fixture('means-float-nhwc.onnx'), { threads: 2 })
    const outputs = await session.runAll(Float32Array.of(0.1, 0.2, 0.6, 0.3, 0.2, 0.8), [1, 1, 2, 3])
    expect(outputs.map(({ name, dims }) => [name, dims])).toEqual([
      ['means', [1, 3]],
      ['brightest', [1]],
    ])
    expect(outputs[0]?.data[2]).toBeCloseTo(0.7, 6)
    expect([...(outputs[1]?.data ?? [])]).toEqual([2])
    await session.close()
  })

  it('gives data that can move to another thread', async () => {
    const session = await openSession(fixture('brightness-uint8.onnx'), { threads: 1 })
    const { data } = await session.run(new Uint8Array(16), [1, 1, 4, 4])
    expect(structuredClone(data, { transfer: [data.buffer] })).toHaveLength(3)
    expect(data).toHaveLength(0)
    await session.close()
  })

  it('gives the same in place, for any change of the shape', async () => {
    const session = await openSession(fixture('brightness-uint8.onnx'), { threads: 1 })
    for (const [level, width] of [
      [10, 4],
      [200, 4],
      [70, 8],
      [30, 4],
    ] as const) {
      const [pixels, dims] = [new Uint8Array(4 * width).fill(level), [1, 1, 4, width]]
      const wanted = await session.run(pixels, dims)
      expect(await session.runInPlace(pixels, dims)).toEqual(wanted)
    }
    const broken = session.runInPlace(new Uint8Array(48), [1, 3, 4, 4])
    await expect(broken).rejects.toMatchObject({ code: 'MODEL_INVALID' })
    await session.close()
  })

  it('says in one line which image the model could not take', async () => {
    const session = await openSession(fixture('brightness-uint8.onnx'), { threads: 1 })
    const fault = await session.run(new Uint8Array(48), [1, 3, 4, 4]).catch((error: unknown) => error)
    expect(fault).toMatchObject({
      code: 'MODEL_INVALID',
      message: expect.stringMatching(/1 × 3 × 4 × 4 .*dimensions/),
    })
    expect(fault instanceof JidokaError && fault.line).not.toContain('\n')
    await session.close()
  })

  it('refuses what is no model for images, each with its cause', async () => {
    expect(await openFault(fixture('not-a-model.onnx'))).toEqual([
      'MODEL_INVALID',
      expect.stringMatching(/not an ONNX model.*Protobuf/),
    ])
    expect(await openFault(fixture('none.onnx'))).toEqual([
      'MODEL_MISSING',
      expect.stringMatching(/none\.onnx/),
    ])
    expect(await openFault(fixture('two-inputs.onnx'))).toEqual([
      'MODEL_INVALID',
      expect.stringMatching(/2 inputs \(a, b\)/),
    ])
    expect(await openFault(path.dirname(fixture('x')))).toEqual([
      'MODEL_INVALID',
      expect.stringMatching(/directory/),
    ])
  })

  it('refuses a model that is empty or cut off, also in a folder named 模型', async () => {
    const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'jidoka 模型 '))
    try {
      const whole = await fs.readFile(fixture('brightness-uint8.onnx'))
      for (const [name, bytes] of [
        ['empty', whole.subarray(0, 0)],
        ['cut', whole.subarray(0, 200)],
      ] as const) {
        const file = path.join(folder, `${name}.onnx`)
        await fs.writeFile(file, bytes)
        expect(await openFault(file)).toEqual([
          'MODEL_INVALID',
          expect.not.stringMatching(/\n|onnxruntime_src/),
        ])
      }
      await fs.writeFile(path.join(folder, 'm.onnx'), whole)
      await (await openSession(path.join(folder, 'm.onnx'), { threads: 1 })).close()
    } finally {
      await fs.rm(folder, { recursive: true })
    }
  })

  it('takes its thread settings from us: ONNX Runtime refuses a wrong one in the same place', async () => {
    const { InferenceSession } = await import('onnxruntime-node')
    const extra = { session: { intra_op_thread_affinities: 'nonsense' } }
    const options = { intraOpNumThreads: 2, extra, logSeverityLevel: 4 } as const
    await expect(InferenceSession.create(fixture('brightness-uint8.onnx'), options)).rejects.toThrow(
      /affinit/i,
    )
    expect(runtimeVersion()).toMatch(/^1\.30\./)
  })
})
