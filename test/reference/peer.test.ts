import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { build } from 'esbuild'
import { describe, expect, inject, it, onTestFinished } from 'vitest'
import { shoot } from '../../edge/command/bench-frame.ts'
import { encodePng } from '../../edge/io/image.ts'
import { runJidoka } from '../edge/process.ts'
import { root } from '../law/source.ts'
import { burstRate, figuresOf, openEar } from './peers/ear.ts'
import { startOutsideBroker } from './peers/outside-broker.ts'
import { weigh } from './peers/program.ts'

const event = (sequence: number, atMs: number) => ({
  atMs,
  payload: JSON.stringify({ data: { sequence, score: sequence / 10 } }),
})

describe('the clock outside', () => {
  it('counts from due time to arrival, without the parts that warm up', () => {
    const told = { startedMs: [0, 1000, 1010, 1020], pictures: [0, 1, 0, 1], cpuS: 0.06 }
    const arrivals = [event(0, 900), event(1, 1004), event(2, 1017), event(3, 1024)]
    const found = figuresOf(told, arrivals, 1)
    expect(found).toMatchObject({ framesPerS: 100, p50Ms: 4, p99Ms: 7, cpuSPer1000: 20 })
    expect(found.scores).toEqual(
      new Map([
        [1, 0.3],
        [0, 0.2],
      ]),
    )
  })

  it('takes the median rate of bursts between silences, the first left out', () => {
    const burst = (startMs: number, gapMs: number) => [0, 1, 2, 3].map((step) => startMs + step * gapMs)
    const times = [...burst(0, 1), ...burst(2000, 10), ...burst(4000, 20), ...burst(6000, 4)]
    expect(burstRate(times, 500)).toEqual({ bursts: 3, framesPerS: 100 })
  })
})

describe('our line by a broker outside', () => {
  it('tells every part that it took, with the scores of jidoka inspect', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'jidoka peers '))
    // Packages resolve from here.
    const outfile = path.join(root, 'node_modules', '.cache', `ours-${process.pid}.mjs`)
    const broker = await startOutsideBroker()
    const ear = await openEar(`mqtt://127.0.0.1:${broker.port}`)
    onTestFinished(async () => {
      await ear.close()
      await broker.close()
      await Promise.all([rm(folder, { recursive: true }), rm(outfile)])
    })
    for (const part of [0, 1, 2])
      await writeFile(
        path.join(folder, `${part}.png`),
        await encodePng(shoot('steel-strip', part).frame.image),
      )
    const entry = path.join(root, 'test', 'reference', 'peers', 'ours.ts')
    await build({
      entryPoints: [entry],
      outfile,
      bundle: true,
      platform: 'node',
      format: 'esm',
      packages: 'external',
    })
    const order = {
      root,
      edge: inject('edgeFolder'),
      model: 'steel-strip',
      images: folder,
      port: broker.port,
    }
    const load = { source: 'file', threads: 1, warm: 2, seconds: 0.2, rate: 40 }
    const program = { name: 'ours', command: [process.execPath, outfile] } as const
    const { scores, p50Ms } = await weigh(program, { ...order, ...load }, ear)
    expect(p50Ms).toBeGreaterThan(0)
    const { out } = await runJidoka(['inspect', folder, '--second-look', 'off', '--json'])
    const inspected = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).score)
    expect([...scores].sort().map(([, score]) => score)).toEqual(inspected)
  })
})
