import { words } from '../language.ts'
import { shown } from '../picture.ts'
import { goLive, held, stream } from '../store.ts'
import { LayerSwitches, showsBoxes, showsHeat } from './layers.tsx'
import { Panel } from './panel.tsx'
import { Picture } from './picture.tsx'
import { Verdict } from './verdict.tsx'

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
      <LayerSwitches />
    </div>
  )
}
