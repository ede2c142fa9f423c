import fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Card } from '../../edge/contract/card.ts'
import { runJidoka } from '../edge/process.ts'

let folder = ''
beforeAll(async () => {
  folder = await fs.mkdtemp(path.join(os.tmpdir(), 'jidoka calibrate 校准 '))
})
afterAll(() => fs.rm(folder, { recursive: true, force: true }))

describe('jidoka calibrate', () => {
  it("writes a card for a model of one's own, and meets nothing of a class that is left out", async () => {
    for (const name of ['model.onnx', 'training.json'])
      await fs.copyFile(path.join('models/steel-strip', name), path.join(folder, name))
    const given = ['--folder', folder, '--leave-out', 'pit', '--parts', '120']
    const { exitCode, out } = await runJidoka(['calibrate', ...given])
    expect(exitCode).toBe(0)
    const card = Card.parse(JSON.parse(await fs.readFile(path.join(folder, 'card.json'), 'utf8')))
    const measured = card.measured as { command: string; parts: number; tally: Record<string, number> }
    expect(JSON.parse(out)).toEqual({ thresholds: card.thresholds, measured })
    expect(card.secondLook).toBeNull()
    expect(measured.command).toBe('npx jidoka calibrate --line steel-strip --parts 120 --leave-out pit')
    const met = Object.values(measured.tally).reduce((sum, count) => sum + count, 0)
    expect(met).toBeGreaterThan(15)
    expect(met).toBeLessThan(40)
  })

  it.each([
    [['--leave-out', 'rust'], 'No class rust on steel-strip'],
    [['--folder', 'no/such'], 'There is no model.onnx in no/such'],
    [['--line', 'cheese'], 'No product line cheese'],
  ])('%j is refused', async (given, said) => {
    const { exitCode, err } = await runJidoka(['calibrate', ...given])
    expect(exitCode).toBe(2)
    expect(err).toContain(said)
  })
})
