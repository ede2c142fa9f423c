import { useEffect } from 'preact/hooks'
import type { Clock } from '../../edge/contract/port.ts'
import { decide, desk, followPresent, isDeskAway, looked, present, readDesk } from '../desk.ts'
import { words } from '../language.ts'
import { stream } from '../store.ts'
import { Ask, decisionKeys } from './ask.tsx'
import { Detail } from './detail.tsx'
import { LayerSwitches, showsBoxes, showsHeat } from './layers.tsx'
import { Panel } from './panel.tsx'
import { Picture } from './picture.tsx'
import { Queue } from './queue.tsx'
import { Reviewers } from './reviewers.tsx'
import { ScoreScale } from './score-scale.tsx'
import { Marks } from './verdict.tsx'

/** Where a person decides what the model could not. The truth is nowhere to be seen. */
export function Desk({ clock }: { readonly clock: Clock }) {
  useEffect(() => {
    void readDesk()
    return followPresent(clock)
  }, [clock])
  const word = words.value.desk
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it hears the keys of what lies within
    <div class="desk" onKeyDown={decideByKey}>
      {isDeskAway.value && stream.value.state !== 'lost' && (
        <p class="notice" role="status">
          {word.away}
        </p>
      )}
      <Panel id="desk" title={word.title} aside={<Aside />}>
        <div class="look desk-part" tabIndex={-1}>
          <PresentPicture />
          <div class="desk-side">
            <PresentPart />
            <Ask />
          </div>
        </div>
      </Panel>
      <Queue clock={clock} />
      <Reviewers />
    </div>
  )
}

/** Only while the focus is in the desk, without a modifier, and never because a key is held down. */
function decideByKey(event: KeyboardEvent) {
  const isPress = event.key === 'Enter' || event.key === ' '
  if (event.repeat && isPress) event.preventDefault()
  if (event.repeat || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return
  const key = event.key.toUpperCase()
  if (key === decisionKeys.OK) void decide('OK')
  if (key === decisionKeys.NotOK) void decide('NotOK')
}

function Aside() {
  return (
    <div class="switches">
      {present.value && <span class="mono part-id">{present.value.partId}</span>}
      <LayerSwitches />
    </div>
  )
}

function PresentPicture() {
  const word = words.value.desk
  const now = looked.value
  if (!desk.value) return <p class="waiting">{isDeskAway.value ? '' : word.waiting}</p>
  if (!present.value) return <p class="waiting">{word.empty}</p>
  if (!now) return <div />
  // The picture before stays, dimmed, until the next one is here: nothing flickers, and nothing can be decided on it.
  const isHere = now.shown.result.partId === present.value.partId
  return (
    <div class={isHere ? '' : 'leaving'}>
      <Picture shown={now.shown} hasHeat={showsHeat.value} hasBoxes={showsBoxes.value} />
    </div>
  )
}

function PresentPart() {
  const { reason } = words.value
  const now = looked.value?.shown
  if (!present.value || now?.result.partId !== present.value.partId) return <div class="desk-facts" />
  const { result } = now
  return (
    <div class="desk-facts">
      <p class="reason">{reason[result.reason]}</p>
      <p class="detail">
        <Detail text={result.detail} />
      </p>
      <ScoreScale score={result.score} />
      <Marks defects={result.defects} />
    </div>
  )
}
