import { useEffect, useRef } from 'preact/hooks'
import { decimal, percent } from '../format.ts'
import { paintHeat } from '../heat-ramp.ts'
import { language, words } from '../language.ts'
import { bench, border, mayTry, type Tried, tried, tryLine, tryPicture } from '../teach.ts'
import { borderAt, verdictOf } from '../teach-fold.ts'
import { CameraSwitch } from './camera.tsx'
import { EvaluationGlyph } from './glyph.tsx'
import { Panel } from './panel.tsx'

/** What the taught model makes of a picture, and where the border might lie. */
export function TryTaught() {
  const { teach } = words.value
  return (
    <Panel id="try" title={teach.tryTitle}>
      {mayTry.value ? <Tools /> : <p class="hint">{teach.tryFirst}</p>}
      {mayTry.value && <Border />}
      {tried.value && <Result now={tried.value} />}
    </Panel>
  )
}

function Tools() {
  const { teach } = words.value
  return (
    <div class="try-tools">
      <button type="button" onClick={() => void tryLine()}>
        {teach.tryLine}
      </button>
      <label class="file">
        <span class="link">{teach.tryFile}</span>
        <input
          class="visually-hidden"
          type="file"
          accept="image/*"
          onChange={(event) => {
            const [file] = event.currentTarget.files ?? []
            if (file) void tryPicture(file)
          }}
        />
      </label>
      <CameraSwitch label={teach.snapTry} onTake={(picture) => void tryPicture(picture)} />
    </div>
  )
}

function Border() {
  const { teach } = words.value
  const spoken = language.value
  const { borders } = bench.value ?? { borders: [] }
  const now = borderAt(borders, border.value)
  const [low, high] = [borders[0]?.border ?? 0, borders.at(-1)?.border ?? 1]
  return (
    <div class="border">
      <label>
        <span>{teach.border(decimal(border.value, spoken, 2))}</span>
        <input
          type="range"
          min={low}
          max={high}
          step={0.01}
          value={border.value}
          onInput={(event) => {
            border.value = event.currentTarget.valueAsNumber
          }}
        />
      </label>
      {now && (
        <p role="status">
          {teach.refused(decimal(now.refused, spoken), decimal(now.of, spoken), percent(now.upper95, spoken))}
        </p>
      )}
      <p class="hint">{teach.note}</p>
    </div>
  )
}

function Result({ now }: { readonly now: Tried }) {
  const { teach, evaluation } = words.value
  const canvas = useRef<HTMLCanvasElement>(null)
  const at = border.value
  useEffect(() => {
    if (canvas.current) paint(canvas.current, now, at)
  }, [now, at])
  const verdict = verdictOf(now, at)
  return (
    <div class="tried">
      <canvas ref={canvas} role="img" aria-label={teach.picture} />
      <p class={`said ${verdict}`} role="status">
        <EvaluationGlyph evaluation={verdict} /> {evaluation[verdict]} · {teach.score}{' '}
        {decimal(now.score, language.value, 3)}
      </p>
      {now.isStrange && (
        <p class="hint">
          {teach.strange} <span lang="en">{now.detail}</span>
        </p>
      )}
    </div>
  )
}

const longestPx = 768

function paint(canvas: HTMLCanvasElement, { picture, heat }: Tried, at: number): void {
  const scale = Math.min(1, longestPx / Math.max(picture.width, picture.height))
  canvas.width = Math.round(picture.width * scale)
  canvas.height = Math.round(picture.height * scale)
  const context = canvas.getContext('2d')
  const small = document.createElement('canvas')
  small.width = heat.width
  small.height = heat.height
  const levels = Uint8Array.from(atob(heat.levels), (sign) => sign.charCodeAt(0))
  const rgba = new Uint8ClampedArray(4 * levels.length)
  for (const [cell, level] of levels.entries()) rgba[4 * cell] = level
  paintHeat(rgba, at)
  small.getContext('2d')?.putImageData(new ImageData(rgba, heat.width, heat.height), 0, 0)
  context?.drawImage(picture, 0, 0, canvas.width, canvas.height)
  context?.drawImage(small, 0, 0, canvas.width, canvas.height)
}
