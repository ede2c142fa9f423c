import type { PlantState } from '../contract/plant.ts'
import type { Settings } from '../contract/setting.ts'
import { openInBrowser } from '../io/browser.ts'
import { environment, isLoopback, userDataFolder } from '../io/config.ts'
import { removeRunNote, writeRunNote } from '../io/run-note.ts'
import type { Shell } from '../io/shell.ts'
import type { RunPlan } from './run-plan.ts'

export interface GreetingFacts {
  readonly settings: Settings
  readonly plan: RunPlan
  readonly prefix: string
  readonly httpUrl: string
  readonly mqttUrl: string
  /** null beyond loopback, where nobody comes by a link, but for a classroom. */
  readonly ticket: string | null
  /** Where other computers find the broker; null: nowhere. */
  readonly publicMqttUrl: string | null
  readonly viewerPassword: string
  /** Passwords by user, on the first start of a data folder. */
  readonly drawn: Readonly<Record<string, string>>
  readonly plant: PlantState
  readonly gateUrl: string | null
  /** Where trainees join; none on loopback. */
  readonly joinUrls: readonly string[]
}

/**
 * A run introduces itself, its seed first, on stderr: the only place where the sign-in link and any
 * password appear. The same goes into run.json (0600) for `jidoka listen`; the returned function removes it.
 */
export function greet(facts: GreetingFacts, shell: Shell & { readonly shouldOpen: boolean }): () => void {
  const { settings, plan, prefix, httpUrl, mqttUrl, viewerPassword } = facts
  const link = facts.ticket === null ? httpUrl : `${linkOrigin(facts)}/sign-in?ticket=${facts.ticket}`
  const howOften = facts.ticket === null ? '   (sign in as a user)' : '   (one sign-in, within the hour)'
  const isUsual = settings.data === userDataFolder(environment(), process.platform)
  const place = isUsual ? '' : ` --data "${settings.data}"`
  const lines = [
    `seed       ${plan.isSimulated ? plan.seed : 'none: photographs'}`,
    `jidoka     ${shell.version} · ${plan.line} · ${plan.isSimulated ? 'simulated' : plan.folder} · model ${plan.card.sha256.slice(0, 12)}`,
    `board      ${link}${howOften}`,
    ...facts.joinUrls.map((url) => `classroom  ${url}   (trainees join here, by the code on the board)`),
    ...(facts.publicMqttUrl === null ? [] : [`broker     ${facts.publicMqttUrl}`]),
    `machines   ${machinesLine(facts.plant)}`,
    ...(facts.gateUrl ? [`gate       ${facts.gateUrl}   (coils: 0 OK, 1 NG, 2 heartbeat)`] : []),
    ...usersLine(facts.drawn),
    `replay     ${plan.replayCommand}`,
    `subscribe  mosquitto_sub ${mosquittoPlace(facts)} -t '${prefix}/#' -v`,
    `listen     npx jidoka listen${place}`,
    `data       ${settings.data}`,
    'Ctrl-C ends it.',
  ]
  shell.err.write(`${lines.join('\n')}\n`)
  const viewer = settings.broker
    ? { viewerUser: settings.brokerUser, viewerPassword: '' }
    : { viewerUser: 'viewer', viewerPassword }
  writeRunNote(settings.data, { httpUrl, mqttUrl, ...viewer })
  if (shell.shouldOpen) openInBrowser(link)
  return () => removeRunNote(settings.data)
}

/** The link is good on this computer alone; where the room may connect, it names this computer as only it can. */
const linkOrigin = ({ httpUrl, settings }: GreetingFacts): string =>
  isLoopback(settings.host) ? httpUrl : `https://127.0.0.1:${new URL(httpUrl).port}`

/** The password of a broker of one's own is not ours to show. */
function mosquittoPlace({ settings, mqttUrl, viewerPassword }: GreetingFacts): string {
  const { hostname, port, protocol } = new URL(mqttUrl)
  const place = `-h ${hostname} -p ${port || (protocol === 'mqtts:' ? 8883 : 1883)}`
  if (!settings.broker) return `${place} -u viewer -P ${viewerPassword}`
  const ca = settings.brokerCa && ` --cafile "${settings.brokerCa}"`
  return settings.brokerUser ? `${place}${ca} -u ${settings.brokerUser} -P …` : `${place}${ca}`
}

/** Once, and nowhere else. */
const usersLine = (drawn: GreetingFacts['drawn']): string[] => {
  const said = Object.entries(drawn).map(([user, password]) => `${user} ${password}`)
  if (said.length === 0) return []
  return [
    `users      ${said.join(' · ')}   (shown this once; \`npx jidoka user <name>\` makes a new password)`,
  ]
}

/** How fast the machines live, and which of them nothing is forecast for. */
function machinesLine({ hoursPerSecond, machines }: PlantState): string {
  if (machines.length === 0) return 'off'
  const blind = machines.filter(({ forecastModel }) => forecastModel === null).map(({ machine }) => machine)
  const without = blind.length === 0 ? '' : ` · no forecast for ${blind.join(', ')}`
  return `${machines.length} simulated · ${hoursPerSecond} running hours a second${without}`
}
