import { useEffect } from 'preact/hooks'
import type { Clock } from '../../edge/contract/port.ts'
import { dayAndTime } from '../format.ts'
import { language, words } from '../language.ts'
import { brokerUrl, run } from '../store.ts'
import { pollSystem, readiness, settings } from '../system.ts'
import { settingText } from '../system-fold.ts'
import { Load } from './load.tsx'
import { type Pair, Pairs } from './pairs.tsx'
import { Panel } from './panel.tsx'
import { Trends } from './trend.tsx'

/** How the service itself is: its components, its speed, its last minutes, its settings. */
export function Service({ clock }: { readonly clock: Clock }) {
  useEffect(() => pollSystem(clock), [clock])
  return (
    <>
      <Components />
      <Load />
      <Trends />
      <Settings />
    </>
  )
}

function Components() {
  const { service } = words.value
  const [said, known] = [readiness.value, run.value]
  const rows: Pair[] = [
    ...Object.entries(said?.components ?? {}).map(
      ([name, state]): Pair => [service.component[name] ?? name, service.state[state] ?? state],
    ),
    [words.value.system.broker, <span class="mono">{brokerUrl.value}</span>],
    ...(known ? [[service.since, dayAndTime(Date.parse(known.startedAt), language.value)] as const] : []),
  ]
  return (
    <Panel id="components" title={service.title}>
      <p class={said?.isReady ? 'ready' : 'ready down'} role="status">
        {said ? (said.isReady ? service.ready : service.notReady) : service.away}
      </p>
      <Pairs rows={rows} />
    </Panel>
  )
}

function Settings() {
  const { service } = words.value
  const known = settings.value
  if (!known) return null
  return (
    <Panel id="settings" title={service.settings} aside={<span class="hint">{service.settingsHint}</span>}>
      <dl class="settings">
        {Object.entries(known).map(([name, value]) => (
          <div key={name}>
            <dt class="mono">{name}</dt>
            <dd class="mono">{settingText(value)}</dd>
          </div>
        ))}
      </dl>
    </Panel>
  )
}
