import { effect, signal } from '@preact/signals'
import type { ResultData } from '../edge/contract/event.ts'
import type { Clock } from '../edge/contract/port.ts'
import { fetchPicture, heatMapUrl, imageUrl } from './api.ts'
import { paintHeat } from './heat-ramp.ts'
import { dwellMs, nextToShow } from './pace.ts'
import { belt, held, run } from './store.ts'
import { tab } from './tab.ts'

/** A part with its picture, decoded and ready to draw: verdict and picture change together or not at all. */
export interface Shown {
  readonly result: ResultData
  readonly image: ImageBitmap | null
  readonly heat: HTMLCanvasElement | null
}

export const shown = signal<Shown | null>(null)
const calm = matchMedia('(prefers-reduced-motion: reduce)')

/** Shows part after part as fast as pictures load and eyes follow, while the line is in view; returns the function that stops it. */
export function runPictures(clock: Clock): () => void {
  let isLoading = false
  let dueMs = 0
  let newest = { runId: '', sequence: -1 }
  let cancelTimer = () => {}

  const step = async () => {
    cancelTimer()
    if (isLoading || document.hidden || tab.peek() !== 'line') return
    const isSameRun = run.peek()?.runId === newest.runId
    const next = held.peek() ?? nextToShow(belt.peek(), isSameRun ? newest.sequence : -1)
    if (!next || next === shown.peek()?.result) return
    const waitMs = held.peek() ? 0 : dueMs - clock.monotonicMs()
    if (waitMs > 0) {
      cancelTimer = clock.after(waitMs, () => void step())
      return
    }
    isLoading = true
    const loaded = await loadShown(next)
    isLoading = false
    // Out of reach: what is shown stays, and the stream says that the link is lost.
    if (loaded && (held.peek() ?? next) === next) show(loaded)
    newest = { runId: next.jobId, sequence: Math.max(next.sequence, isSameRun ? newest.sequence : -1) }
    dueMs = clock.monotonicMs() + dwellMs(next, calm.matches)
    await step()
  }
  const stop = effect(() => {
    void belt.value
    void held.value
    void tab.value
    void step()
  })
  return () => {
    stop()
    cancelTimer()
  }
}

/** Replaces what is shown; the old bitmap is on its canvas already and its memory can go. */
function show(next: Shown): void {
  const before = shown.peek()
  shown.value = next
  before?.image?.close()
}

/** A part with its pictures; null: the service is out of reach. Whoever has drawn the image closes it. */
export async function loadShown(result: ResultData): Promise<Shown | null> {
  const pictures = await loadPictures(result.partId)
  return pictures && { result, ...pictures }
}

/** The frame and the heat over it, each null if the service no longer keeps it; null: it is out of reach. */
export async function loadPictures(partId: string): Promise<Pick<Shown, 'image' | 'heat'> | null> {
  const urls = [imageUrl(partId), heatMapUrl(partId)] as const
  const [image, map] = await Promise.all([loadImage(urls[0]), loadImage(urls[1])])
  if (image === 'unreachable' || map === 'unreachable') return null
  return { image, heat: map && heatOf(map) }
}

/** The frame alone; null: it is not there, or out of reach. */
export async function loadFrame(partId: string): Promise<ImageBitmap | null> {
  const image = await loadImage(imageUrl(partId))
  return image === 'unreachable' ? null : image
}

/** The decoded picture; null: the service no longer keeps it. */
async function loadImage(url: string): Promise<ImageBitmap | 'unreachable' | null> {
  const blob = await fetchPicture(url)
  if (blob === null || blob === 'unreachable') return blob
  return createImageBitmap(blob).catch(() => null)
}

function heatOf(map: ImageBitmap): HTMLCanvasElement | null {
  const canvas = document.createElement('canvas')
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (!context) return null
  canvas.width = map.width
  canvas.height = map.height
  context.drawImage(map, 0, 0)
  const pixels = context.getImageData(0, 0, canvas.width, canvas.height)
  // A taught model finds any part a little unlike the others: what would pass shows no heat.
  paintHeat(pixels.data, run.peek()?.model.acceptBelow)
  context.putImageData(pixels, 0, 0)
  return canvas
}
