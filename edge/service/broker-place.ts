import { type Broker, type BrokerOptions, startBroker } from '../../broker/broker.ts'
import type { Settings } from '../contract/setting.ts'
import type { BusLogin } from '../io/bus.ts'
import type { TlsFiles } from '../io/tls-file.ts'
import { brokerLogin } from './broker-login.ts'
import type { Closer } from './closer.ts'
import type { People } from './people.ts'

/** Where the service speaks and listens. */
export interface BrokerPlace {
  readonly url: string
  /** The login on a broker of one's own; null: the embedded one, which knows its own users. */
  readonly own: BusLogin | null
  /** Where other computers find the embedded broker; null: nowhere. */
  readonly publicUrl: string | null
  /** Hears every command that the embedded broker took; a broker of one's own says nothing of who sent what. */
  onCommand: Broker['onCommand']
  /** null: a broker of one's own is cut elsewhere. */
  readonly cut: Broker['cut'] | null
}

/** The broker that the settings name, or one of ours until the closer closes. @throws {JidokaError} CONFIG_INVALID, PORT_IN_USE */
export async function openBroker(
  settings: Settings,
  { busRole: authenticate }: People,
  tools: Pick<BrokerOptions, 'clock' | 'log' | 'onDenied'>,
  tls: TlsFiles | null,
  closer: Closer,
): Promise<BrokerPlace> {
  if (settings.broker !== '') {
    const { url, ...own } = brokerLogin(settings)
    return { url, own, publicUrl: null, onCommand: () => undefined, cut: null }
  }
  const { host, mqttPort: port } = settings
  const broker = await startBroker({ host, port, authenticate, tls: tls?.options() ?? null, ...tools })
  tls?.onChange(broker.renewTls)
  closer.add(broker, (opened) => opened.close())
  return {
    url: broker.url,
    own: null,
    onCommand: broker.onCommand,
    cut: broker.cut,
    publicUrl: tls && `mqtts://${tls.name(host)}:${broker.port}`,
  }
}
