import { words } from './language.ts'
import { run } from './store.ts'

/** Lets the browser keep a file. */
export function saveBlob(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob)
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  URL.revokeObjectURL(url)
}

/** A name of a file from a title in any language. */
export const fileName = (title: string): string =>
  title.replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-|-$/g, '')

const headPx = 28

/** A canvas as PNG under its title, on the colour of the page; what is simulated says so. */
export function saveCanvas(canvas: HTMLCanvasElement, title: string): void {
  const head = run.peek()?.isSimulated ? `${title} · ${words.peek().simulated}` : title
  const sheet = document.createElement('canvas')
  const context = sheet.getContext('2d')
  if (!context) return
  const headHeight = headPx * devicePixelRatio
  sheet.width = canvas.width
  sheet.height = canvas.height + headHeight
  const { color, backgroundColor, fontFamily } = getComputedStyle(document.body)
  context.fillStyle = backgroundColor
  context.fillRect(0, 0, sheet.width, sheet.height)
  context.fillStyle = color
  context.font = `${13 * devicePixelRatio}px ${fontFamily}`
  context.textBaseline = 'middle'
  context.fillText(head, 8 * devicePixelRatio, headHeight / 2, sheet.width - 16 * devicePixelRatio)
  context.drawImage(canvas, 0, headHeight)
  sheet.toBlob((blob) => blob && saveBlob(blob, `${fileName(title)}.png`))
}
