import { useSignal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import { words } from '../language.ts'
import { loadPictures } from '../picture.ts'

const sidePx = 256

/** A part's picture with its heat, small, loaded once. */
export function Thumb({ partId }: { readonly partId: string }) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const isGone = useSignal(false)
  useEffect(() => {
    let isOver = false
    const draw = async () => {
      const pictures = await loadPictures(partId)
      const image = pictures?.image
      if (image && !isOver) paint(canvas.current, image, pictures.heat)
      else isGone.value = !isOver
      image?.close()
    }
    void draw()
    return () => {
      isOver = true
    }
  }, [partId])
  return (
    <span class={isGone.value ? 'thumb gone' : 'thumb'}>
      <canvas ref={canvas} aria-hidden />
      {isGone.value && <span>{words.value.worst.gone}</span>}
    </span>
  )
}

function paint(canvas: HTMLCanvasElement | null, image: ImageBitmap, heat: HTMLCanvasElement | null) {
  const context = canvas?.getContext('2d')
  if (!canvas || !context) return
  canvas.width = sidePx
  canvas.height = Math.round((sidePx * image.height) / image.width)
  context.drawImage(image, 0, 0, canvas.width, canvas.height)
  if (heat) context.drawImage(heat, 0, 0, canvas.width, canvas.height)
}
