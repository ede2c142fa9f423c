import { type Assault, type attackParts, type Treatment, treatments } from './part.ts'
import type { Poisoned } from './poison.ts'
import type { Swaps } from './swap.ts'
import { share, type Tally } from './tally.ts'

export interface LineSafety {
  readonly line: string
  /** Of the model file. */
  readonly sha256: string
  readonly defective: ReadonlyMap<Treatment, Tally>
  readonly good: ReadonlyMap<Treatment, Tally>
  readonly attack: Awaited<ReturnType<typeof attackParts>>
  readonly swaps: Swaps
}

/** A line, or a folder of photographs, taught with more and more poison. */
export interface PoisonedSet {
  readonly name: string
  readonly lessons: readonly Poisoned[]
}

export interface SafetyFacts extends Assault {
  readonly command: string
  readonly commit: string | null
}

const all = ({ OK, NotOK, NotDecidable }: Tally): number => OK + NotOK + NotDecidable
const row = (...cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`
const table = (head: readonly string[], rows: readonly string[]): string[] => [
  row(...head),
  row(...head.map(() => '---')),
  ...rows,
]

/** models/SAFETY.md: how each line's model stands what somebody puts before it. */
export function safetyPage(
  lines: readonly LineSafety[],
  poisoned: readonly PoisonedSet[],
  facts: SafetyFacts,
): string {
  const { command, commit, seed } = facts
  const models = lines.map(({ line, sha256 }) => `${line} \`${sha256.slice(0, 12)}\``).join(', ')
  return [
    '# What these models do when somebody means harm',
    '',
    `Made by \`${command}\`${commit ? ` (commit ${commit.slice(0, 12)})` : ''} on simulated parts of seed ${seed}, which neither training nor calibration has seen, with the second look.`,
    `Models: ${models}.`,
    'Escape: a defective part passed. Intervals are exact, two-sided, 95 %. Few parts: read the intervals, not the shares. This is evidence of the models on simulated parts, not of a factory.',
    ...treatmentSection(lines, facts),
    ...attackSection(lines, facts),
    ...swapSection(lines),
    ...poisonSection(poisoned),
    '',
  ].join('\n')
}

const treatmentSection = (lines: readonly LineSafety[], { patch }: SafetyFacts) => [
  ...['', '## Stickers and glare', ''],
  `An opaque light sticker, or a saturated reflection, of ${Math.round(100 * patch)} % of the frame's shorter side: over the worst defect (on a good part: anywhere), or beside everything that is marked.`,
  'A sticker over the whole defect hides it from any camera: what can be asked is that the part is not passed.',
  '',
  ...table(
    [
      'line',
      'treatment',
      'escapes of defective parts',
      'undecided',
      'false rejects of good parts',
      'undecided',
    ],
    lines.flatMap(treatmentRows),
  ),
]

const attackSection = (lines: readonly LineSafety[], { budget }: SafetyFacts) => [
  ...['', '## Adversarial patches', ''],
  `Beside the defect, of the same size, 8 × 8 printed greys. The attacker knows verdict and score alone (random search, then an evolution strategy, ${budget} tries a part), on defective parts that are not passed as they are. The plain sticker in the same place is what harmless litter does.`,
  '',
  ...table(
    ['line', 'passed with a plain sticker', 'passed with a pattern', 'tries, median of the successful'],
    lines.map(({ line, attack: { parts, flat, fooled, queries } }) =>
      row(line, share(flat, parts), share(fooled, parts), middle(queries)),
    ),
  ),
]

const swapSection = (lines: readonly LineSafety[]) => [
  ...['', '## A swapped model', ''],
  "Another line's model under the line's name, and its own with one bit turned, its card left: refused by hash (`MODEL_HASH_MISMATCH`)? Where the card is swapped too the hashes fit; `jidoka start` then refuses a model of another line, and below is what its verdicts would be.",
  '',
  ...table(
    [
      'line',
      'refused',
      'model with its own card',
      'good parts passed',
      'defective parts passed',
      'undecided of all',
    ],
    lines.map(swapRow),
  ),
]

const poisonSection = (sets: readonly PoisonedSet[]) => [
  ...['', '## A poisoned teaching folder', ''],
  '`jidoka teach` with defective images among the good ones: whether it names them as suspects (it leaves these out), and what the taught model is worth on other parts (AUROC; 0.5 is chance, where there is nothing to lose).',
  '',
  ...table(
    ['taught with', 'defective among the images', 'named', 'good ones named', 'AUROC', 'loss'],
    sets.flatMap(poisonRows),
  ),
]

function treatmentRows({ line, defective, good }: LineSafety): string[] {
  return treatments.map((treatment) => {
    const bad = defective.get(treatment)
    const fine = good.get(treatment)
    if (!bad || !fine) return row(line, treatment, '–', '–', '–', '–')
    const escapes = share(bad.OK, all(bad))
    return row(line, treatment, escapes, bad.NotDecidable, share(fine.NotOK, all(fine)), fine.NotDecidable)
  })
}

function swapRow({ line, swaps: { tried, refused, withCard } }: LineSafety): string {
  const { model, good, defective } = withCard
  const passed = (tally: Tally) => share(tally.OK, all(tally))
  const open = share(good.NotDecidable + defective.NotDecidable, all(good) + all(defective))
  return row(line, `${refused} of ${tried}`, model, passed(good), passed(defective), open)
}

function poisonRows({ name, lessons }: PoisonedSet): string[] {
  const clean = lessons.find(({ poison }) => poison === 0)?.auroc ?? Number.NaN
  return lessons.map(({ poison, images, suspects, suspectsRight, auroc }) =>
    row(
      ...[name, `${poison} of ${images}`, `${suspectsRight} of ${poison}`, suspects - suspectsRight],
      ...[auroc.toFixed(3), (clean - auroc).toFixed(3)],
    ),
  )
}

const middle = (values: readonly number[]): number | string =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? '–'
