import type { Box } from '../edge/contract/part.ts'
import type { Shown } from './picture.ts'

export interface Frame {
  readonly box: Box
  readonly text: string
  readonly colour: string
  readonly isDashed: boolean
  /** Named under the box, not over it. */
  readonly isBelow: boolean
}

const leastPx = 1024

/** The picture as a person saw it: the frame of the camera, the heat over it, what is framed and named. */
export function paintPart(
  image: ImageBitmap,
  heat: Shown['heat'],
  frames: readonly Frame[],
): HTMLCanvasElement {
  const canvas = document.createElement('canvas')
  const scale = Math.max(1, leastPx / image.width)
  canvas.width = image.width * scale
  canvas.height = image.height * scale
  const context = canvas.getContext('2d')
  if (!context) return canvas
  context.drawImage(image, 0, 0, canvas.width, canvas.height)
  if (heat) context.drawImage(heat, 0, 0, canvas.width, canvas.height)
  for (const frame of frames) paintFrame(context, frame, scale)
  return canvas
}

function paintFrame(
  context: CanvasRenderingContext2D,
  { box, text, colour, isDashed, isBelow }: Frame,
  scale: number,
): void {
  const [x, y] = [box.x * scale - 4, box.y * scale - 4]
  const [width, height] = [box.width * scale + 8, box.height * scale + 8]
  context.strokeStyle = colour
  context.lineWidth = 2.5
  context.setLineDash(isDashed ? [8, 5] : [])
  context.strokeRect(x, y, width, height)
  context.font = '600 16px system-ui, sans-serif'
  const wide = context.measureText(text).width + 12
  const left = Math.max(0, Math.min(x, context.canvas.width - wide))
  const [over, under] = [y - 26, y + height + 4]
  const top = (isBelow && under < context.canvas.height - 26) || over < 0 ? under : over
  context.fillStyle = '#12161ae0'
  context.fillRect(left, top, wide, 22)
  context.fillStyle = '#fff'
  context.textBaseline = 'middle'
  context.fillText(text, left + 6, top + 11)
}
