import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import type { Defect } from '../../edge/contract/inspection.ts'
import { millimetres } from '../format.ts'
import { language, nameOf, words } from '../language.ts'
import type { Shown } from '../picture.ts'
import { run } from '../store.ts'
import { weightOf } from './weight.ts'

interface PictureProps {
  readonly shown: Shown
  readonly hasHeat: boolean
  readonly hasBoxes: boolean
  /** Lies over all. */
  readonly children?: ComponentChildren
}

/** The part as the camera saw it, the heat map over it, every mark framed to scale. */
export function Picture({ shown, hasHeat, hasBoxes, children }: PictureProps) {
  const { picture, evaluation, notice } = words.value
  const { result, image, heat } = shown
  const frame = run.value?.frame
  if (!frame) return null
  const size = { width: image?.width ?? frame.widthPx, height: image?.height ?? frame.heightPx }
  const label = picture.describe(result.partId, evaluation[result.evaluation], result.defects.length)
  return (
    <div class="stage" style={{ aspectRatio: `${frame.widthPx} / ${frame.heightPx}` }}>
      <div class="fit" style={{ aspectRatio: `${size.width} / ${size.height}` }}>
        <Layer class="camera" picture={image} label={label} />
        {hasHeat && <Layer class="heat" picture={heat} />}
        {hasBoxes && result.defects.map((defect, index) => <Box key={index} defect={defect} size={size} />)}
        {image && <ScaleBar widthPx={size.width} pxPerMm={frame.pxPerMm} />}
        {children}
      </div>
      {!image && <p class="no-picture">{notice.noPicture}</p>}
    </div>
  )
}

interface LayerProps {
  readonly class: string
  readonly picture: ImageBitmap | HTMLCanvasElement | null
  readonly label?: string
}

/** A canvas that changes in one stroke once its picture is decoded: it never flickers. */
function Layer({ class: name, picture, label }: LayerProps) {
  const canvas = useRef<HTMLCanvasElement>(null)
  useEffect(() => {
    const target = canvas.current
    if (!target) return
    target.width = picture?.width ?? 1
    target.height = picture?.height ?? 1
    if (picture) target.getContext('2d')?.drawImage(picture, 0, 0)
  }, [picture])
  return label ? (
    <canvas ref={canvas} class={name} role="img" aria-label={label} />
  ) : (
    <canvas ref={canvas} class={name} aria-hidden />
  )
}

const share = (part: number, whole: number): string => `${(100 * part) / whole}%`

function Box({
  defect,
  size,
}: {
  readonly defect: Defect
  readonly size: { width: number; height: number }
}) {
  const { x, y, width, height } = defect.box
  const place = {
    left: share(x, size.width),
    top: share(y, size.height),
    width: share(width, size.width),
    height: share(height, size.height),
  }
  const sides = `${y < size.height * 0.12 ? 'below' : 'above'} ${x > size.width * 0.6 ? 'from-right' : 'from-left'}`
  return (
    <div class={`box ${weightOf(defect)} ${sides}`} style={place} aria-hidden>
      <span>
        {nameOf(defect.class)} {millimetres(defect.sizeMm, language.value)}
      </span>
    </div>
  )
}

const barLengthsMm = [0.5, 1, 2, 5, 10, 20, 50, 100, 200] as const

/** A bar of a round length, at most a quarter of the picture. */
function ScaleBar({ widthPx, pxPerMm }: { readonly widthPx: number; readonly pxPerMm: number }) {
  const lengthMm = barLengthsMm.findLast((mm) => mm * pxPerMm <= widthPx / 4) ?? barLengthsMm[0]
  return (
    <div class="scale-bar" style={{ width: share(lengthMm * pxPerMm, widthPx) }} aria-hidden>
      {lengthMm}&#8239;mm
    </div>
  )
}
