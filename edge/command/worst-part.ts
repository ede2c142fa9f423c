import type { Trial } from '../contract/trial.ts'
import { heatMap } from '../core/vision/heat-map.ts'
import { encodeHeat, encodeThumb } from '../io/image.ts'
import type { WorstPart } from '../report/input.ts'
import type { Examined, Examiner } from '../service/examiner.ts'
import type { Population } from '../service/population.ts'

/** The pictures of the parts that a person should look at: each is photographed, or read, and inspected once more. */
export async function worstParts(
  worst: readonly Trial[],
  population: Population,
  examiner: Examiner,
): Promise<WorstPart[]> {
  const rows = worst.map(({ row }) => row)
  const shown = new Map<string, WorstPart>()
  for await (const capture of population.again(rows, 0)) {
    const examined = await examiner.look(capture)
    const trial = worst.find(({ part }) => part === capture.frame.partId)
    if (trial) shown.set(trial.part, await worstPart(trial, examined, examiner))
  }
  return worst.flatMap(({ part }) => shown.get(part) ?? [])
}

async function worstPart(
  { part, isDefective, evaluation, score }: Trial,
  { capture, inspection, sights, image }: Examined,
  { card }: Examiner,
): Promise<WorstPart> {
  const isWrong = evaluation !== 'NotDecidable'
  return {
    part,
    outcome: isWrong ? (isDefective ? 'escape' : 'false-reject') : 'undecided',
    evaluation,
    score,
    widthPx: image.width,
    heightPx: image.height,
    picture: await encodeThumb(image),
    heat: sights && card ? await encodeHeat(heatMap(sights, card)) : null,
    trueMarks: capture.truth.marks.flatMap((mark) =>
      mark.box
        ? [
            {
              class: mark.class,
              box: mark.box,
              sizeMm: mark.sizeMm,
              sizeOverLimit: mark.sizeOverLimit,
              isLookAlike: mark.isLookAlike,
            },
          ]
        : [],
    ),
    reportedMarks: inspection.defects.map(({ class: name, box, sizeMm, score: of }) => ({
      class: name,
      box,
      sizeMm,
      score: of,
    })),
  }
}
