import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { Clock } from '../../edge/contract/port.ts'
import { CollectSource, fewestTaughtImages } from '../../edge/contract/workbench.ts'
import { taughtImageUrl } from '../api.ts'
import { decimal, duration } from '../format.ts'
import { language, words } from '../language.ts'
import {
  addPictures,
  bench,
  collect,
  isRefused,
  learn,
  onTheWay,
  pollBench,
  remove,
  teachProblem,
} from '../teach.ts'
import { CameraSwitch } from './camera.tsx'
import { Learnt } from './learnt.tsx'
import { Panel } from './panel.tsx'
import { TryTaught } from './teach-try.tsx'

/** A new product from pictures of good parts: gather them, learn, try. */
export function Teach({ clock }: { readonly clock: Clock }) {
  useEffect(() => pollBench(clock), [clock])
  return (
    <>
      <GoodParts />
      {!isRefused.value && <Learn />}
      {!isRefused.value && <TryTaught />}
    </>
  )
}

const count = (value: number) => decimal(value, language.value)
/** Parts that are collected. */
const atOnce = 50
/** So many of the last pictures are shown. */
const shownImages = 24

function GoodParts() {
  const { teach } = words.value
  return (
    <Panel id="good-parts" title={teach.title}>
      <p>{teach.intro}</p>
      <Problem />
      {!isRefused.value && <Gather />}
    </Panel>
  )
}

function Gather() {
  const { teach } = words.value
  const images = bench.value?.images ?? []
  return (
    <>
      <Drop />
      <p class="hint" role="status">
        {onTheWay.value > 0 ? teach.sending(count(onTheWay.value)) : teach.count(count(images.length))}
      </p>
      <ul class="good-images">
        {images.slice(-shownImages).map(({ id }) => (
          <li key={id}>
            <img src={taughtImageUrl(id)} alt="" loading="lazy" />
            <button type="button" aria-label={teach.remove(`${id}`)} onClick={() => void remove(id)}>
              ×
            </button>
          </li>
        ))}
      </ul>
      {images.length > 0 && (
        <button type="button" class="quiet" onClick={() => void remove(null)}>
          {teach.clear}
        </button>
      )}
    </>
  )
}

function Problem() {
  const { teach } = words.value
  const now = teachProblem.value
  return (
    <p class="problem" role="alert">
      {now === 'away' && teach.away}
      {isRefused.value && teach.notAllowed}
      {now && now !== 'away' && !isRefused.value && <span lang="en">{`${now.message} ${now.remedy}`}</span>}
    </p>
  )
}

function Drop() {
  const { teach } = words.value
  const collecting = bench.value?.collecting
  const take = (pictures: readonly Blob[]) => void addPictures(pictures)
  return (
    <div class="drop">
      <DropZone onPictures={take} />
      {collecting ? (
        <button type="button" onClick={() => void collect(0, collecting.from)}>
          {teach.collecting(count(collecting.found), count(collecting.wanted))} {teach.stop}
        </button>
      ) : (
        CollectSource.options.map((from) => (
          <button key={from} type="button" onClick={() => void collect(atOnce, from)}>
            {teach.collect[from](count(atOnce))}
          </button>
        ))
      )}
      <CameraSwitch label={teach.snapGood} onTake={(picture) => void addPictures([picture])} />
    </div>
  )
}

interface DropZoneProps {
  readonly onPictures: (pictures: readonly Blob[]) => void
}

/** Takes files that are dropped on it, or chosen by whoever has no mouse. */
function DropZone({ onPictures }: DropZoneProps) {
  const { teach } = words.value
  const isOver = useSignal(false)
  const take = (files: FileList | null | undefined) =>
    onPictures([...(files ?? [])].filter(({ type }) => type.startsWith('image/')))
  const over = (isNow: boolean) => (event: DragEvent) => {
    event.preventDefault()
    isOver.value = isNow
  }
  return (
    <label
      class={isOver.value ? 'file drop-zone over' : 'file drop-zone'}
      onDragOver={over(true)}
      onDragLeave={over(false)}
      onDrop={(event) => {
        over(false)(event)
        take(event.dataTransfer?.files)
      }}
    >
      {teach.drop} <span class="link">{teach.choose}</span>
      <input
        class="visually-hidden"
        type="file"
        multiple
        accept="image/*"
        onChange={(event) => take(event.currentTarget.files)}
      />
    </label>
  )
}

function Learn() {
  const { teach } = words.value
  const now = bench.value
  const name = useSignal('product')
  const isIdle = !now || now.learning !== null || now.images.length < fewestTaughtImages || name.value === ''
  return (
    <Panel id="learn" title={teach.learnTitle}>
      <form
        class="learn-form"
        onSubmit={(event) => {
          event.preventDefault()
          if (!isIdle) void learn(name.value)
        }}
      >
        <label>
          <span>{teach.name}</span>
          <input
            value={name.value}
            maxLength={64}
            pattern="[A-Za-z0-9][A-Za-z0-9._\-]*"
            onInput={(event) => {
              name.value = event.currentTarget.value
            }}
          />
        </label>
        <button type="submit" class="main" aria-disabled={isIdle}>
          {teach.learn}
        </button>
      </form>
      <p role="status">
        {now?.learning && teach.learning(now.learning.name, duration(now.learning.forS, language.value))}
      </p>
      {now?.problem && (
        <p class="problem" role="alert" lang="en">
          {now.problem}
        </p>
      )}
      {now?.taught && !now.learning && <Learnt finding={now.taught} />}
    </Panel>
  )
}
