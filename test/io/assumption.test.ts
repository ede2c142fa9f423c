import fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Assumptions } from '../../edge/contract/assumption.ts'
import { loadAssumptions } from '../../edge/io/assumption.ts'
import { readYaml } from '../../edge/io/yaml.ts'
import { readHouse, root } from '../law/source.ts'

let folder = ''
beforeEach(async () => {
  folder = await fs.mkdtemp(path.join(os.tmpdir(), 'jidoka 假设 '))
})
afterEach(() => fs.rm(folder, { recursive: true, force: true }))

async function write(text: string): Promise<string> {
  const file = path.join(folder, 'plant.yaml')
  await fs.writeFile(file, text)
  return file
}

describe('assumptions', () => {
  it('of seeds/assumptions.yaml are all the defaults, and the same', () => {
    const seed = readYaml(readHouse('seeds/assumptions.yaml'), 'seeds/assumptions.yaml').value
    expect(seed).toEqual(Assumptions.parse({}))
    expect(loadAssumptions(path.join(root, 'seeds', 'assumptions.yaml'))).toEqual(loadAssumptions())
  })

  it('each say what they mean', () => {
    for (const [name, schema] of Object.entries(Assumptions.shape))
      expect(schema.description, name).toMatch(/^.{15,}$/)
  })

  it('of a file change the defaults that it names, and no others', async () => {
    const file = await write('\uFEFF# our plant\nmanualS: 4.5\ndeskCapacity: 0\n')
    expect(loadAssumptions(file)).toEqual({ ...loadAssumptions(), manualS: 4.5, deskCapacity: 0 })
    expect(loadAssumptions(await write('# nothing yet\n'))).toEqual(loadAssumptions())
  })

  it.each([
    ['manualS: 4\nreviewSeconds: 9\n', /plant\.yaml, line 2: reviewSeconds: no such assumption/],
    ['manuals: 4\n', /line 1: manuals: no such assumption, did you mean manualS\?/],
    ['manualS: 0\n', /line 1: manualS: /],
    ['reviewS: 2\nauditShare: 2 %\n', /line 2: auditShare: .*number/],
    ['prevalence: 1.5\ndeskSeats: 1.5\n', /line 1: prevalence: .*; line 2: deskSeats: /],
    ['hardware:\n', /line 1: hardware: .*number/],
    ['- manualS\n', /line 1: file: .*object/],
    ['manualS: [\n', /line 2/],
  ])('of a bad file are refused with the line and the name: %j', async (text, cause) => {
    const file = await write(text)
    expect(() => loadAssumptions(file)).toThrow(expect.objectContaining({ code: 'YAML_INVALID' }))
    expect(() => loadAssumptions(file)).toThrow(cause)
  })

  it('of a file that is not there are refused with its name', () => {
    expect(() => loadAssumptions(path.join(folder, 'none.yaml'))).toThrow(
      expect.objectContaining({ code: 'CONFIG_INVALID', message: expect.stringContaining('none.yaml') }),
    )
  })
})
