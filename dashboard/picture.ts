import { effect, signal } from '@preact/signals'
import type { ResultData } from '../edge/contract/event.ts'
import type { Clock } from '../edge/contract/port.ts'
import { heatMapUrl, imageUrl } from './api.ts'
import { paintHeat } from './heat-ramp.ts'
import { dwellMs, nextToShow } from './pace.ts'
import { belt, held, run } from './store.ts'

/** A part with its picture, decoded and ready to draw: verdict and picture change together or not at all. */
export interface Shown {
  readonly result: ResultData
  readonly image: HTMLImageElement | null
  readonly heat: HTMLCanvasElement | null
}

export const shown = signal<Shown | null>(null)
const calm = matchMedia('(prefers-reduced-motion: reduce)')

/** Shows part after part as fast as pictures load and eyes follow; returns the function that stops it. */
export function runPictures(clock: Clock): () => void {
  let isLoading = false
  let dueMs = 0
  let newest = { runId: '', sequence: -1 }
  let cancelTimer = () => {}

  const step = async () => {
    cancelTimer()
    if (isLoading || document.hidden) return
    const next = held.peek() ?? nextToShow(belt.peek(), run.peek()?.runId === newest.runId ? newest.sequence : -1)
    if (!next || next.partId === shown.peek()?.result.partId) return
    const waitMs = held.peek() ? 0 : dueMs - clock.monotonicMs()
    if (waitMs > 0) {
      cancelTimer = clock.after(waitMs, () => void step())
      return
    }
    isLoading = true
    const [image, heat] = await Promise.all([loadImage(imageUrl(next.partId)), loadHeat(next.partId)])
    isLoading = false
    if (held.peek() === null || held.peek() === next) shown.value = { result: next, image, heat }
    newest = { runId: next.jobId, sequence: Math.max(next.sequence, next.jobId === newest.runId ? newest.sequence : -1) }
    dueMs = clock.monotonicMs() + dwellMs(next, calm.matches)
    await step()
  }
  const stop = effect(() => {
    void belt.value
    void held.value
    void step()
  })
  return () => {
    stop()
    cancelTimer()
  }
}

async function loadImage(url: string): Promise<HTMLImageElement | null> {
  const image = new Image()
  image.src = url
  try {
    await image.decode()
    return image
  } catch {
    return null
  }
}

async function loadHeat(partId: string): Promise<HTMLCanvasElement | null> {
  const map = await loadImage(heatMapUrl(partId))
  const canvas = document.createElement('canvas')
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (!map || !context) return null
  canvas.width = map.naturalWidth
  canvas.height = map.naturalHeight
  context.drawImage(map, 0, 0)
  const pixels = context.getImageData(0, 0, canvas.width, canvas.height)
  paintHeat(pixels.data)
  context.putImageData(pixels, 0, 0)
  return canvas
}
