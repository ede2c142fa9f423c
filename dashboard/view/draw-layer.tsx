import { useEffect, useRef } from 'preact/hooks'
import type { Stroke } from '../../edge/contract/drawing.ts'
import { beginStroke, brushPx, extendStroke, strokes } from '../draw.ts'
import { pointOf } from '../draw-fold.ts'
import { words } from '../language.ts'

interface DrawLayerProps {
  /** Of the frame, pixels. */
  readonly size: { readonly width: number; readonly height: number }
}

/** What takes the brush: a finger, a mouse or a pen; with the keys, arrows move a spot and Enter sets a dot there. */
export function DrawLayer({ size }: DrawLayerProps) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const spot = useRef<[number, number]>([size.width / 2, size.height / 2])
  const drawn = strokes.value
  const width = brushPx.value
  useEffect(() => paint(canvas.current, drawn, null, width), [drawn, width])
  const at = (event: PointerEvent) =>
    pointOf(event, (event.currentTarget as HTMLElement).getBoundingClientRect(), size)
  const press = (event: KeyboardEvent) => {
    const step = event.shiftKey ? 1 : 8
    const moves: Readonly<Record<string, [number, number]>> = {
      ArrowLeft: [-step, 0],
      ArrowRight: [step, 0],
      ArrowUp: [0, -step],
      ArrowDown: [0, step],
    }
    const move = moves[event.key]
    if (!move && event.key !== 'Enter') return
    event.preventDefault()
    const [x, y] = spot.current
    if (move) spot.current = [within(x + move[0], size.width), within(y + move[1], size.height)]
    else beginStroke([x, y])
    paint(canvas.current, strokes.peek(), spot.current, width)
  }
  return (
    // biome-ignore lint/a11y/noInteractiveElementToNoninteractiveRole: an application takes the arrow keys for the brush
    <canvas
      ref={canvas}
      class="draw-layer"
      width={size.width}
      height={size.height}
      tabIndex={0}
      role="application"
      aria-label={words.value.draw.canvas}
      onKeyDown={press}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId)
        beginStroke(at(event))
      }}
      onPointerMove={(event) => {
        if (event.buttons > 0) extendStroke(at(event))
      }}
    />
  )
}

const within = (value: number, most: number): number => Math.min(most, Math.max(0, value))
const greys = { dark: 'rgb(0 0 0 / 40%)', bright: 'rgb(255 255 255 / 45%)' }

function paint(
  canvas: HTMLCanvasElement | null,
  drawn: readonly Stroke[],
  spot: readonly [number, number] | null,
  widthPx: number,
): void {
  const context = canvas?.getContext('2d')
  if (!canvas || !context) return
  context.clearRect(0, 0, canvas.width, canvas.height)
  context.lineCap = 'round'
  context.lineJoin = 'round'
  for (const { points, widthPx: width, tone } of drawn) {
    context.strokeStyle = greys[tone]
    context.lineWidth = width
    context.beginPath()
    const [[x, y] = [0, 0], ...rest] = points
    context.moveTo(x, y)
    for (const [nextX, nextY] of rest.length > 0 ? rest : [[x + 0.01, y] as const])
      context.lineTo(nextX, nextY)
    context.stroke()
  }
  if (!spot) return
  context.strokeStyle = '#fff'
  context.lineWidth = 1
  context.beginPath()
  context.arc(spot[0], spot[1], Math.max(3, widthPx / 2), 0, 2 * Math.PI)
  context.stroke()
}
