import { drawnOn, startDrawing } from '../draw.ts'
import { words } from '../language.ts'
import { record, showsTruth } from '../part.ts'
import { type Shown, shown } from '../picture.ts'
import { goLive, held, run, stream } from '../store.ts'
import { DrawLayer } from './draw-layer.tsx'
import { DrawTools } from './draw-tools.tsx'
import { LayerSwitches, showsBoxes, showsHeat } from './layers.tsx'
import { Panel } from './panel.tsx'
import { Picture } from './picture.tsx'
import { Verdict } from './verdict.tsx'

/** The picture and the verdict on it, side by side: always of the same part. */
export function Inspect() {
  const { picture, notice } = words.value
  const now = shown.value
  const isDrawing = drawnOn.value !== null && now?.result.partId === drawnOn.value
  return (
    <Panel id="inspect" title={picture.title} aside={<Aside />}>
      {now ? (
        <div class={stream.value.state === 'lost' ? 'look stale' : 'look'}>
          <DrawTools />
          <Picture
            shown={now}
            hasHeat={showsHeat.value && !isDrawing}
            hasBoxes={showsBoxes.value && !isDrawing}
            truth={toldMarks(now)}
          >
            {isDrawing && now.image && <DrawLayer size={now.image} />}
          </Picture>
          <Verdict result={now.result} />
        </div>
      ) : (
        <p class="waiting">{notice.noParts}</p>
      )}
    </Panel>
  )
}

/** What the held part really bears, once somebody wants to know. */
const toldMarks = ({ result }: Shown) =>
  showsTruth.value && held.value?.partId === result.partId ? record.value?.truth?.marks : undefined

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
      {run.value?.isSimulated && shown.value && drawnOn.value === null && (
        <button type="button" onClick={startDrawing}>
          {words.value.draw.start}
        </button>
      )}
      <LayerSwitches />
    </div>
  )
}
