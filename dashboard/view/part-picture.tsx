import type { ResultData } from '../../edge/contract/event.ts'
import { words } from '../language.ts'
import { record, showsTruth } from '../part.ts'
import { type Frame, paintPart } from '../part-picture.ts'
import { shown } from '../picture.ts'
import { saveCanvas } from '../save.ts'
import { showsBoxes, showsHeat } from './layers.tsx'
import { markText } from './picture.tsx'
import { weightOf } from './weight.ts'

const colours = { over: '#ff6a5c', doubtful: '#ffcd5e', under: '#ffffff', real: '#6fd3ff' } as const

/** Saves the picture with what lies over it on the screen. */
export function PartPicture({ result }: { readonly result: ResultData }) {
  const { part, picture, evaluation } = words.value
  const now = shown.value
  const image = now?.result.partId === result.partId ? now.image : null
  if (!now || !image) return null
  const save = () => {
    const found = showsBoxes.peek() ? result.defects : []
    const real = showsTruth.peek() ? (record.peek()?.truth?.marks ?? []) : []
    const frames: Frame[] = [
      ...found.map((defect) => {
        const look = weightOf(defect)
        const colour = colours[look]
        return {
          box: defect.box,
          text: markText(defect),
          colour,
          isDashed: look === 'doubtful',
          isBelow: false,
        }
      }),
      ...real.map((mark) => {
        const text = picture.really(markText(mark))
        return { box: mark.box, text, colour: colours.real, isDashed: true, isBelow: true }
      }),
    ]
    const canvas = paintPart(image, showsHeat.peek() ? now.heat : null, frames)
    saveCanvas(canvas, `${result.partId} ${evaluation[result.evaluation]}`)
  }
  return (
    <button type="button" onClick={save}>
      {part.picture}
    </button>
  )
}
