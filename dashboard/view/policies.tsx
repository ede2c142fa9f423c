import type { MachineState } from '../../edge/contract/plant.ts'
import { decimal, percent } from '../format.ts'
import { language, words } from '../language.ts'
import { Panel } from './panel.tsx'

/** What upkeep costs under each policy: bars of one scale, foresight last, since nobody has it. */
export function Policies({ machine: { policies } }: { readonly machine: MachineState }) {
  const word = words.value.policies
  if (!policies) return null
  const { bars, lives, command, saving, saving95 } = policies
  const dearest = Math.max(...bars.map(({ cost }) => cost))
  const share = (value: number | undefined) => (value === undefined ? '–' : percent(value, language.value))
  const bounds = [share(saving95?.[0]), share(saving95?.[1])] as const
  return (
    <Panel
      id="policies"
      title={word.title}
      aside={<span class="hint">{word.saved(share(saving), ...bounds)}</span>}
    >
      <ul class="policies">
        {bars.map(({ policy, cost, downtimeH }) => (
          <li key={policy} class={policy}>
            <span>{word.policy[policy]}</span>
            <span class="level-track" aria-hidden>
              <i style={{ width: `${(100 * cost) / dearest}%` }} />
            </span>
            <span class="mono">{tenths(cost)}</span>
            <small>{word.downtime(tenths(downtimeH))}</small>
          </li>
        ))}
      </ul>
      <p class="hint">
        {word.note(decimal(lives, language.value))} <code>{command}</code>
      </p>
    </Panel>
  )
}

const tenths = (value: number): string =>
  value.toLocaleString(language.value, { minimumFractionDigits: 2, maximumFractionDigits: 2 })
