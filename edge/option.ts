import type { Command } from 'commander'
import { JidokaError } from './contract/error.ts'
import { Settings } from './contract/setting.ts'
import { environment, loadSettings, optionName } from './io/config.ts'
import type { SecondPlace } from './io/second-eye.ts'

/** The tail of a command's help. */
export const examples = (...lines: string[]) =>
  ['', 'Examples:', ...lines.map((line) => `  $ ${line}`)].join('\n')

/** Reads an option that counts something. */
export const wholeNumberFrom = (least: number) => (text: string) => {
  const value = Number(text)
  if (!Number.isSafeInteger(value) || value < least || text.trim() === '') {
    throw new JidokaError('USAGE', `${text} is not a whole number from ${least}.`)
  }
  return value
}

/** What goes with another option would be passed over in silence without it. */
export function refuseIdle(given: Command, names: readonly string[], why: string): void {
  const idle = names.find((name) => given.getOptionValueSource(name) === 'cli')
  if (idle !== undefined) throw new JidokaError('USAGE', `${optionName(idle)} ${why}.`)
}

/** Reads a share, 0 and 1 included. */
export function share(text: string): number {
  const value = Number(text)
  if (!(value >= 0 && value <= 1) || text.trim() === '')
    throw new JidokaError('USAGE', `${text} is not a number from 0 to 1.`)
  return value
}

/** Reads a claim or a limit: no number of parts shows 0 or 1. */
export function openShare(text: string): number {
  const value = share(text)
  if (value > 0 && value < 1) return value
  throw new JidokaError('USAGE', `${text} must lie between 0 and 1: no number of parts shows either.`)
}

/** Reads a number over 0. */
export function positive(text: string): number {
  const value = Number(text)
  if (value > 0 && Number.isFinite(value)) return value
  throw new JidokaError('USAGE', `${text} is not a number over 0.`)
}

/** The one setting that commands of a single model share with the service. */
export const secondLookOption = [
  '--second-look <place>',
  Settings.shape.secondLook.description ?? '',
] as const

/** Of what `--report` writes. */
export const languageOption = (command: Command) =>
  command.createOption('--language <language>', 'of the report').choices(['en', 'zh']).default('en')

/** Where to look again: the option, else the environment, else here. */
export const secondPlace = (secondLook: string | undefined): SecondPlace =>
  loadSettings({ env: environment(), flags: { secondLook } })

/** Reads a port. */
export function port(text: string): number {
  const value = wholeNumberFrom(0)(text)
  if (value <= 65_535) return value
  throw new JidokaError('USAGE', `${text} is no port: they go up to 65535.`)
}
