import type { PlantState } from '../contract/plant.ts'
import type { Settings } from '../contract/setting.ts'
import { openInBrowser } from '../io/browser.ts'
import { environment, userDataFolder } from '../io/config.ts'
import { removeRunNote, writeRunNote } from '../io/run-note.ts'
import type { Shell } from '../io/shell.ts'
import type { RunPlan } from './run-plan.ts'

export interface GreetingFacts {
  readonly settings: Settings
  readonly plan: RunPlan
  readonly prefix: string
  readonly httpUrl: string
  readonly mqttUrl: string
  readonly ticket: string
  readonly viewerPassword: string
  readonly plant: PlantState
  readonly gateUrl: string | null
}

/**
 * A run introduces itself, its seed first, on stderr: the only place where the sign-in link and the viewer's
 * password appear. The same goes into run.json (0600) for `jidoka listen`; the returned function removes it.
 */
export function greet(facts: GreetingFacts, shell: Shell & { readonly shouldOpen: boolean }): () => void {
  const { settings, plan, prefix, httpUrl, mqttUrl, viewerPassword } = facts
  const link = `${httpUrl}/sign-in?ticket=${facts.ticket}`
  const { hostname, port } = new URL(mqttUrl)
  const isUsual = settings.data === userDataFolder(environment(), process.platform)
  const place = isUsual ? '' : ` --data "${settings.data}"`
  const lines = [
    `seed       ${plan.isSimulated ? plan.seed : 'none: photographs'}`,
    `jidoka     ${shell.version} · ${plan.line} · ${plan.isSimulated ? 'simulated' : plan.folder} · model ${plan.card.sha256.slice(0, 12)}`,
    `board      ${link}   (one sign-in, within the hour)`,
    `machines   ${machinesLine(facts.plant)}`,
    ...(facts.gateUrl ? [`gate       ${facts.gateUrl}   (coils: 0 OK, 1 NG, 2 heartbeat)`] : []),
    `replay     ${plan.replayCommand}`,
    `subscribe  mosquitto_sub -h ${hostname} -p ${port} -u viewer -P ${viewerPassword} -t '${prefix}/#' -v`,
    `listen     npx jidoka listen${place}`,
    `data       ${settings.data}`,
    'Ctrl-C ends it.',
  ]
  shell.err.write(`${lines.join('\n')}\n`)
  writeRunNote(settings.data, { httpUrl, mqttUrl, viewerUser: 'viewer', viewerPassword })
  if (shell.shouldOpen) openInBrowser(link)
  return () => removeRunNote(settings.data)
}

/** How fast the machines live, and which of them nothing is forecast for. */
function machinesLine({ hoursPerSecond, machines }: PlantState): string {
  if (machines.length === 0) return 'off'
  const blind = machines.filter(({ forecastModel }) => forecastModel === null).map(({ machine }) => machine)
  const without = blind.length === 0 ? '' : ` · no forecast for ${blind.join(', ')}`
  return `${machines.length} simulated · ${hoursPerSecond} running hours a second${without}`
}
