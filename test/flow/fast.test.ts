import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runJidoka } from '../edge/process.ts'
import { root } from '../law/source.ts'
import { removeFolder, temporaryFolder } from './running.ts'

let folder = ''
let scenario = ''
beforeAll(async () => {
  folder = await temporaryFolder('fast')
  scenario = path.join(folder, 'short.yaml')
  const faults = '[{ atS: 2, set: { lampLevel: 0.5 } }, { atS: 4, set: { lampLevel: 1, lensSmear: 0.3 } }]'
  const lines = [
    'description: a short day',
    'line: steel-strip',
    'seed: 5',
    'partsPerSecond: 12',
    'prevalence: 0.4',
    'durationS: 6',
    `faults: ${faults}`,
  ]
  await writeFile(scenario, lines.join('\n'))
})
afterAll(() => removeFolder(folder))

const day = async (...args: string[]) => {
  const { exitCode, out, err } = await runJidoka([
    'start',
    '--fast',
    '--scenario',
    scenario,
    '--data',
    folder,
    ...args,
  ])
  expect(exitCode).toBe(0)
  return { hash: /^log sha256 ([0-9a-f]{64})$/.exec(out.trim().split('\n').at(-1) ?? '')?.[1], err }
}

describe('a simulated day', () => {
  it('has one hash for one seed, on any number of workers, and another for another seed', async () => {
    const one = await day('--workers', '1')
    const three = await day('--workers', '3')
    const other = await day('--seed', '6')
    expect(one.hash).toBeDefined()
    expect(three.hash).toBe(one.hash)
    expect(other.hash).not.toBe(one.hash)
    expect(one.err).toMatch(/^seed 5, scenario short, 72 parts/m)
  })

  it('begins at any moment, and not after its end', async () => {
    const { err } = await day('--from-s', '4')
    expect(err).toMatch(/^seed 5, scenario short, 24 parts/m)
    const args = ['start', '--fast', '--scenario', scenario, '--from-s', '6']
    const late = await runJidoka(args)
    expect([late.exitCode, late.err]).toEqual([2, expect.stringContaining('short ends after 6 s')])
  })

  it('plays the presenter’s ten minutes from their script, the same twice', async () => {
    const script = await readFile(path.join(root, 'seeds/scenarios/stage.yaml'), 'utf8')
    const stage = path.join(folder, 'stage.yaml')
    await writeFile(stage, script.replace('partsPerSecond: 12', 'partsPerSecond: 0.25'))
    const [first, second] = [await day('--scenario', stage), await day('--scenario', stage)]
    expect(second.hash).toBe(first.hash)
    const calm = path.join(folder, 'calm.yaml')
    await writeFile(calm, (await readFile(stage, 'utf8')).split('faults:')[0] ?? '')
    const undecided = ({ err }: { readonly err: string }) => {
      const { undecidedGood = 0, undecidedDefective = 0 } = JSON.parse(
        err.trim().split('\n').at(-1) ?? '',
      ).tally
      return undecidedGood + undecidedDefective
    }
    // Of its 150 parts about 60 stand in a bad light or before a bad lens.
    expect(undecided(first)).toBeGreaterThan(undecided(await day('--scenario', calm)) + 5)
  })

  it('inspects every part: the faults of the plan turn some away, none is lost', async () => {
    const { err } = await day()
    const { parts, tally } = JSON.parse(err.trim().split('\n').at(-1) ?? '') as {
      parts: number
      tally: Record<string, number>
    }
    expect(parts).toBe(72)
    expect(Object.values(tally).reduce((sum, count) => sum + count, 0)).toBe(72)
    expect((tally.undecidedGood ?? 0) + (tally.undecidedDefective ?? 0)).toBeGreaterThan(30)
  })
})
