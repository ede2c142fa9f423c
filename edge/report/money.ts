import { Assumptions } from '../contract/assumption.ts'
import type { LineReport } from '../contract/report.ts'
import { exactUpper } from '../core/quality/bound.ts'
import type { CashSheet } from '../core/quality/cash.ts'
import { manualBaseline } from '../core/quality/shipped.ts'
import { dash } from './format.ts'
import { type Content, html, type Markup } from './markup.ts'
import { type Place, section } from './section.ts'
import { facts, number, table, word } from './table.ts'
import type { Voice } from './voice.ts'

/** What leaves the plant after review, beside the model alone and a person at every part. */
export function shipsSection({ line: { report }, voice }: Place): Markup {
  const { words, format } = voice
  const { shipped, labour } = report
  const head = words.money.ships
  const byHand = manualBaseline(labour.assumptions)
  const alone = modelAlone(report)
  const rows = [
    [
      head.modelAlone,
      format.share(alone.escapeRate),
      `≤ ${format.share(alone.upper95)}`,
      format.share(alone.falseReject),
      format.whole(alone.escapesPerMillionShipped),
    ],
    [
      head.afterReview,
      format.share(shipped.escapeRate),
      `≤ ${format.share(shipped.upper95)}`,
      format.share(shipped.falseReject),
      format.whole(shipped.escapesPerMillionShipped),
    ],
    [
      head.byHand,
      format.share(byHand.escapeRate),
      dash,
      format.share(byHand.falseReject),
      format.whole(byHand.escapesPerMillionShipped),
    ],
  ]
  return section(
    head.heading,
    html`<p>${head.text}</p>${table({
      caption: head.heading,
      isCaptionHidden: true,
      columns: [
        word(head.way),
        ...[head.escapes, head.upper, head.falseRejects, head.perMillion].map(number),
      ],
      rows: rows.map((cells, index) => ({ cells, isStrong: index === 1 })),
    })}<p class="note">${head.note(format.share(labour.assumptions.prevalence))}</p>${facts([
      [head.wait, format.seconds(shipped.deskWaitP95S)],
      [head.overflow, html`${format.share(shipped.deskOverflow)} <small>${head.overflowNote}</small>`],
    ])}`,
  )
}

/** The model without a review desk, on the same footing as what ships: of all parts, undecided ones are held back. */
export function modelAlone({ parts, escape: escapes, falseReject, notDecidable, labour }: LineReport) {
  const defective = escapes.n + notDecidable.defective
  const good = parts - defective
  const escapeRate = defective === 0 ? null : escapes.count / defective
  const passed = good === 0 ? null : (falseReject.n - falseReject.count) / good
  const { prevalence } = labour.assumptions
  const [wrong, right] = [prevalence * (escapeRate ?? 0), (1 - prevalence) * (passed ?? 0)]
  const isKnown = escapeRate !== null && passed !== null && wrong + right > 0
  return {
    escapeRate,
    upper95: exactUpper(escapes.count, defective),
    falseReject: good === 0 ? null : falseReject.count / good,
    escapesPerMillionShipped: isKnown ? (1e6 * wrong) / (wrong + right) : null,
  }
}

export function labourSection({ line: { report, cash }, voice }: Place): Markup {
  const { words, format } = voice
  const { hoursReduction, costReduction } = report.labour
  const head = words.money.labour
  const isKnown = hoursReduction !== null
  return section(
    head.heading,
    html`${
      isKnown
        ? facts([
            [head.hours, format.saving(hoursReduction)],
            [head.money, format.saving(costReduction)],
            [head.payback, payback(report.labour, voice)],
            [head.neverUnder, neverUnder(report.labour, voice)],
          ])
        : html`<p>${head.unknown}</p>`
    }${cash && sheet(cash, voice)}<p class="note">${head.note}</p>${assumptions(report.labour.assumptions, voice)}`,
    false,
  )
}

function payback(
  { paybackMonths, paybackMonthsRange }: LineReport['labour'],
  { words, format }: Voice,
): string {
  const head = words.money.labour
  const months = (value: number | null) =>
    value === null ? head.never : head.months(format.decimal(value, 1))
  const [soonest, latest] = paybackMonthsRange.map(months)
  return `${months(paybackMonths)} (${head.between(soonest ?? dash, latest ?? dash)}, ${head.interval})`
}

function neverUnder(
  { paybackMonths, neverPaysUnderPartsPerHour }: LineReport['labour'],
  { words, format }: Voice,
): string {
  const head = words.money.labour
  if (neverPaysUnderPartsPerHour !== null)
    return head.perHour(format.whole(Math.ceil(neverPaysUnderPartsPerHour)))
  return paybackMonths === null ? head.atNoRate : head.always
}

/** Hours in their own row, apart from money. */
function sheet({ rows, perYear, hours, people, once }: CashSheet, { words, format }: Voice): Markup {
  const head = words.money.labour
  const three = (byHand: number, withAi: number) => [
    format.whole(byHand),
    format.whole(withAi),
    format.change(withAi - byHand),
  ]
  return html`<div class="whole">${table({
    caption: head.sheet,
    columns: [word(head.item), ...[head.byHand, head.withAi, head.difference].map(number)],
    rows: [
      ...rows.map(({ item, byHand, withAi }) => ({ cells: [head.items[item], ...three(byHand, withAi)] })),
      { isStrong: true, cells: [head.sum, ...three(perYear.byHand, perYear.withAi)] },
    ],
  })}<p class="note">${head.once(format.whole(once.hardware), format.whole(once.setUp), format.whole(once.total))}</p>
<p>${head.work(format.whole(hours.byHand), format.decimal(people.byHand, 1), format.whole(hours.withAi), format.decimal(people.withAi, 1))}</p></div>`
}

/** Every assumption; where it is not the usual one, the usual one beside it. */
function assumptions(given: Assumptions, voice: Voice): Markup {
  const { words } = voice
  const usual = Assumptions.parse({})
  const names = words.money.assumption
  const pairs = (Object.keys(names) as (keyof Assumptions)[]).map((name): [string, Content] => {
    const value = written(name, given[name], voice)
    const isUsual = given[name] === usual[name]
    return [
      names[name],
      isUsual
        ? value
        : html`<strong>${value}</strong> <small>${words.money.labour.usual(written(name, usual[name], voice))}</small>`,
    ]
  })
  return html`<div class="whole"><h4>${words.money.labour.assumptions}</h4><p>${words.money.labour.sources}</p>${facts(pairs, 'two')}</div>`
}

function written(name: keyof Assumptions, value: number, { format }: Voice): string {
  if (/(Rate|Share|prevalence)$/.test(name)) return format.share(value)
  return name.endsWith('S') ? format.seconds(value) : format.decimal(value, 2)
}
