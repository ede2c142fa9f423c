import type { MachineState, PlantState } from '../../edge/contract/plant.ts'
import { decimal, plainPercent } from '../format.ts'
import { language, nameOf, words } from '../language.ts'
import { choose } from '../machines.ts'
import { AdviceGlyph } from './advice-glyph.tsx'
import { Panel } from './panel.tsx'

interface PlantProps {
  readonly plant: PlantState
  readonly present: MachineState
}

/** All machines at a glance; a press chooses the one that the panels below are about. */
export function PlantOverview({ plant, present }: PlantProps) {
  const word = words.value.machines
  const pace = word.pace(decimal(plant.hoursPerSecond, language.value, plant.hoursPerSecond % 1 ? 1 : 0))
  return (
    <Panel
      id="plant"
      title={word.title}
      aside={
        <span class="hint">
          {word.simulated} · {pace}
        </span>
      }
    >
      <ul class="plant">
        {plant.machines.map((state) => (
          <li key={state.machine}>
            <Tile state={state} isPresent={state.machine === present.machine} />
          </li>
        ))}
      </ul>
    </Panel>
  )
}

function Tile({ state, isPresent }: { readonly state: MachineState; readonly isPresent: boolean }) {
  const { machines: word, advice } = words.value
  const { condition } = state
  const health = condition?.healthIndex ?? null
  const level = condition?.advice.level ?? 'none'
  return (
    <button
      type="button"
      class={`machine ${level}`}
      aria-pressed={isPresent}
      onClick={() => choose(state.machine)}
    >
      <span class="machine-head">
        <b>{nameOf(state.machine)}</b>
        {condition?.zone && <span class={`iso-zone ${condition.zone}`}>{word.zone(condition.zone)}</span>}
      </span>
      <span class="machine-health">
        <span>{health === null ? '–' : plainPercent(Math.round(100 * health) / 100, language.value)}</span>
        <small>{word.health}</small>
      </span>
      <span class="level-track" aria-hidden>
        <i style={{ width: `${100 * (health ?? 0)}%` }} />
      </span>
      <span class="machine-says">
        <AdviceGlyph level={level} /> {level === 'none' ? <Outlook state={state} /> : advice.level[level]}
      </span>
    </button>
  )
}

/** What is known of the remaining life, in a few words. */
function Outlook({ state: { condition } }: { readonly state: MachineState }) {
  const word = words.value.machines
  if (!condition || condition.healthIndex === null) return <>{word.learning}</>
  const { forecast } = condition
  if (forecast.kind === 'no-trend') return <>{word.healthy}</>
  const hours = (value: number) => decimal(value, language.value)
  return <>{word.left(hours(forecast.lowH), hours(forecast.highH))}</>
}
