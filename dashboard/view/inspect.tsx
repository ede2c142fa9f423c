import { signal } from '@preact/signals'
import { words } from '../language.ts'
import { shown } from '../picture.ts'
import { goLive, held, stream } from '../store.ts'
import { Panel } from './panel.tsx'
import { Picture } from './picture.tsx'
import { Verdict } from './verdict.tsx'

const showsHeat = signal(true)
const showsBoxes = signal(true)

/** The picture and the verdict on it, side by side: always of the same part. */
export function Inspect() {
  const { picture, notice } = words.value
  const now = shown.value
  return (
    <Panel id="inspect" title={picture.title} aside={<Aside />}>
      {now ? (
        <div class={stream.value.state === 'lost' ? 'look stale' : 'look'}>
          <Picture shown={now} hasHeat={showsHeat.value} hasBoxes={showsBoxes.value} />
          <Verdict result={now.result} />
        </div>
      ) : (
        <p class="waiting">{notice.noParts}</p>
      )}
    </Panel>
  )
}

function Aside() {
  const { picture } = words.value
  return (
    <div class="switches">
      {held.value && (
        <>
          <span class="held-note">{picture.held}</span>
          <button type="button" class="main" onClick={goLive}>
            {picture.goLive}
          </button>
        </>
      )}
      <Switch label={picture.heat} state={showsHeat} />
      <Switch label={picture.boxes} state={showsBoxes} />
    </div>
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
