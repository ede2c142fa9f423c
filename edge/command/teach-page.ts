import path from 'node:path'
import type { TeachFinding } from '../contract/teach.ts'
import { percent } from '../core/quality/sentence.ts'
import type { GoodImages } from '../service/good-images.ts'

const comparison = {
  places: 'each place with the same place of good parts',
  memory: 'each place with any place of good parts',
}

/** What a person reads at the end: the model card in short, what was wrong, and what to do next. */
export function teachPage(found: TeachFinding, { input }: GoodImages, folder: string): string {
  const { model, images, seconds, latencyMs, sizeBytes, warnings, suspects, defects } = found
  const auroc = Object.entries(found.aurocOnDamaged)
    .map(([method, area]) => `${area} by ${method}`)
    .join(', ')
  const bound =
    found.falseRejectUpper95 === null
      ? `nothing is promised: ${found.falseRejectReason}`
      : `at most ${percent(found.falseRejectUpper95)}, 95 % sure`
  const lines = [
    `${model}: taught with ${images} images in ${seconds} s`,
    `  sees       ${input.width} × ${input.height} pixels, ${input.channels === 1 ? 'grey' : 'colour'}`,
    `  compares   ${comparison[found.method]} (of good images damaged on purpose, AUROC ${auroc})`,
    `  rejects    about ${percent(found.falseRejectExpected)} of good parts; ${bound}`,
    ...(defects
      ? [
          `  catches    ${defects.caught} of ${defects.images} defects that were shown, AUROC ${defects.auroc}${defects.isLearnt ? `; learnt from them: without, ${defects.aurocWithout}` : ''}`,
          ...namingLine(defects.naming),
        ]
      : []),
    `  one look   ${latencyMs.p50} ms, p99 ${latencyMs.p99} ms on one thread of this computer`,
    `  file       ${(sizeBytes / 1e6).toFixed(1)} MB, ${found.path}`,
    `  doubtful   the least certain good images: ${path.join(path.dirname(found.path), 'contact-sheet.webp')}`,
    ...found.leastCertain.slice(0, 3).map((file) => `             ${file}`),
    ...warnings.map((warning) => `Note: ${warning}`),
    ...(suspects.length > 0
      ? [`Left out, for they are unlike the others and may be defective: ${suspects.join(', ')}.`]
      : []),
    ...addedLines(found.added),
    `Try it: npx jidoka inspect "${folder}" --model ${model}`,
  ]
  return `${lines.join('\n')}\n`
}

function namingLine(naming: NonNullable<TeachFinding['defects']>['naming']): string[] {
  if (!naming) return []
  const { classes, right, of, isUsed } = naming
  const names = classes.join(', ')
  return [
    isUsed
      ? `  names      ${names}: ${right} of ${of} rightly, each by the others`
      : `  names      none: only ${right} of ${of} of ${names} rightly, each by the others`,
  ]
}

function addedLines(added: TeachFinding['added']): string[] {
  if (!added) return []
  const { changed, isAccepted } = added
  return [
    `${changed.length} of the good images are judged otherwise than before${changed.length > 0 ? ':' : '.'}`,
    ...changed.map(({ file, before, after }) => `  ${before} became ${after}: ${file}`),
    isAccepted
      ? 'The new model took the place of the old one.'
      : 'Nothing was changed; --accept makes it count.',
  ]
}
