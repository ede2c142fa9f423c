import type { LineReport } from '../contract/report.ts'
import { html, type Markup } from './markup.ts'
import { type TestPlan, testPlan } from './plan.ts'
import { type Place, section } from './section.ts'
import { facts, number, table, word } from './table.ts'
import type { Voice } from './voice.ts'

export const defectiveParts = ({ escape: escapes, notDecidable }: LineReport): number =>
  escapes.n + notDecidable.defective

/** What was inspected, and under which conditions. */
export function populationSection({ line: { report, recipe }, voice }: Place): Markup {
  const { words, format, nameOf } = voice
  const names = words.population
  const defective = defectiveParts(report)
  const listed = (items: readonly string[]) => items.join(words.listComma) || words.none
  const counted = names.partsAre(
    format.whole(report.parts),
    format.whole(report.parts - defective),
    format.whole(defective),
  )
  const limits = Object.entries(recipe?.limitsMm ?? {}).map(
    ([name, limit]) => `${nameOf(name)} ${format.mm(limit)}`,
  )
  return section(
    names.heading,
    facts([
      [names.line, nameOf(report.line)],
      ...(report.dataset === null ? [] : [[names.dataset, report.dataset] as const]),
      [names.parts, counted],
      [
        names.prevalence,
        report.prevalence === null
          ? names.asFound(format.share(defective / Math.max(1, report.parts)))
          : format.share(report.prevalence),
      ],
      [names.seed, report.seed === null ? words.none : html`<code>${String(report.seed)}</code>`],
      [names.model, report.model],
      ...(recipe
        ? [
            [
              names.frame,
              names.frameIs(
                String(recipe.widthPx),
                String(recipe.heightPx),
                format.decimal(recipe.pxPerMm, 2),
              ),
            ] as const,
          ]
        : []),
      [names.limits, recipe ? listed(limits) : words.unknown],
      ...(recipe && recipe.presentOrAbsent.length > 0
        ? [[names.present, listed(recipe.presentOrAbsent.map(nameOf))] as const]
        : []),
      [names.lookAlikes, recipe ? listed(recipe.lookAlikes.map(nameOf)) : words.unknown],
      ...(report.foreign === null ? [] : [[names.foreign, names.foreignIs(report.foreign)] as const]),
      [names.disturbance, disturbanceOf(report, voice)],
      [names.monitor, names.monitorIs[report.monitor]],
    ]),
  )
}

function disturbanceOf({ disturbance, isPooled, isSimulated }: LineReport, { words }: Voice): string {
  if (disturbance)
    return words.population.disturbanceIs(words.disturbance[disturbance.name], String(disturbance.severity))
  if (isPooled) return words.population.pooled
  return isSimulated ? words.population.noDisturbance : words.population.noneAdded
}

/** What this number of parts could show, whatever was found. */
export function planSection({ line: { report }, voice }: Place): Markup {
  const { words, format } = voice
  const { accuracy, escape: escapes, falseReject } = report
  const errorLimit = Number((1 - accuracy.claim).toPrecision(12))
  const rows = [
    { name: words.plan.errors, found: accuracy.errors, plan: testPlan(accuracy.n, errorLimit) },
    { name: words.result.escapes, found: escapes.count, plan: testPlan(escapes.n, escapes.limit) },
    {
      name: words.result.falseRejects,
      found: falseReject.count,
      plan: testPlan(falseReject.n, falseReject.limit),
    },
  ]
  const head = words.plan
  return section(
    head.heading,
    html`<p>${report.sequential ? head.sequential : head.fixed}${words.space}${head.text}</p>${table({
      caption: head.heading,
      isCaptionHidden: true,
      columns: [
        word(head.rate),
        ...[head.n, head.limit, head.allowed, head.refutedFrom, head.found].map(number),
        ...['¼', '½', '¾'].map((part) => number(head.power(part))),
        number(head.enough),
      ],
      rows: rows.map(({ name, found, plan }) => ({
        cells: [
          name,
          format.whole(plan.n),
          `≤ ${format.share(plan.limit)}`,
          plan.allowed === null ? head.never : format.whole(plan.allowed),
          format.whole(plan.refutedFrom),
          html`<b>${format.whole(found)}</b>`,
          ...powers(plan, voice),
          format.whole(plan.enough?.n ?? null),
        ],
      })),
    })}<p class="note">${head.enoughNote}</p>`,
  )
}

const powers = ({ power }: TestPlan, { words, format }: Voice): Markup[] =>
  power.map(
    ({ trueRate, chance }) =>
      html`${format.share(Number(chance.toFixed(3)))}<br><small>${words.plan.at(format.share(trueRate))}</small>`,
  )
