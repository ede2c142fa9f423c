import type { PartDescription } from '../../datasets/readers/description.ts'
import { refuseTwins } from '../io/data-set-file.ts'
import type { DescribedSet } from './data-set-capture.ts'

/** The facts of a set that is not ours. Each part once: also under another name it would prove nothing. */
export async function described(
  folder: string,
  parts: readonly PartDescription[],
  names?: readonly string[],
): Promise<DescribedSet> {
  await refuseTwins(
    folder,
    parts.map(({ image }) => image),
  )
  const found = parts.flatMap(({ mask, marks }) =>
    mask?.kind === 'regions' ? [mask.class] : marks.map((mark) => mark.class),
  )
  return {
    folder,
    parts: parts.length,
    defective: parts.filter(({ isDefective }) => isDefective).length,
    classes: names ?? [...new Set(found)],
    hasMasks: parts.some(({ mask, marks }) => mask !== null || marks.some(({ outline }) => outline !== null)),
    isBinary: false,
    isSimulated: false,
    recipe: null,
    card: null,
    descriptions: () => parts,
  }
}
