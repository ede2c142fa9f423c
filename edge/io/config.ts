import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { z } from 'zod'
import { type Claim, Claims } from '../contract/claim.ts'
import { JidokaError } from '../contract/error.ts'
import { Scenario } from '../contract/scenario.ts'
import { environmentName, Settings, secretSettings } from '../contract/setting.ts'
import { nearest } from '../core/nearest.ts'
import { readText } from './text-file.ts'
import { readYaml } from './yaml.ts'

export type Environment = Readonly<Record<string, string | undefined>>

/** The one place that reads the environment of the process. */
export const environment = (): Environment => process.env

export interface SettingSources {
  readonly configPath?: string | undefined
  readonly env?: Environment
  /** Command-line options by name of the setting. */
  readonly flags?: Readonly<Record<string, unknown>>
  readonly platform?: NodeJS.Platform
}

/** Read by the tests, not by the service. */
const otherVariables = ['JIDOKA_CHROMIUM']

interface Given {
  readonly value: unknown
  readonly origin: string
}

/**
 * Defaults, then the YAML file, then the environment, then command-line options; a blank value counts as not
 * given. `data` comes back absolute. Throws CONFIG_INVALID with every problem at once, YAML_INVALID or HOST_NOT_LOOPBACK.
 */
export function loadSettings(sources: SettingSources): Settings {
  const settings = readSettings(sources)
  const { host, tlsCert } = settings
  if (isLoopback(host) || tlsCert) return settings
  const cause = `host is ${host}, which other machines may reach, and tlsCert is not set.`
  throw new JidokaError('HOST_NOT_LOOPBACK', cause)
}

/** The same, wherever it may be reached from: whoever asks sees to TLS. @throws {JidokaError} CONFIG_INVALID, YAML_INVALID */
export function readSettings({
  configPath,
  env = {},
  flags = {},
  platform = process.platform,
}: SettingSources): Settings {
  const problems: string[] = []
  const given = new Map<string, Given>([
    ...(configPath ? fromYaml(configPath, problems) : []),
    ...fromEnvironment(env, problems),
    ...fromFlags(flags),
  ])
  const parsed = Settings.safeParse(Object.fromEntries([...given].map(([name, { value }]) => [name, value])))
  for (const issue of parsed.error?.issues ?? []) {
    const name = String(issue.path[0])
    problems.push(`${name} (${given.get(name)?.origin}): ${issue.message}`)
  }
  if (!parsed.success || problems.length > 0)
    throw new JidokaError('CONFIG_INVALID', `${problems.join('; ')}.`)
  const settings = parsed.data
  const { tlsCert, tlsKey, tlsCa } = settings
  if (Boolean(tlsCert) !== Boolean(tlsKey) || (tlsCa && !tlsCert))
    throw new JidokaError('CONFIG_INVALID', 'tlsCert and tlsKey go together, and tlsCa with both.')
  if (settings.inspection === 'workers' && settings.broker === '')
    throw new JidokaError(
      'CONFIG_INVALID',
      'inspection is workers, and broker is not set: ours shares no jobs.',
    )
  return { ...settings, data: path.resolve(settings.data || userDataFolder(env, platform)) }
}

function fromYaml(file: string, problems: string[]): [string, Given][] {
  const yaml = readYaml(readText(file), file)
  if (yaml.value === null) return []
  if (typeof yaml.value !== 'object' || Array.isArray(yaml.value)) {
    throw new JidokaError('CONFIG_INVALID', `${file} must hold lines of the form \`setting: value\`.`)
  }
  const given: [string, Given][] = []
  for (const [name, value] of Object.entries(yaml.value)) {
    const origin = `${file}, line ${yaml.lineOf([name])}`
    if (!settingNames.includes(name))
      problems.push(`${name} (${origin}): no such setting${didYouMean(name, settingNames)}`)
    else if (value !== null && typeof value !== 'string' && typeof value !== 'number') {
      problems.push(`${name} (${origin}): expected one number or text`)
    } else if (!isBlank(value)) given.push([name, { value, origin }])
  }
  return given
}

function fromEnvironment(env: Environment, problems: string[]): [string, Given][] {
  const names = new Map(settingNames.map((name) => [environmentName(name), name]))
  const given: [string, Given][] = []
  for (const [variable, value] of Object.entries(env)) {
    if (!variable.startsWith('JIDOKA_') || otherVariables.includes(variable)) continue
    const name = names.get(variable)
    if (!name)
      problems.push(`${variable} (environment): no such setting${didYouMean(variable, [...names.keys()])}`)
    else if (!isBlank(value)) given.push([name, { value, origin: variable }])
  }
  return given
}

const fromFlags = (flags: Readonly<Record<string, unknown>>): [string, Given][] =>
  Object.entries(flags)
    .filter(([, value]) => !isBlank(value))
    .map(([name, value]) => [name, { value, origin: optionName(name) }])

const isBlank = (value: unknown) => value === undefined || value === null || String(value).trim() === ''

export const isLoopback = (host: string) =>
  host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host)

function didYouMean(word: string, known: readonly string[]): string {
  const guess = nearest(word, known)
  return guess ? `, did you mean ${guess}?` : ''
}

export const settingNames: readonly string[] = Object.keys(Settings.shape)

/** `mqttPort` → `--mqtt-port`. */
export const optionName = (setting: string): string =>
  `--${setting.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`

/** Where a user's programs keep their state on each system. */
export function userDataFolder(env: Environment, platform: NodeJS.Platform): string {
  const home = env.HOME || env.USERPROFILE || os.homedir()
  if (platform === 'win32') {
    return path.win32.join(env.LOCALAPPDATA || path.win32.join(home, 'AppData', 'Local'), 'jidoka')
  }
  if (platform === 'darwin') return path.posix.join(home, 'Library', 'Application Support', 'jidoka')
  return path.posix.join(env.XDG_DATA_HOME || path.posix.join(home, '.local', 'share'), 'jidoka')
}

/** The settings as they may be shown: a secret that is set reads `(set)`. */
export function redactSettings(settings: Settings): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(settings).map(([name, value]) => {
      const isSecret = (secretSettings as readonly string[]).includes(name)
      return [name, isSecret && value ? '(set)' : value]
    }),
  )
}

/** The table of the README, made from the schema. */
export function settingsTable(): string {
  const defaults: Readonly<Record<string, unknown>> = Settings.parse({})
  const rows = Object.entries(Settings.shape).map(([name, schema]) => {
    const standard = defaults[name] === undefined || defaults[name] === '' ? '' : `\`${defaults[name]}\``
    const option = (secretSettings as readonly string[]).includes(name) ? '' : `\`${optionName(name)}\``
    return `| \`${name}\` | ${option} | \`${environmentName(name)}\` | ${standard} | ${schema.description} |`
  })
  return ['| setting | option | environment | default | meaning |', '|---|---|---|---|---|', ...rows].join(
    '\n',
  )
}

/** A day to replay, by the name of a file in seeds/scenarios or by a path. Schema faults name their line. */
export function loadScenario(nameOrPath: string, root: string): Scenario & { readonly name: string } {
  const folder = path.join(root, 'seeds', 'scenarios')
  const isPath = /\.ya?ml$|[/\\]/.test(nameOrPath)
  const file = isPath ? nameOrPath : path.join(folder, `${nameOrPath}.yaml`)
  if (!fs.existsSync(file)) {
    const known = fs.readdirSync(folder).map((name) => path.parse(name).name)
    const cause = `There is no scenario ${nameOrPath}${didYouMean(nameOrPath, known) || '.'}`
    throw new JidokaError('SCENARIO_UNKNOWN', `${cause} Known: ${known.sort().join(', ')}.`)
  }
  const yaml = readYaml(readText(file, 'SCENARIO_UNKNOWN'), file)
  const parsed = Scenario.safeParse(yaml.value)
  if (!parsed.success)
    throw new JidokaError('YAML_INVALID', `${file}, ${parsed.error.issues.map(at).join('; ')}.`)
  return { ...parsed.data, name: path.parse(file).name }

  function at(issue: z.core.$ZodIssue): string {
    const where = issue.code === 'unrecognized_keys' ? [...issue.path, issue.keys[0] ?? ''] : issue.path
    return `line ${yaml.lineOf(where)}: ${where.join('.') || 'file'}: ${issue.message}`
  }
}

/** The claims under test, from seeds/claims.json. */
export function loadClaims(root: string): Claim[] {
  const file = path.join(root, 'seeds', 'claims.json')
  return Claims.parse(JSON.parse(readText(file)))
}
