import type { InterventionAction, MachineState } from '../../edge/contract/plant.ts'
import { words } from '../language.ts'
import { press, refused } from '../machines.ts'
import { isTraineePage } from '../page.ts'

/** What a person can do to the machine, from its next sample on; two of the buttons undo themselves. */
export function Hands({ machine }: { readonly machine: MachineState }) {
  const word = words.value.advice
  const { isStarved, hasStuckSensor } = machine
  const button = (action: InterventionAction, isOn?: boolean) => (
    <button
      type="button"
      class="fault-button"
      aria-pressed={isOn}
      onClick={() => press(machine.machine, action)}
    >
      {word.press[action]}
    </button>
  )
  if (isTraineePage) return <p class="hint">{words.value.group.trainerPresses}</p>
  return (
    <div class="hands">
      <h3>{word.hands}</h3>
      <div class="hands-buttons">
        {button('wear')}
        {button(isStarved ? 'serve' : 'starve', isStarved)}
        {button(hasStuckSensor ? 'free' : 'stick', hasStuckSensor)}
        {button('replace')}
      </div>
      <p class="hint">{word.hint}</p>
      <p class="problem" role="alert">
        {refused.value === 'away' ? word.failed : refused.value && <span lang="en">{refused.value}</span>}
      </p>
    </div>
  )
}
