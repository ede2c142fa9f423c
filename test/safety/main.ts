import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { productLines } from '../../datasets/world.ts'
import { root } from '../../edge/build.mjs'
import { commitOf } from '../../edge/io/commit.ts'
import { openInspector } from '../../edge/io/inspector.ts'
import { loadModel } from '../../edge/io/model.ts'
import { type LineSafety, type PoisonedSet, safetyPage } from './page.ts'
import { attackParts, partsOf, tryTreatments } from './part.ts'
import { type Pictures, photographs, poisonShares, teachPoisoned } from './poison.ts'
import { trySwaps } from './swap.ts'

/** `npm run safety -- --parts 40 --out models/SAFETY.md`: stickers, glare, patches, swapped models and poisoned lessons. */
const number = (of: string) => ({ type: 'string', default: of }) as const
const { values } = parseArgs({
  options: {
    ...{ line: { type: 'string', default: 'all' }, seed: number('2407'), out: { type: 'string' } },
    ...{
      parts: number('40'),
      patch: number('0.05'),
      attacked: number('20'),
      budget: number('60'),
      taught: number('40'),
    },
    photographs: { type: 'string', multiple: true, default: [] },
  },
})
const [seed, parts, attacked] = [Number(values.seed), Number(values.parts), Number(values.attacked)]
const [budget, taught] = [Number(values.budget), Number(values.taught)]
const assault = { seed, budget, patch: Number(values.patch) }
const folders = values.photographs ?? []
const known = Object.keys(productLines)
const chosen = values.line === 'all' ? known : known.filter((line) => line === values.line)

const pictures = ({ good, defective }: ReturnType<typeof partsOf>): Pictures => ({
  good: good.map(({ frame }) => frame.image),
  defective: defective.map(({ frame }) => frame.image),
})
const poisoned: PoisonedSet[] = []
async function poison(name: string, images: number, lesson: Pictures, exam: Pictures): Promise<void> {
  process.stderr.write(`${name}: poisoned lessons\n`)
  const lessons = []
  for (const share of poisonShares) lessons.push(await teachPoisoned(root, share, images, lesson, exam))
  poisoned.push({ name, lessons })
}

const measured: LineSafety[] = []
for (const line of chosen) {
  process.stderr.write(`${line}: stickers, glare and patches\n`)
  const exam = partsOf(line, parts, seed)
  const model = await loadModel(line, { root })
  const inspector = await openInspector(model, 1)
  const defective = await tryTreatments(inspector, exam.defective, assault)
  const good = await tryTreatments(inspector, exam.good, assault)
  const attack = await attackParts(inspector, exam.defective.slice(0, attacked), assault)
  await inspector.close()
  process.stderr.write(`${line}: swapped models\n`)
  const others = known.filter((other) => other !== line)
  const swaps = await trySwaps(root, line, others, exam)
  measured.push({ line, sha256: model.sha256, defective, good, attack, swaps })
  // Of another seed: nobody is examined on what they were taught.
  if (folders.length === 0)
    await poison(line, taught, pictures(partsOf(line, taught, seed + 1)), pictures(exam))
}
for (const folder of folders) {
  const { lesson, exam } = await photographs(folder)
  await poison(path.basename(folder), lesson.good.length, lesson, exam)
}
const command = ['npm run safety --', ...process.argv.slice(2)].join(' ')
const page = safetyPage(measured, poisoned, { command, commit: commitOf(root), ...assault })
if (values.out) await writeFile(path.resolve(root, values.out), page)
else process.stdout.write(page)
