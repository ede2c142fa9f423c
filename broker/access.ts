/** Who may say and hear what. Whatever is not allowed here is refused. */
export type Role = 'admin' | 'edge' | 'viewer'

/** `…/_inspect/v1/…` under at least one level, no wildcard, never `$SYS`. */
const stationTopic = /^[^$+#][^+#]*\/_inspect\/v1\/[^+#]+$/
const commandTopic = /\/_inspect\/v1\/cmd\//
/** `…/_inspect/v1/cmd/…`, with wildcards where MQTT allows them. */
const commandFilter = /^[^$#][^#]*\/_inspect\/v1\/cmd\/[^#]*#?$/

/** Sparkplug B: an edge node says births, deaths and data, and hears commands to itself and which hosts are there. */
const sparkplugTopic = /^spBv1\.0\/[^+#/]+\/([ND](BIRTH|DATA|DEATH))\/[^+#/]+(\/[^+#/]+)?$/
const sparkplugFilter = /^spBv1\.0\/(STATE\/[^+#/]+|[^+#/]+\/NCMD\/[^+#/]+)$/

/** A station speaks about itself and takes commands; only an admin gives them. */
export function mayPublish(role: Role, topic: string): boolean {
  if (role === 'admin') return /^[^$+#][^+#]*$/.test(topic)
  if (role !== 'edge') return false
  return sparkplugTopic.test(topic) || (stationTopic.test(topic) && !commandTopic.test(topic))
}

/**
 * `$share/` is refused to everyone: aedes grants it and then delivers nothing (moscajs/aedes#228). A `#` never matches `$SYS`
 * (MQTT 3.1.1, 4.7.2), so a viewer may ask for everything.
 */
export function maySubscribe(role: Role, filter: string): boolean {
  if (filter.startsWith('$share/')) return false
  if (role === 'admin') return true
  if (role === 'viewer') return !filter.startsWith('$')
  return commandFilter.test(filter) || sparkplugFilter.test(filter)
}
