import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import type { Box, Mark } from '../../edge/contract/part.ts'
import { millimetres } from '../format.ts'
import { language, nameOf, words } from '../language.ts'
import type { Shown } from '../picture.ts'
import { run } from '../store.ts'
import { weightOf } from './weight.ts'

interface PictureProps {
  readonly shown: Shown
  readonly hasHeat: boolean
  readonly hasBoxes: boolean
  /** What the part really bears; left out: it is not told. */
  readonly truth?: readonly Mark[] | undefined
  /** Lies over all. */
  readonly children?: ComponentChildren
}

/** The part as the camera saw it, the heat map over it, every mark framed to scale. */
export function Picture({ shown, hasHeat, hasBoxes, truth = [], children }: PictureProps) {
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
        {hasBoxes &&
          result.defects.map((defect, index) => (
            <Frame key={index} box={defect.box} size={size} look={weightOf(defect)} text={markText(defect)} />
          ))}
        {truth.map((mark, index) => (
          <Frame key={index} box={mark.box} size={size} look="real" text={picture.really(markText(mark))} />
        ))}
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

/** `scratch 1.3 mm` */
export const markText = (mark: { readonly class: string; readonly sizeMm: number }): string =>
  `${nameOf(mark.class)} ${millimetres(mark.sizeMm, language.value)}`

interface FrameProps {
  readonly box: Box
  readonly size: { readonly width: number; readonly height: number }
  readonly look: string
  readonly text: string
}

function Frame({ box, size, look, text }: FrameProps) {
  const { x, y, width, height } = box
  const place = {
    left: share(x, size.width),
    top: share(y, size.height),
    width: share(width, size.width),
    height: share(height, size.height),
  }
  // The truth stands under what the model says, the other way round at the lower edge.
  const isLow = look === 'real' ? y + height < size.height * 0.88 : y < size.height * 0.12
  const sides = `${isLow ? 'below' : 'above'} ${x > size.width * 0.6 ? 'from-right' : 'from-left'}`
  return (
    <div class={`box ${look} ${sides}`} style={place} aria-hidden>
      <span>{text}</span>
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
