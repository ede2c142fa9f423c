import type { Stroke } from '../edge/contract/drawing.ts'
import type { Curves } from '../edge/contract/report.ts'

type Point = Stroke['points'][number]

/** A point more, if it lies a pixel away at least; a stroke has no more points than the service takes. */
export function extended(points: Stroke['points'], [x, y]: Point): Stroke['points'] {
  const last = points.at(-1)
  const isNear = last !== undefined && Math.hypot(x - last[0], y - last[1]) < 1
  return isNear || points.length >= 500 ? points : [...points, [x, y]]
}

/** Where the pointer is, in pixels of the frame. */
export const pointOf = (
  { clientX, clientY }: Pick<PointerEvent, 'clientX' | 'clientY'>,
  box: Pick<DOMRect, 'left' | 'top' | 'width' | 'height'>,
  size: { readonly width: number; readonly height: number },
): [number, number] => [
  Math.round((10 * (clientX - box.left) * size.width) / box.width) / 10,
  Math.round((10 * (clientY - box.top) * size.height) / box.height) / 10,
]

/** How likely a mark of this size is seen, by the fitted curve of its class; null: the curve does not reach there. */
export function podAt(curve: Curves['detection'][number] | undefined, sizeMm: number): number | null {
  const points = curve?.points ?? []
  const after = points.findIndex((point) => point.sizeMm >= sizeMm)
  const [low, high] = [points[after - 1], points[after]]
  if (!high) return points.at(-1)?.pod ?? null
  if (!low) return high.pod
  const share = (sizeMm - low.sizeMm) / (high.sizeMm - low.sizeMm)
  return low.pod + share * (high.pod - low.pod)
}
