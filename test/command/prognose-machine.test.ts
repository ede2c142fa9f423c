import { createHash } from 'node:crypto'
import fs from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ForecastCard } from '../../edge/contract/forecast-card.ts'
import { machineKinds } from '../../edge/contract/machine.ts'
import { MachineFinding } from '../../edge/contract/prognosis.ts'
import { forecastInputs } from '../../edge/core/health/forecast-input.ts'
import { runJidoka } from '../edge/process.ts'
import { removeFolder, temporaryFolder } from '../flow/running.ts'

let folder = ''
beforeAll(async () => {
  folder = await temporaryFolder('prognose-machine')
})
afterAll(() => removeFolder(folder))

describe('jidoka prognose --machine', () => {
  it('lives machines to their end, and says the same for the same seed', { timeout: 200_000 }, async () => {
    const args = ['prognose', '--machine', 'stamping-press', '--lives', '40', '--seed', '12']
    const [once, again] = [await runJidoka(args), await runJidoka(args)]
    expect(once.exitCode, once.err).toBe(0)
    expect(again.out).toBe(once.out)
    const finding = MachineFinding.parse(JSON.parse(once.out))
    expect(finding).toMatchObject({ machine: 'stamping-press', lives: 40, seed: 12 })
    expect(finding.failures + finding.sudden.lives).toBeLessThanOrEqual(40)
    // A forecast that knew nothing would miss half, and be right within 20 % one time in five.
    expect(finding.missed).toBeLessThan(finding.failures / 4)
    expect(finding.alphaLambda).toBeGreaterThan(0.3)
    const { runToFailure, calendar, predictive, perfect } = finding.cost
    expect(predictive.cost).toBeLessThan(calendar.cost)
    expect(calendar.cost).toBeLessThan(runToFailure.cost)
    expect(perfect.cost).toBeLessThanOrEqual(predictive.cost)
  })

  it.each([
    [['--machine', 'lathe'], 'lathe'],
    [['--machine', 'camera-lamp', '--seed', '4000000000'], 'training'],
    [['--machine', 'camera-lamp', '--csv', 'x.csv'], 'one of'],
    [['--machine', 'camera-lamp', '--lives', '3'], 'from 20'],
    [[], 'one of'],
    [['--data', 'nab:x', '--lives', '50'], '--machine'],
    [['--csv', 'x.csv', '--seed', '5'], '--machine'],
  ])('refuses %j with one line', { timeout: 60_000 }, async (args, word) => {
    const { exitCode, out, err } = await runJidoka(['prognose', ...args])
    expect(exitCode).toBe(2)
    expect(out).toBe('')
    expect(err.trim().split('\n')).toHaveLength(1)
    expect(err).toContain(word)
  })
})

describe('jidoka generate --machine', () => {
  it.each([
    [['--machine', 'camera-lamp', '--line', 'pcb'], '--line'],
    [['--lives', '5'], '--machine'],
  ])('refuses what would be passed over: %j', { timeout: 60_000 }, async (args, word) => {
    const out = path.join(folder, 'idle')
    const { exitCode, err } = await runJidoka(['generate', '--out', out, ...args])
    expect(exitCode).toBe(2)
    expect(err).toContain(word)
    await expect(fs.access(out)).rejects.toThrow()
  })

  it('writes the same lives for the same seed, and tells truth from what a forecast sees', {
    timeout: 100_000,
  }, async () => {
    const write = async (name: string) => {
      const out = path.join(folder, name)
      const args = [
        'generate',
        '--machine',
        'conveyor-gearmotor',
        '--lives',
        '4',
        '--seed',
        '9',
        '--out',
        out,
      ]
      const { exitCode, err } = await runJidoka(args)
      expect(exitCode, err).toBe(0)
      return fs.readFile(path.join(out, 'lives.f32'))
    }
    const bytes = await write('one')
    expect((await write('two')).equals(bytes)).toBe(true)
    const rows = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length))
    const width = 4 + forecastInputs
    expect(rows.length % width).toBe(0)
    const [life, ageH, remainingH] = rows.subarray(rows.length - width)
    expect(life).toBe(3)
    expect(ageH).toBeGreaterThan(0)
    expect(remainingH).toBeGreaterThanOrEqual(0)
  })
})

describe.each(machineKinds)('the forecast of a %s', (kind) => {
  it('has a card that names its file, and one row of inputs', async () => {
    const place = path.join('models', 'forecast', kind)
    const card = ForecastCard.parse(JSON.parse(await fs.readFile(path.join(place, 'card.json'), 'utf8')))
    const model = await fs.readFile(path.join(place, 'model.onnx'))
    expect(createHash('sha256').update(model).digest('hex')).toBe(card.sha256)
    expect(card).toMatchObject({ machine: kind, inputs: forecastInputs })
    expect(model.length).toBeLessThan(200_000)
  })
})
