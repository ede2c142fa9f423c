import path from 'node:path'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { framesFor, inputOf } from '../../edge/command/bench-frame.ts'
import { growBook } from '../../edge/command/growth-book.ts'
import { type GrowthOrder, growBoards, growLines, sampleResult } from '../../edge/command/growth-line.ts'
import { growthPage } from '../../edge/command/growth-page.ts'
import { compareSessions } from '../../edge/command/growth-session.ts'
import { loadModel } from '../../edge/io/model.ts'
import { root } from '../law/source.ts'

const edge = path.resolve(inject('edgeFolder'))
const shell = {
  ...{ root, edge, command: 'jidoka bench --growth', version: '0', out: process.stdout, err: process.stderr },
  board: () => Promise.reject(new Error('no board here')),
  interruption: () => new AbortController().signal,
}
let order: GrowthOrder
let frame: { readonly pixels: Uint8Array | Float32Array; readonly dims: readonly number[] }

beforeAll(async () => {
  const model = await loadModel('steel-strip', { root })
  const { captures, pixels, dims } = await framesFor(model, await inputOf(model), undefined)
  if (!model.card || !pixels[0]) throw new Error('steel-strip has no card')
  order = { card: model.card, modelPath: model.modelPath, second: null, ring: captures, shell, forMs: 200 }
  frame = { pixels: pixels[0], dims }
})

describe('cost as work grows', () => {
  it('is measured on lines that share a worker, and every line carries parts', async () => {
    const found = await growLines(3, order)
    expect(found.lines).toBe(3)
    expect(Math.min(found.framesPerS, found.framesPerCpuS, found.p99Ms, found.residentMb)).toBeGreaterThan(0)
  })

  it('is measured with boards of which each hears of the parts, else it fails', async () => {
    const found = await growBoards(3, order)
    expect(found.boards).toBe(3)
    expect(found.receivedBytes).toBeGreaterThan(300)
  })

  it('is measured on a book that grows by real results', async () => {
    const sample = await sampleResult(order)
    expect(sample).toMatchObject({ line: 'steel-strip', jobId: 'bench' })
    const found = await growBook([1, 1200], sample, edge)
    expect(found.map(({ parts }) => parts)).toEqual([1, 1200])
    expect(Math.min(...found.map(({ startMs }) => startMs))).toBeGreaterThan(0)
  })

  it('is measured under each option of the runtime, and shown', async () => {
    const sessions = await compareSessions(order.modelPath, frame, 1)
    expect(sessions.map(({ options }) => options)).toContain('no arena')
    expect(Math.min(...sessions.map(({ cpuMs }) => cpuMs))).toBeGreaterThan(0)
    const page = growthPage({ model: 'steel-strip', lines: [], boards: [], book: [], sessions })
    for (const { cpuMs } of sessions) expect(page).toContain(cpuMs.toFixed(2))
  })
})
