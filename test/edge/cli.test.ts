import fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readHouse } from '../law/source.ts'
import { runJidoka } from './process.ts'

const commands = [...readHouse('edge/verb.ts').matchAll(/\.command\('([a-z]+)'\)/g)].map(
  ([, name]) => name ?? '',
)
let scratch = ''

beforeEach(async () => {
  scratch = await fs.mkdtemp(path.join(os.tmpdir(), 'jidoka-cli-'))
})
afterEach(() => fs.rm(scratch, { recursive: true, force: true }))

describe('a wrong command line gets one line on stderr, nothing on stdout, and exit code 2', () => {
  const wrong: readonly (readonly [args: readonly string[], line: RegExp])[] = [
    [['start', '--prot', '1'], /^USAGE: unknown option '--prot' \(Did you mean --port\?\)\./],
    [['strat'], /^USAGE: unknown command 'strat' \(Did you mean start\?\)\./],
    [['inspect'], /^USAGE: missing required argument 'images'\./],
    [['generate', '--out', 'parts', '--parts', '1.5'], /^USAGE: 1\.5 is not a whole number from 1\./],
    [['generate', '--out', 'parts', '--prevalence', '2'], /^USAGE: 2 is not a number from 0 to 1\./],
    [
      ['generate', '--out', 'parts', '--format', 'gif'],
      /^USAGE: option '--format <format>' argument 'gif' is invalid\./,
    ],
    [['generate', '--out', 'parts', '--line', 'brass'], /^LINE_UNKNOWN: .*steel-strip/],
    [['start', '--port', '99999'], /^CONFIG_INVALID: port \(--port\): .*65535/],
    [['start', '--host', '0.0.0.0'], /^HOST_NOT_LOOPBACK: /],
    [
      ['start', '--scenario', 'dimlamp'],
      /^SCENARIO_UNKNOWN: .*did you mean dim-lamp\? Known: blister-pack, dim-lamp, machined-disc, novel-defects, pcb, smeared-lens, stage, steel-strip\./,
    ],
    [['start', '--config', 'nowhere.yaml'], /^CONFIG_INVALID: nowhere\.yaml cannot be read \(ENOENT\)\./],
    [['listen', '--data', 'empty'], /^BROKER_UNREACHABLE: No service runs on /],
  ]
  for (const [args, line] of wrong) {
    it(`jidoka ${args.join(' ')}`, async () => {
      const { exitCode, out, err } = await runJidoka(args, { cwd: scratch })
      expect({ exitCode, out, lines: err.trimEnd().split('\n').length }, err).toEqual({
        exitCode: 2,
        out: '',
        lines: 1,
      })
      expect(err).toMatch(line)
    })
  }

  it('a variable with a typing error', async () => {
    const { exitCode, err } = await runJidoka(['doctor'], { env: { JIDOKA_PROT: '1' } })
    expect(exitCode).toBe(2)
    expect(err).toMatch(/^CONFIG_INVALID: JIDOKA_PROT .*did you mean JIDOKA_PORT\?/)
  })

  it('a faulty YAML file, with its line and column', async () => {
    await fs.writeFile(path.join(scratch, '设置 1.yaml'), 'port: 1\nmodel: [\n')
    const { exitCode, err } = await runJidoka(['start', '--config', '设置 1.yaml'], { cwd: scratch })
    expect(exitCode).toBe(2)
    expect(err).toMatch(/^YAML_INVALID: 设置 1\.yaml, line 3, column 1: [^\n]+\n$/)
  })

  it('no command at all shows the help on stderr', async () => {
    const { exitCode, out, err } = await runJidoka([])
    expect({ exitCode, out }).toEqual({ exitCode: 2, out: '' })
    expect(err).toContain('Commands:')
  })
})

describe('help', () => {
  it.each(commands)('jidoka %s --help gives examples on stdout', async (command) => {
    const { exitCode, out, err } = await runJidoka([command, '--help'])
    expect({ exitCode, err }).toEqual({ exitCode: 0, err: '' })
    expect(out).toContain(`Usage: jidoka ${command} `)
    expect(out).toContain(`$ jidoka ${command}`)
  })

  it('offers no option for a secret, which other users could read in the list of processes', async () => {
    const { out } = await runJidoka(['start', '--help'])
    expect(out).toContain('--mqtt-port')
    expect(out).not.toMatch(/password <|--admin-password/)
  })
})

describe('generate', () => {
  it('gives the same bytes for the same seed, and others for another', async () => {
    const hashOf = async (folder: string, seed: string) => {
      const { exitCode, err } = await runJidoka(
        ['generate', '--out', folder, '--parts', '3', '--seed', seed],
        {
          cwd: scratch,
        },
      )
      expect(exitCode, err).toBe(0)
      const card = JSON.parse(await fs.readFile(path.join(scratch, folder, 'data-card.json'), 'utf8')) as {
        sha256: string
      }
      return card.sha256
    }
    const [first, again, other] = [await hashOf('a', '7'), await hashOf('b', '7'), await hashOf('c', '8')]
    expect(first).toMatch(/^[0-9a-f]{64}$/)
    expect(again).toBe(first)
    expect(other).not.toBe(first)
  })
})
