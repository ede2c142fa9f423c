import { copyFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { Settings } from '../../edge/contract/setting.ts'
import { wallClock } from '../../edge/io/clock.ts'
import { planRun } from '../../edge/service/run-plan.ts'
import { root } from '../law/source.ts'

const replayOf = async (given: Partial<Settings>) =>
  (await planRun(Settings.parse(given), root, wallClock)).replayCommand

describe('the command that replays a run', () => {
  it('names scenario and seed', async () => {
    expect(await replayOf({ seed: 7 })).toBe('npx jidoka start --scenario steel-strip --seed 7 --fast')
  })

  it('names the model where it was chosen: other models give other verdicts', async () => {
    expect(await replayOf({ seed: 7, model: 'steel-strip' })).toBe(
      'npx jidoka start --scenario steel-strip --seed 7 --model "steel-strip" --fast',
    )
  })

  it('says that nobody looked again, which changes verdicts', async () => {
    expect(await replayOf({ seed: 7, secondLook: 'off' })).toBe(
      'npx jidoka start --scenario steel-strip --seed 7 --second-look off --fast',
    )
  })

  it('begins where the run began; photographs begin at the first', async () => {
    expect(await replayOf({ seed: 7, fromS: 90 })).toContain('--seed 7 --from-s 90 --fast')
    await expect(replayOf({ source: 'folder:x', fromS: 90 })).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
    })
  })

  it('can be pasted when a path holds blanks', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'jidoka 计划 '))
    const scenario = path.join(folder, 'day.yaml')
    await copyFile(path.join(root, 'seeds', 'scenarios', 'dim-lamp.yaml'), scenario)
    expect(await replayOf({ scenario, seed: 7 })).toContain(` --scenario "${scenario}" --seed 7`)
    await rm(folder, { recursive: true })
    expect(await replayOf({ source: 'folder:my 照片' })).toBe('npx jidoka start --source "folder:my 照片"')
  })
})
