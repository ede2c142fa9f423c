import sharp from 'sharp'
import { capturePart, productLines } from '../../datasets/world.ts'
import { type Box, healthyStation } from '../../edge/contract/part.ts'
import type { Trial } from '../../edge/contract/trial.ts'
import type { WorstPart } from '../../edge/report/input.ts'

/** A defective part of the simulated strip with its picture, as if the model had seen it like this. */
export async function sampleMiss(trial: Trial): Promise<WorstPart> {
  const line = productLines['steel-strip']
  if (!line) throw new Error('the world has no steel strip')
  const { frame, truth } = capturePart({
    seed: 7,
    line,
    sequence: trial.row,
    capturedAtMs: 0,
    prevalence: trial.isDefective ? 1 : 0,
    condition: healthyStation,
    withMask: false,
  })
  const { width, height, data } = frame.image
  const picture = await sharp(data, { raw: { width, height, channels: 1 } })
    .webp({ quality: 80 })
    .toBuffer()
  const trueMarks = truth.marks.map(({ class: name, box, sizeMm, sizeOverLimit, isLookAlike }) => ({
    class: name,
    box,
    sizeMm,
    sizeOverLimit,
    isLookAlike,
  }))
  const seen = trueMarks.filter(({ sizeOverLimit }) => (sizeOverLimit ?? 0) > 1.2)
  return {
    part: trial.part,
    outcome: outcomeOf(trial),
    evaluation: trial.evaluation,
    score: trial.score,
    widthPx: width,
    heightPx: height,
    picture: `data:image/webp;base64,${picture.toString('base64')}`,
    heat: await heatOf(
      width,
      height,
      trueMarks.map(({ box }) => box),
      trial.score ?? 0,
    ),
    trueMarks,
    reportedMarks: seen.map(({ class: name, box, sizeMm }) => ({
      class: name,
      box: { x: box.x + 3, y: box.y - 2, width: box.width * 0.9, height: box.height * 1.1 },
      sizeMm: (sizeMm ?? 0) * 0.94,
      score: trial.score ?? 0,
    })),
  }
}

function outcomeOf({ evaluation, isDefective }: Trial): WorstPart['outcome'] {
  if (evaluation === 'NotDecidable') return 'undecided'
  if (isDefective) return evaluation === 'OK' ? 'escape' : 'correct'
  return evaluation === 'NotOK' ? 'false-reject' : 'correct'
}

/** Warm about the marks, in cells of 4 pixels, painted as the board paints it. */
async function heatOf(width: number, height: number, boxes: readonly Box[], score: number): Promise<string> {
  const [columns, rows] = [width / 4, height / 4]
  const rgba = Buffer.alloc(4 * columns * rows)
  for (let cell = 0; cell < columns * rows; cell++) {
    const [x, y] = [4 * (cell % columns) + 2, 4 * Math.floor(cell / columns) + 2]
    const warmth = boxes.map((box) => Math.exp(-(distance(box, x, y) ** 2) / 200))
    const p = Math.max(0, ...warmth) * (0.35 + 0.65 * score)
    rgba.set([255 - 40 * p, 205 - 185 * p, 60 - 30 * p, 215 * p ** 0.75], 4 * cell)
  }
  const png = await sharp(rgba, { raw: { width: columns, height: rows, channels: 4 } })
    .png()
    .toBuffer()
  return `data:image/png;base64,${png.toString('base64')}`
}

const distance = ({ x, y, width, height }: Box, px: number, py: number): number =>
  Math.hypot(Math.max(x - px, 0, px - x - width), Math.max(y - py, 0, py - y - height))
