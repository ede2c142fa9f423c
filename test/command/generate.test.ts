import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, watch } from 'node:fs'
import { mkdir, readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { capturePart, productLines } from '../../datasets/world.ts'
import { DataCard, dataSetFormats } from '../../edge/contract/data-set.ts'
import { healthyStation } from '../../edge/contract/part.ts'
import { readImage } from '../../edge/io/image.ts'
import { launcher, runJidoka } from '../edge/process.ts'
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

const generate = (out: string, ...args: string[]) =>
  runJidoka(['generate', '--out', path.join(folder, out), '--parts', '6', '--seed', '4', ...args])

const read = (out: string, name: string) => readFile(path.join(folder, out, name), 'utf8')
const rows = (text: string): string[] => text.trim().split('\n')

describe('jidoka generate', () => {
  it('writes images in the layout of MVTec AD, masks of the defects, and all of the truth beside them', async () => {
    const out = '数据 set'
    expect(await generate(out)).toMatchObject({ exitCode: 0, out: '', err: '' })
    const records = rows(await read(out, 'parts.ndjson')).map((text) => JSON.parse(text))
    expect(records).toHaveLength(6)
    for (const [sequence, { part: name, image, plane, ...truth }] of records.entries()) {
      const expected = part(sequence)
      expect({ name, truth }).toEqual({ name: expected.frame.partId, truth: expected.truth })
      const kind = truth.isDefective ? '(scratch|pit|inclusion|roll-mark)' : 'good'
      expect(image).toMatch(new RegExp(`^steel-strip/test/${kind}/${name}\\.png$`))
      const pixels = await readImage(path.join(folder, out, image), { channels: 1 })
      expect(Buffer.compare(pixels.data, expected.frame.image.data)).toBe(0)
      const marks = await readImage(path.join(folder, out, plane), { channels: 1 })
      expect(Buffer.compare(marks.data, expected.mask ?? new Uint8Array())).toBe(0)
      const masked = image.replace('/test/', '/ground_truth/').replace('.png', '_mask.png')
      expect(existsSync(path.join(folder, out, masked))).toBe(truth.isDefective)
    }
    expect(await readdir(path.join(folder, out, 'steel-strip', 'train', 'good'))).toEqual([])
  })

  it('lays a card beside them that says what the set holds', async () => {
    const card = DataCard.parse(JSON.parse(await read('数据 set', 'data-card.json')))
    const parts = Array.from({ length: 6 }, (_, sequence) => part(sequence))
    const hash = createHash('sha256')
    for (const { frame } of parts) hash.update(frame.image.data)
    const marks = parts.flatMap(({ truth }) => truth.marks.filter(({ isLookAlike }) => !isLookAlike))
    const ratios = marks.map(({ sizeOverLimit }) => sizeOverLimit ?? 0)
    const near = ratios.filter((ratio) => ratio >= 0.85 && ratio <= 1.15).length
    expect(card).toMatchObject({
      line: 'steel-strip',
      seed: 4,
      parts: 6,
      prevalence: 0.5,
      isSimulated: true,
      defective: parts.filter(({ truth }) => truth.isDefective).length,
      nearLimit: { marks: near, share: Math.round((1000 * near) / marks.length) / 1000 },
      sha256: hash.digest('hex'),
    })
    const pits = marks.filter((mark) => mark.class === 'pit')
    const isOver = ({ sizeOverLimit }: { sizeOverLimit: number | null }) => (sizeOverLimit ?? 0) >= 1
    expect(card.classes.pit).toEqual({ marks: pits.length, defects: pits.filter(isOver).length })
    expect(card.envelope.sizeOverLimit?.[0]).toBeCloseTo(Math.min(...ratios), 3)
    expect(card.envelope.sizeOverLimit?.[1]).toBeCloseTo(Math.max(...ratios), 3)
    const [low = 0, high = 0] = card.envelope.brightness ?? []
    expect(low).toBeGreaterThan(50)
    expect(high).toBeLessThan(220)
  })

  it.each(dataSetFormats)(
    'gives the same bytes for the same seed as %s, each with its checksum',
    async (format) => {
      await generate(`${format}-a`, '--format', format)
      await generate(`${format}-b`, '--format', format)
      const sums = await read(`${format}-a`, 'checksums.sha256')
      expect(await read(`${format}-b`, 'checksums.sha256')).toBe(sums)
      const listed = rows(sums).map((row) => row.split('  ')) as [string, string][]
      for (const [hex, name] of listed) {
        const bytes = await readFile(path.join(folder, `${format}-a`, name))
        expect(createHash('sha256').update(bytes).digest('hex'), name).toBe(hex)
      }
      const entries = await readdir(path.join(folder, `${format}-a`), {
        recursive: true,
        withFileTypes: true,
      })
      const files = entries.filter((entry) => entry.isFile())
      expect(listed).toHaveLength(files.length - 1)
    },
  )

  it('writes the same pixels raw, for training', async () => {
    const frames = await readFile(path.join(folder, 'raw-a', 'frames.u8'))
    expect(frames.length).toBe(6 * 512 * 512)
    expect(Buffer.compare(frames.subarray(2 * 512 * 512, 3 * 512 * 512), part(2).frame.image.data)).toBe(0)
  })

  it('draws a contact sheet of 18 parts, under 250 kB, the same for the same seed', async () => {
    const files = ['a.webp', 'b.webp'].map((name) => path.join(folder, name))
    for (const out of files) {
      const made = await runJidoka(['generate', '--format', 'sheet', '--line', 'machined-disc', '--out', out])
      expect(made).toMatchObject({ exitCode: 0, out: '', err: '' })
    }
    const [first, second] = await Promise.all(files.map((file) => readFile(file)))
    expect(second).toEqual(first)
    expect(first?.length).toBeLessThanOrEqual(250_000)
    const { width, height, data } = await readImage(files[0] ?? '', { channels: 1 })
    expect([width, height]).toEqual([6 * 250 - 4, 3 * 250 - 4])
    const middles = [0, 1, 2].flatMap((row) => [0, 1, 2, 3, 4, 5].map((column) => [column, row] as const))
    const brightness = middles.map(([column, row]) => data[(row * 250 + 60) * width + column * 250 + 60])
    expect(new Set(brightness).size).toBeGreaterThan(8)
    const again = await runJidoka(['generate', '--format', 'sheet', '--out', files[0] ?? ''])
    expect(again).toMatchObject({ exitCode: 2, err: expect.stringContaining('exists already') })
  })

  it('never overwrites, and leaves nothing half-written', async () => {
    await mkdir(path.join(folder, 'taken'))
    expect(await generate('taken')).toMatchObject({
      exitCode: 2,
      err: expect.stringMatching(/^USAGE: .*exists already/),
    })
    expect(await readdir(path.join(folder, 'taken'))).toEqual([])
    expect(await generate('x', '--line', 'cheese')).toMatchObject({ exitCode: 2 })
    expect(await runJidoka(['generate', '--parts', '3'])).toMatchObject({
      exitCode: 2,
      err: expect.stringMatching(/^USAGE: required option '--out <folder>' not specified/),
    })
    expect((await readdir(folder)).filter((name) => /^x|partial/.test(name))).toEqual([])
  })

  it('leaves nothing when it is interrupted, and says so by exit code 130', async () => {
    const place = path.join(folder, 'interrupted')
    await mkdir(place)
    const started = new Promise<void>((resolve) => {
      const watcher = watch(place, () => {
        watcher.close()
        resolve()
      })
    })
    const args = [launcher, 'generate', '--out', path.join(place, 'set'), '--parts', '100000']
    const child = spawn(process.execPath, args, { stdio: 'ignore' })
    const ended = new Promise<number | null>((resolve) => child.on('close', resolve))
    await started
    child.kill('SIGINT')
    expect(await ended).toBe(130)
    expect(await readdir(place)).toEqual([])
  })
})
