import { useEffect } from 'preact/hooks'
import { decimal } from '../format.ts'
import { language, words } from '../language.ts'
import { followLessons } from '../lesson.ts'
import {
  cueIndex,
  cues,
  driftChoices,
  driftMinutes,
  isOnStage,
  moveCue,
  playKey,
  readDisruption,
  resetKey,
  resetStage,
  stageFaults,
} from '../stage.ts'
import { LessonBlock } from './lesson-block.tsx'

/** The presenter's bar: what to say now, and the faults under one key each. `P` opens and closes it. */
export function Stage() {
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const { key, repeat, ctrlKey, altKey, metaKey, target } = event
      const isTyping = target instanceof HTMLElement && target.closest('input, textarea, select')
      if (repeat || ctrlKey || altKey || metaKey || isTyping) return
      if (playKey(key.length === 1 ? key.toLowerCase() : key)) event.preventDefault()
    }
    addEventListener('keydown', listen)
    return () => removeEventListener('keydown', listen)
  }, [])
  return isOnStage.value ? <Bar /> : null
}

function Bar() {
  useEffect(followLessons, [])
  useEffect(() => void readDisruption(), [])
  const word = words.value.stage
  return (
    <aside class="stage-bar" aria-label={word.title}>
      <Cue />
      <div class="stage-keys">
        {stageFaults.map((fault) => (
          <button
            key={fault.key}
            type="button"
            class="fault-button"
            aria-pressed={fault.isActing()}
            onClick={fault.flip}
          >
            <kbd>{fault.key.toUpperCase()}</kbd> {word.fault[fault.name]}
          </button>
        ))}
        <button type="button" class="fault-button" onClick={resetStage}>
          <kbd>{resetKey}</kbd> {word.reset}
        </button>
        <DriftTime />
        <button type="button" class="quiet" onClick={() => playKey('p')}>
          <kbd>P</kbd> {word.close}
        </button>
      </div>
    </aside>
  )
}

/** Chosen before the drift begins; one that is on its way keeps its time. */
function DriftTime() {
  const { driftOver, minutes } = words.value.stage
  return (
    <label class="drift-time">
      {driftOver}
      <select
        value={driftMinutes.value}
        onChange={(event) => (driftMinutes.value = Number(event.currentTarget.value))}
      >
        {driftChoices.map((choice) => (
          <option key={choice} value={choice}>
            {minutes(decimal(choice, language.value))}
          </option>
        ))}
      </select>
    </label>
  )
}

function Cue() {
  const word = words.value.stage
  const all = cues.value
  const cue = all[cueIndex.value]
  if (!cue) return <p class="cue hint">{word.noCues}</p>
  const count = (value: number) => decimal(value, language.value)
  return (
    <div class="cue" role="status">
      <p class="cue-head">
        <b>{cue.title}</b>
        <span class="hint">{word.chapter(count(cueIndex.value + 1), count(all.length))}</span>
        <button type="button" onClick={() => moveCue(-1)} disabled={cueIndex.value === 0}>
          {word.previous}
        </button>
        <button type="button" onClick={() => moveCue(1)} disabled={cueIndex.value === all.length - 1}>
          {word.next}
        </button>
      </p>
      {cue.blocks.map((block, index) => (
        <LessonBlock key={index} block={block} name={`stage/${cueIndex.value}/${index}`} />
      ))}
    </div>
  )
}
