import fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { JidokaError } from '../../edge/contract/error.ts'
import { environmentName, Settings } from '../../edge/contract/setting.ts'
import {
  loadClaims,
  loadScenario,
  loadSettings,
  redactSettings,
  userDataFolder,
} from '../../edge/io/config.ts'
import { root } from '../law/source.ts'

let folder = ''
beforeEach(async () => {
  folder = await fs.mkdtemp(path.join(os.tmpdir(), 'jidoka 设置 '))
})
afterEach(() => fs.rm(folder, { recursive: true, force: true }))

async function write(text: string, name = 'a.yaml'): Promise<string> {
  const file = path.join(folder, name)
  await fs.writeFile(file, text)
  return file
}

/** The error that `action` throws. */
function faultOf(action: () => unknown): JidokaError {
  try {
    action()
  } catch (error) {
    if (error instanceof JidokaError) return error
    throw error
  }
  throw new Error('nothing was thrown')
}

describe('settings', () => {
  it('take defaults, then the file, then the environment, then options', async () => {
    const configPath = await write('port: 1\nmqttPort: 2\nworkers: 3\n')
    const env = { JIDOKA_MQTT_PORT: '20', JIDOKA_WORKERS: '30' }
    const settings = loadSettings({ configPath, env, flags: { workers: '40' } })
    expect(settings).toMatchObject({ port: 1, mqttPort: 20, workers: 40, deadlineMs: 250 })
  })

  it('can each be given in any of the three ways, with the same result', async () => {
    const { data, ...defaults } = Settings.parse({ seed: 5, model: 'm', adminPassword: 'p', modbusPort: 0 })
    const sample = { ...defaults, data: path.resolve('d'), port: 8081, scenario: 'dim-lamp', cell: '2' }
    const entries = Object.entries(sample)
    const yaml = entries.map(([name, value]) => `${name}: ${JSON.stringify(value)}\n`).join('')
    const env = Object.fromEntries(entries.map(([name, value]) => [environmentName(name), String(value)]))
    const flags = Object.fromEntries(entries.map(([name, value]) => [name, String(value)]))
    expect(Object.keys(sample).sort()).toEqual(Object.keys(Settings.shape).sort())
    expect(data).toBe('')
    expect(loadSettings({ configPath: await write(yaml) })).toEqual(sample)
    expect(loadSettings({ env })).toEqual(sample)
    expect(loadSettings({ flags })).toEqual(sample)
  })

  it('count a blank value as not given: an unset variable of a script takes no port away', () => {
    expect(
      loadSettings({ env: { JIDOKA_PORT: ' ' }, flags: { mqttPort: '', model: undefined } }),
    ).toMatchObject({ port: 8080, mqttPort: 1883 })
  })

  it('report every problem at once, each with where it comes from', async () => {
    const configPath = await write('port: 8080\nprot: 1\nworkers: [2]\ncell: a/b\n')
    const fault = faultOf(() =>
      loadSettings({ configPath, env: { JIDOKA_LGO_LEVEL: 'info' }, flags: { deadlineMs: 'soon' } }),
    )
    expect(fault.code).toBe('CONFIG_INVALID')
    expect(fault.message).toContain(`prot (${configPath}, line 2): no such setting, did you mean port?`)
    expect(fault.message).toContain(`workers (${configPath}, line 3): expected one number or text`)
    expect(fault.message).toContain(`cell (${configPath}, line 4): one level of a topic`)
    expect(fault.message).toContain(
      'JIDOKA_LGO_LEVEL (environment): no such setting, did you mean JIDOKA_LOG_LEVEL?',
    )
    expect(fault.message).toContain('deadlineMs (--deadline-ms): ')
    expect(fault.line).not.toContain('\n')
  })

  it('refuse a deadline that no timer can keep: it would be over at once', () => {
    const fault = faultOf(() => loadSettings({ flags: { deadlineMs: '10000000000' } }))
    expect(fault).toMatchObject({ code: 'CONFIG_INVALID' })
    expect(fault.message).toContain('--deadline-ms')
  })

  it('let the variable of the browser tests pass', () => {
    expect(loadSettings({ env: { JIDOKA_CHROMIUM: 'chromium', PATH: 'x' } }).port).toBe(8080)
  })

  it.each([
    ['a list', '- port\n', 'CONFIG_INVALID'],
    ['an open bracket', 'port: 1\nmodel: [\n', 'YAML_INVALID'],
    ['a key given twice', 'port: 1\nport: 2\n', 'YAML_INVALID'],
    [
      'a flood of aliases',
      `a: &a [${'x,'.repeat(50)}]\nb: &b [${'*a,'.repeat(50)}]\nc: [${'*b,'.repeat(50)}]\n`,
      'YAML_INVALID',
    ],
  ])('refuse a file that is %s', async (_, text, code) => {
    const configPath = await write(text)
    expect(faultOf(() => loadSettings({ configPath })).code).toBe(code)
  })

  it('accept an empty file', async () => {
    expect(loadSettings({ configPath: await write('# nothing yet\n') }).port).toBe(8080)
  })

  it('bind to the loopback only', () => {
    for (const host of ['0.0.0.0', '::', '192.0.2.1', 'example.org', '127.0.0.1.example.org']) {
      expect(faultOf(() => loadSettings({ flags: { host } })).code).toBe('HOST_NOT_LOOPBACK')
    }
    for (const host of ['127.0.0.1', '127.1.2.3', '::1', 'localhost'])
      expect(loadSettings({ flags: { host } }).host).toBe(host)
  })

  it('are shown without their secrets', () => {
    const shown = redactSettings(loadSettings({ env: { JIDOKA_ADMIN_PASSWORD: 'open sesame' } }))
    expect(shown).toMatchObject({ port: 8080, adminPassword: '(set)' })
    expect(JSON.stringify(shown)).not.toContain('sesame')
  })
})

describe('the data folder of the user', () => {
  it.each([
    ['linux', { HOME: '/h/ann' }, '/h/ann/.local/share/jidoka'],
    ['linux', { HOME: '/h/ann', XDG_DATA_HOME: '/x' }, '/x/jidoka'],
    ['darwin', { HOME: '/h/ann' }, '/h/ann/Library/Application Support/jidoka'],
    ['win32', { USERPROFILE: 'C:\\ann', LOCALAPPDATA: 'C:\\ann\\Local' }, 'C:\\ann\\Local\\jidoka'],
    ['win32', { USERPROFILE: 'C:\\ann' }, 'C:\\ann\\AppData\\Local\\jidoka'],
  ] as const)('on %s with %o', (platform, env, expected) => {
    expect(userDataFolder(env, platform)).toBe(expected)
  })
})

describe('scenarios', () => {
  it('all that ship are valid, and the default one is healthy', async () => {
    for (const name of await fs.readdir(path.join(root, 'seeds', 'scenarios'))) {
      expect(loadScenario(path.parse(name).name, root).description.length).toBeGreaterThan(20)
    }
    expect(loadScenario('steel-strip', root)).toMatchObject({
      name: 'steel-strip',
      partsPerSecond: 12,
      faults: [],
    })
  })

  it('can lie anywhere, at a path with blanks and 中文', async () => {
    const file = await write(
      'description: d\nline: steel-strip\nseed: 1\npartsPerSecond: 2\nprevalence: 0.5\ndurationS: 3\n',
      '我的 day.yaml',
    )
    expect(loadScenario(file, root)).toMatchObject({ name: '我的 day', seed: 1, faults: [] })
  })

  it('name the known ones when one is unknown', () => {
    const fault = faultOf(() => loadScenario('stel-strip', root))
    expect(fault.code).toBe('SCENARIO_UNKNOWN')
    expect(fault.message).toBe(
      'There is no scenario stel-strip, did you mean steel-strip? Known: blister-pack, dim-lamp, machined-disc, novel-defects, pcb, smeared-lens, stage, steel-strip.',
    )
  })

  it('name the known ones, in whole sentences, when nothing is near', () => {
    const fault = faultOf(() => loadScenario('zzzzzzzz', root))
    expect(fault.message).toMatch(/^There is no scenario zzzzzzzz\. Known: blister-pack, dim-lamp, /)
  })

  it('name the line of every field that does not fit', async () => {
    const file = await write(
      'description: d\nline: steel-strip\nseed: -1\npartsPerSecond: 2\nprevalence: 0.5\ndurationS: 3\nfaults:\n  - atS: 1\n    set:\n      lampLevl: 0.5\ncolour: red\n',
    )
    const fault = faultOf(() => loadScenario(file, root))
    expect(fault.code).toBe('YAML_INVALID')
    expect(fault.message).toContain('line 3: seed: ')
    expect(fault.message).toContain('line 10: faults.0.set.lampLevl: ')
    expect(fault.message).toContain('line 11: colour: ')
  })

  it('name line and column where the file is no YAML', async () => {
    const file = await write('description: d\nline: "steel\n')
    expect(faultOf(() => loadScenario(file, root)).message).toMatch(/a\.yaml, line \d, column \d+: /)
  })
})

describe('claims', () => {
  it('are the four of the report, in both languages, each with its source and what the source does not say', () => {
    const claims = loadClaims(root)
    expect(claims.map(({ id }) => id)).toEqual(['accuracy', 'inspection-time', 'labour', 'maintenance'])
    expect(claims.map(({ figure }) => figure)).toEqual([99.8, null, 70, null])
    for (const { text, source } of claims) {
      expect(text.zh).toMatch(/\p{Script=Han}/u)
      expect(source.note.en).toMatch(/no product, no defect rate and no method/)
    }
  })
})
