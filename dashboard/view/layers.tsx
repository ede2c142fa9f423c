import { signal } from '@preact/signals'
import { words } from '../language.ts'

/** What lies over a picture, wherever it is shown. */
export const showsHeat = signal(true)
export const showsBoxes = signal(true)

export function LayerSwitches() {
  const { picture } = words.value
  return (
    <>
      <Switch label={picture.heat} state={showsHeat} />
      <Switch label={picture.boxes} state={showsBoxes} />
    </>
  )
}

function Switch({ label, state }: { readonly label: string; readonly state: typeof showsHeat }) {
  const flip = () => {
    state.value = !state.value
  }
  return (
    <button type="button" class="switch" aria-pressed={state.value} onClick={flip}>
      {label}
    </button>
  )
}
