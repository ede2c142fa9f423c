import { useSignal } from '@preact/signals'
import { changeCondition } from '../api.ts'
import { plainPercent } from '../format.ts'
import { language, words } from '../language.ts'
import { isTraineePage } from '../page.ts'
import { condition, phase, run } from '../store.ts'
import { Panel } from './panel.tsx'

const dimmedLamp = 0.6
const smearedLens = 0.4

/** The hands on the station: one button does it, the same button undoes it. */
export function Station() {
  const { station } = words.value
  const now = condition.value
  const problem = useSignal<string | null>(null)
  if (!now) return null

  const set = async (change: { lampLevel: number } | { lensSmear: number }) => {
    const answer = await changeCondition(change)
    if (answer.kind === 'signed-out') phase.value = 'signed-out'
    if (answer.kind === 'ok') condition.value = answer.value
    if (answer.kind === 'refused') problem.value = `${answer.error.message} ${answer.error.remedy}`
    else problem.value = answer.kind === 'ok' ? null : station.failed
  }
  const isReal = run.value?.isSimulated === false
  return (
    <Panel id="station" title={station.title} aside={<span class="hint">{station.cause[now.cause]}</span>}>
      <div class="faults">
        <Fault
          name={station.lamp}
          says={station.lampLevel}
          level={now.lampLevel}
          isFaulty={now.lampLevel < 1}
          action={station.dimLamp}
          isDisabled={isReal}
          onPress={() => set({ lampLevel: now.lampLevel < 1 ? 1 : dimmedLamp })}
        />
        <Fault
          name={station.lens}
          says={station.lensSmear}
          level={now.lensSmear}
          isFaulty={now.lensSmear > 0}
          action={station.smearLens}
          isDisabled={isReal}
          onPress={() => set({ lensSmear: now.lensSmear > 0 ? 0 : smearedLens })}
        />
      </div>
      <p class="hint">
        {isTraineePage ? words.value.group.trainerPresses : isReal ? station.photographs : station.undo}
      </p>
      <p class="problem" role="alert" lang="en">
        {problem.value}
      </p>
    </Panel>
  )
}

interface FaultProps {
  readonly name: string
  readonly says: string
  readonly level: number
  readonly isFaulty: boolean
  readonly action: string
  readonly isDisabled: boolean
  readonly onPress: () => Promise<void>
}

function Fault({ name, says, level, isFaulty, action, isDisabled, onPress }: FaultProps) {
  return (
    <div class={isFaulty ? 'fault acting' : 'fault'}>
      <h3>{name}</h3>
      <p class="level">
        {says} <b>{plainPercent(level, language.value)}</b>
      </p>
      <div class="level-track" aria-hidden>
        <i style={{ width: `${100 * level}%` }} />
      </div>
      {!isTraineePage && (
        <button
          type="button"
          class="fault-button"
          aria-pressed={isFaulty}
          disabled={isDisabled}
          onClick={onPress}
        >
          {action}
        </button>
      )}
    </div>
  )
}
