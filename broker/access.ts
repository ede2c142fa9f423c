import { mayDo, type Role } from '../edge/contract/role.ts'

/** Who may say and hear what. Whatever is not allowed here is refused. `edge` is the service itself. */
export type BusRole = Role | 'edge'

/** `…/_inspect/v1/…` under at least one level, no wildcard, never `$SYS`. */
const stationTopic = /^[^$+#][^+#]*\/_inspect\/v1\/[^+#]+$/
/** `…/_inspect/v1/cmd/{act}`, perhaps with more levels. */
const commandTopic = /\/_inspect\/v1\/cmd\/([^/]*)/
/** Whether this is a command to a station, whoever may give it. */
export const isCommand = (topic: string): boolean => commandTopic.test(topic)
/** What nobody gives a command for: it is for HTTP alone, or for ears. */
const silentActs = new Set(['look', 'learn', 'attend', 'teach'])
/** `…/_inspect/v1/cmd/…`, with wildcards where MQTT allows them. */
const commandFilter = /^[^$#][^#]*\/_inspect\/v1\/cmd\/[^#]*#?$/

/** Sparkplug B: an edge node says births, deaths and data, and hears commands to itself and which hosts are there. */
const sparkplugTopic = /^spBv1\.0\/[^+#/]+\/([ND](BIRTH|DATA|DEATH))\/[^+#/]+(\/[^+#/]+)?$/
const sparkplugFilter = /^spBv1\.0\/(STATE\/[^+#/]+|[^+#/]+\/NCMD\/[^+#/]+)$/

/** Why this may not be published; null: it may. A station speaks about itself and takes commands; people give them, by their role. */
export function publishRefusal(role: BusRole, topic: string): string | null {
  if (role === 'admin') return /^[^$+#][^+#]*$/.test(topic) ? null : 'this is no topic for messages'
  const command = commandTopic.exec(topic)?.[1]
  if (role === 'edge') {
    const isOwn = sparkplugTopic.test(topic) || (stationTopic.test(topic) && command === undefined)
    return isOwn ? null : 'not about a station'
  }
  const may = stationTopic.test(topic) && command !== undefined && mayDo(role, command)
  return may && !silentActs.has(command) ? null : `the role ${role} may not publish here`
}

/** Why this may not be heard; null: it may. A `#` never matches `$SYS` (MQTT 3.1.1, 4.7.2), so a viewer may ask for everything. */
export function subscribeRefusal(role: BusRole, filter: string): string | null {
  // aedes grants it and then delivers nothing (moscajs/aedes#228).
  if (filter.startsWith('$share/'))
    return 'shared subscriptions are not offered here; an external broker such as Mosquitto has them'
  if (role === 'admin') return null
  if (role === 'edge') {
    const isOwn = commandFilter.test(filter) || sparkplugFilter.test(filter)
    return isOwn ? null : 'the service hears commands only'
  }
  return filter.startsWith('$') ? 'only admins hear what begins with $' : null
}
