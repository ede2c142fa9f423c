import fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type InspectOptions, inspect } from '../../edge/command/inspect.ts'
import type { Card } from '../../edge/contract/card.ts'
import { JidokaError } from '../../edge/contract/error.ts'
import type { Image } from '../../edge/contract/part.ts'
import { encodePng } from '../../edge/io/image.ts'
import { brightnessCard, envelopeOf, fixture } from '../io/sample-card.ts'

let folder = ''
beforeAll(async () => {
  folder = await fs.mkdtemp(path.join(os.tmpdir(), 'jidoka 检查 '))
})
afterAll(() => fs.rm(folder, { recursive: true, force: true }))

const flat = (width: number, height: number, level: number): Image => ({
  width,
  height,
  channels: 1,
  data: new Uint8Array(width * height).fill(level),
})

async function save(name: string, content: Image | string): Promise<string> {
  const file = path.join(folder, name)
  await fs.mkdir(path.dirname(file), { recursive: true })
  await fs.writeFile(file, typeof content === 'string' ? content : await encodePng(content))
  return file
}

const saveCard = (change: Partial<Card>): Promise<string> =>
  save(`card-${Object.keys(change).join('-')}.json`, JSON.stringify({ ...brightnessCard, ...change }))

/** Runs the command; its outputs as text, and stdout line by line as JSON. */
async function run(patterns: readonly string[], given: Partial<InspectOptions> = {}) {
  const [out, err] = [new PassThrough(), new PassThrough()]
  const [outText, errText] = [text(out), text(err)]
  const model = fixture('brightness-uint8.onnx')
  try {
    const exitCode = await inspect({ patterns, model, isJson: true, root: folder, out, err, ...given })
    return {
      exitCode,
      lines: async () =>
        (await outText)
          .split('\n')
          .filter(Boolean)
          .map((line) => JSON.parse(line)),
      outText,
      errText,
    }
  } finally {
    out.end()
    err.end()
  }
}

describe('inspecting with a card', () => {
  it('gives OK, NotDecidable and NotOK with a score, one object an image', async () => {
    const card = await saveCard({})
    const files = await Promise.all(
      [0, 128, 255].map((level) => save(`levels/${level}.png`, flat(64, 64, level))),
    )
    const { exitCode, lines, errText } = await run([path.join(folder, 'levels', '*.png')], { card })
    const [ok, bright, undecided] = await lines()
    expect(exitCode).toBe(0)
    expect(ok).toEqual({
      file: files[0],
      evaluation: 'OK',
      score: 0,
      reason: 'below-accept-threshold',
      detail: expect.any(String),
      defects: [],
      latencyMs: expect.any(Number),
    })
    expect(undecided).toMatchObject({
      file: files[2],
      evaluation: 'NotOK',
      score: 1,
      reason: 'above-reject-threshold',
    })
    expect(bright).toMatchObject({
      file: files[1],
      evaluation: 'NotDecidable',
      score: 0.502,
      reason: 'between-thresholds',
    })
    expect(await errText).toBe('3 images: 1 OK, 1 NotDecidable, 1 NotOK.\n')
  })

  it('puts a defect of a large image where it lies, once, though two tiles show it', async () => {
    const image = flat(150, 40, 10)
    for (let y = 8; y < 16; y++) image.data.fill(255, y * 150 + 60, y * 150 + 68)
    const { lines } = await run([await save('large.png', image)], { card: await saveCard({}) })
    const [report] = await lines()
    const [defect, ...more] = report.defects
    expect(more).toEqual([])
    expect(defect).toMatchObject({ class: 'glare', score: 1, sizeMm: 0.5 })
    expect(defect.box.x).toBeGreaterThanOrEqual(56)
    expect(defect.box.x + defect.box.width).toBeLessThanOrEqual(72)
    expect(defect.box).toMatchObject({ y: 8, height: 8 })
  })

  it('resizes instead, where the card says so, and gives boxes of the original', async () => {
    const image = flat(128, 256, 0)
    image.data.fill(255, 0, 128 * 64)
    const card = await saveCard({ input: { ...brightnessCard.input, fit: 'resize' } })
    const [report] = await (await run([await save('tall.png', image)], { card })).lines()
    expect(report.defects[0].box).toMatchObject({ x: 0, y: 0, width: 128, height: 64 })
  })

  it('scores what it does not know, and points to teaching', async () => {
    const card = await saveCard({ envelope: envelopeOf(0.001) })
    const [report] = await (await run([await save('other.png', flat(64, 64, 255))], { card })).lines()
    expect(report).toMatchObject({ evaluation: 'NotDecidable', reason: 'outside-envelope', score: 1 })
    expect(report.detail).toMatch(/teach/)
  })

  it('inspects an image of one pixel', async () => {
    const [report] = await (
      await run([await save('一.png', flat(1, 1, 255))], { card: await saveCard({}) })
    ).lines()
    expect(report).toMatchObject({ evaluation: 'NotOK', score: 1 })
    expect(report.defects[0].box).toEqual({ x: 0, y: 0, width: 1, height: 1 })
  })

  it('refuses a card of another model, or one that does not fit', async () => {
    const file = await save('a.png', flat(64, 64, 0))
    const wrong = await saveCard({ sha256: '0'.repeat(64) })
    await expect(run([file], { card: wrong })).rejects.toMatchObject({ code: 'MODEL_HASH_MISMATCH' })
    const misfit = await saveCard({ output: { ...brightnessCard.output, name: 'heat' } })
    await expect(run([file], { card: misfit })).rejects.toMatchObject({ code: 'CARD_INVALID' })
  })
})

describe('inspecting with a bare model', () => {
  it('gives raw outputs and NotDecidable, and says how it brought the image in', async () => {
    const { lines, errText } = await run([await save('grey.png', flat(10, 20, 204))], {
      model: fixture('means-float-nhwc.onnx'),
    })
    const [report] = await lines()
    expect(report).toMatchObject({ evaluation: 'NotDecidable', reason: 'no-card', defects: [] })
    expect(report.score).toBeCloseTo(0.8, 2)
    expect(
      report.outputs.map((output: { name: string; dims: number[] }) => [output.name, output.dims]),
    ).toEqual([
      ['means', [1, 3]],
      ['brightest', [1]],
    ])
    expect(await errText).toMatch(
      /has no card.*1 × 224 × 224 × 3 \(NHWC, float32, values 0 to 1\).*height and width open.*guess/,
    )
  })

  it('keeps at most 1000 values of an output', async () => {
    const [report] = await (await run([await save('big.png', flat(64, 64, 255))])).lines()
    expect(report.outputs[0].dims).toEqual([1, 3, 56, 56])
    expect(report.outputs[0].values).toHaveLength(1000)
    expect(report.score).toBeCloseTo(1, 5)
  })

  it.each([
    ['two-inputs.onnx', 'MODEL_INVALID', /2 inputs/],
    ['not-a-model.onnx', 'MODEL_INVALID', /not an ONNX model/],
    ['none.onnx', 'MODEL_MISSING', /none\.onnx/],
  ])('refuses %s', async (name, code, cause) => {
    const file = await save('a.png', flat(64, 64, 0))
    await expect(run([file], { model: fixture(name) })).rejects.toMatchObject({
      code,
      message: expect.stringMatching(cause),
    })
  })
})

describe('inspecting what cannot be read', () => {
  it('tells each in one line and goes on with the rest', async () => {
    await save('mixed/1 空.png', '')
    await save('mixed/2 text.jpg', 'not a picture')
    await save('mixed/3 好.png', flat(64, 64, 0))
    await save('mixed/4.svg', '<svg xmlns="http://www.w3.org/2000/svg"/>')
    const { exitCode, lines, errText } = await run([path.join(folder, 'mixed')], { card: await saveCard({}) })
    expect(exitCode).toBe(2)
    const reports = await lines()
    expect(reports.map(({ error, evaluation }) => error?.code ?? evaluation)).toEqual([
      'IMAGE_UNREADABLE',
      'IMAGE_UNREADABLE',
      'OK',
      'IMAGE_UNREADABLE',
    ])
    expect(reports[0]).toEqual({
      file: path.join(folder, 'mixed', '1 空.png'),
      error: {
        code: 'IMAGE_UNREADABLE',
        message: expect.stringMatching(/1 空\.png is empty/),
        remedy: expect.any(String),
      },
    })
    const told = (await errText).trim().split('\n')
    expect(told).toHaveLength(4)
    expect(told[1]).toMatch(/^IMAGE_UNREADABLE: .*2 text\.jpg is a text file/)
    expect(told[3]).toBe('4 images: 3 unreadable, 1 OK.')
  })

  it('says when there is nothing to inspect', async () => {
    await fs.mkdir(path.join(folder, 'empty'))
    const fault = await run([path.join(folder, 'empty')]).catch((error: unknown) => error)
    expect(fault).toBeInstanceOf(JidokaError)
    expect(fault).toMatchObject({ code: 'IMAGES_NONE' })
  })

  it('writes lines for people when no JSON is asked for', async () => {
    const file = await save('read me.png', flat(64, 64, 0))
    const { outText } = await run([file], { card: await saveCard({}), isJson: false })
    expect(await outText).toMatch(/^OK {10} +0\.000 +\d+\.\d ms {2}.*read me\.png {2}No mark found\.\n$/)
  })
})
