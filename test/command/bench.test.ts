import fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { BenchReport } from '../../edge/contract/bench.ts'
import type { PeerReport } from '../../edge/contract/bench-peer.ts'
import { runJidoka } from '../edge/process.ts'
import { root } from '../law/source.ts'
import { openEar } from '../reference/peers/ear.ts'
import { startOutsideBroker } from '../reference/peers/outside-broker.ts'

const fixture = (name: string) => path.join(root, 'test', 'fixture', name)
const peerReport: PeerReport = {
  ...{ model: 'steel-strip', sha256: 'a'.repeat(64), software: ['Python 3'], threads: 1 },
  ...{ rounds: 5, secondsPerRound: 4, scoreDifference: 0.00005 },
  rows: [
    {
      ...{ program: 'Python, tuned', source: 'file', framesPerS: 123.4, cpuSPer1000: 4 },
      ...{ ratePerS: 80, p50Ms: 5, p99Ms: 9, oursTimes: 1.25, oursP99Times: 0.5 },
    },
  ],
  offline: [{ program: 'OpenVINO', framesPerS: 77, oursTimes: null }],
  clock: { framesPerS: 101, outsideFramesPerS: 100 },
}
let folder = ''
beforeEach(async () => {
  folder = await fs.mkdtemp(path.join(os.tmpdir(), 'jidoka bench '))
})
afterEach(() => fs.rm(folder, { recursive: true, force: true }))

describe('jidoka bench', () => {
  it('measures models without a card under every load, beside a bare loop, and writes it down', async () => {
    const report = path.join(folder, 'report.html')
    const models = [fixture('sharpen-uint8.onnx'), fixture('means-float-nhwc.onnx')]
    const options = ['--seconds', '0.3', '--batch', '1', '--report', report, '--language', 'zh', '--json']
    const { exitCode, out, err } = await runJidoka(['bench', ...models, ...options])
    expect([exitCode, err]).toEqual([0, expect.not.stringContaining('Error')])
    const found = BenchReport.parse(JSON.parse(out))
    expect(found.models.map(({ model }) => model)).toEqual(models)
    expect(new Set(found.results.map(({ scenario }) => scenario)).size).toBeGreaterThanOrEqual(3)
    for (const { path: way, frames, framesPerS, bareFramesPerS, latencyMs, cpuSPer1000 } of found.results) {
      expect(way).toBe('session')
      expect(Math.min(frames, framesPerS, bareFramesPerS, latencyMs.p50, cpuSPer1000)).toBeGreaterThan(0)
    }
    for (const { framesPerS, predictedMs, bareP99Ms } of found.results.filter(
      ({ scenario }) => scenario === 'poisson',
    )) {
      // One worker at half of its rate, two services of its time a gap: the mean wait is half of one (Pollaczek-Khinchine).
      expect((predictedMs?.mean ?? 0) / (predictedMs?.p50 ?? 0)).toBeCloseTo(1.5, 1)
      expect(Math.min(framesPerS, bareP99Ms ?? 0)).toBeGreaterThan(0)
    }
    const page = await fs.readFile(report, 'utf8')
    expect(page).not.toContain('<script')
    expect(page).toContain('<html lang="zh-Hans">')
    expect(page).toContain('随机到达（poisson）')
    for (const { framesPerS } of found.results) expect(page).toContain(framesPerS.toFixed(1))
  }, 120_000)

  it('sends a model with a card through the whole line, and says how right it is; reports of other computers stand beside it', async () => {
    const [first, page] = [path.join(folder, 'first.json'), path.join(folder, 'both.md')]
    const load = ['--scenario', 'offline', '--seconds', '0.3', '--second-look', 'off']
    const quick = ['bench', 'steel-strip', ...load]
    const precisions = ['--precision', 'fp32,int8', '--line-rate', '2/s', '--price-per-hour', '1', '--json']
    const one = await runJidoka([...quick, ...precisions])
    const report = JSON.parse(one.out)
    const { results, models } = BenchReport.parse(report)
    const row = { path: 'line', stagesMs: { infer: {}, record: {} } }
    expect(results).toMatchObject([
      { ...row, model: 'steel-strip', precision: 'fp32', macs: expect.any(Number) },
      { ...row, model: 'steel-strip-int8', precision: 'int8' },
    ])
    // 70 thousand weights, each used once in every cell of its map.
    expect(results[0]?.macs).toBeGreaterThan(1e8)
    const [model] = models
    expect(model?.accuracy).toMatchObject({ parts: 400, decided: expect.any(Number) })
    expect(model?.operators.map(({ operator }) => operator)).toContain('Conv 1×1')
    expect(models[1]?.operators.map(({ operator }) => operator)).toContain('QLinearConv')
    expect(report.sizings[0]).toMatchObject({ rests: 'offline', linesPerComputer: expect.any(Number) })
    await fs.writeFile(first, one.out)
    const peers = path.join(folder, 'peers.json')
    await fs.writeFile(peers, JSON.stringify(peerReport))
    const broker = await startOutsideBroker()
    const ear = await openEar(`mqtt://127.0.0.1:${broker.port}`)
    const outside = ['--broker', `mqtt://127.0.0.1:${broker.port}`, '--peers', peers]
    const both = await runJidoka([...quick, ...outside, '--compare', first, '--report', page])
    const heard = ear.take()
    await ear.close()
    await broker.close()
    expect(both.exitCode).toBe(0)
    expect(heard.length).toBeGreaterThan(0)
    expect(both.out).toContain('frames a second')
    expect(both.out).toContain('Python, tuned')
    const text = await fs.readFile(page, 'utf8')
    expect(text).toContain('## Frames a second on 2 computers')
    expect(text).toContain(results[0]?.framesPerS.toFixed(1))
    expect(text).toContain('| Python, tuned | file | 123.4 | 1.25 | 4.00 | 80.00 | 5.00 | 9.00 | 0.50 |')
    expect(text).toContain('a subscriber outside counts 100.0: 1.0 %')
  }, 120_000)

  it.each([
    ['a model that is none', [fixture('not-a-model.onnx')], 'MODEL_INVALID'],
    ['a network of two inputs', [fixture('two-inputs.onnx')], 'MODEL_INVALID'],
    ['a page of growth', ['--growth', '10', '--report', 'x.html'], '--report does not go with --growth'],
    ['growth without a line', [fixture('sharpen-uint8.onnx'), '--growth'], 'a line needs one to decide'],
    ['a list that is none', ['steel-strip', '--workers', '1,x'], 'USAGE'],
    [
      'a price without a rate',
      ['steel-strip', '--price-per-hour', '1'],
      '--price-per-hour needs --line-rate',
    ],
    [
      'a report that is none',
      ['steel-strip', '--compare', fixture('not-a-model.onnx')],
      'no report of jidoka bench',
    ],
    [
      'peers that are none',
      ['steel-strip', '--peers', fixture('not-a-model.onnx')],
      'no result of npm run peers',
    ],
    ['a place that is none', ['steel-strip', '--report', '/no/such/folder/x.html'], 'no folder'],
    [
      'batches for a model of one frame',
      [fixture('brightness-uint8.onnx'), '--batch', '4'],
      'takes one frame at a time',
    ],
    ['a folder without images', [fixture('sharpen-uint8.onnx'), '--images', fixture('.')], 'IMAGES_NONE'],
  ])('refuses %s with exit code 2', async (_, args, said) => {
    const { exitCode, err } = await runJidoka(['bench', ...args, '--seconds', '0.1'])
    expect([exitCode, err]).toEqual([2, expect.stringContaining(said)])
  })
})
