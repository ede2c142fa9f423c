import { mayDo } from '../contract/role.ts'
import type { BrokerPlace } from './broker-place.ts'
import { type CommandDoors, createCommandDesk } from './command-desk.ts'
import type { People } from './people.ts'
import type { RunTools } from './run-tools.ts'

/** No account can have this name. */
const strangerName = 'someone@broker'

/** Hears commands to this station, from the embedded broker or, where that is wanted, from a broker of one's own. */
export function hearCommands(
  tools: RunTools,
  doors: CommandDoors,
  broker: BrokerPlace,
  { roleOf }: Pick<People, 'roleOf'>,
): void {
  const { settings, prefix, bus, clock, log, metrics } = tools
  const take = createCommandDesk({
    ...{ doors, clock, log, metrics },
    mayDo(user, act) {
      if (broker.own !== null) return true
      const role = roleOf(user)
      return role !== null && mayDo(role, act)
    },
    reply(data) {
      if (!bus.edge.isConnected()) return
      bus.edge
        .publish(bus.voice.message('reply', data))
        .catch((error: Error) => log.debug('an answer was not heard', { cause: error.message }))
    },
  })
  const root = `${prefix}/cmd/`
  const hear = (topic: string, payload: string, user: string) => {
    if (topic.startsWith(root)) void take(topic.slice(root.length), payload, user)
  }
  broker.onCommand(({ topic, payload, user }) => hear(topic, payload, user))
  if (broker.own === null || settings.brokerCommands === 'off') return
  bus.edge.onMessage((topic, payload, isRetained) => {
    if (!isRetained) hear(topic, payload, strangerName)
  })
  bus.edge.subscribe([`${root}#`])
}
