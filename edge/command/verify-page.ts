import type { LineReport } from '../contract/report.ts'
import { many, percent } from '../core/quality/sentence.ts'
import { pageOf } from './judge.ts'

/** The report as a page for a person on a terminal. */
export function reportPage(report: LineReport): string {
  const { line, model, seed, dataset, disturbance, isPooled } = report
  const under = disturbance
    ? `, ${disturbance.name} at severity ${disturbance.severity}`
    : isPooled
      ? ', all disturbances'
      : ''
  const from = dataset ?? `seed ${seed}`
  const said = [`${line}, ${model}, ${from}${under}\n${pageOf(report)}`, ...asides(report)]
  return `${said.join('')}\n`
}

function asides(report: LineReport): string[] {
  const { sequential, explanation, latencyMs, shipped, weakInspectors, labour, dataset } = report
  const { pointingGame } = explanation
  const weak = weakInspectors.filter(({ auroc }) => auroc !== null)
  return [
    sequential ? row('sequential', 'the bounds above would hold had the number of parts been fixed') : '',
    dataset === null ? '' : row('raw score', rankings(report)),
    pointingGame === null
      ? ''
      : row('explanation', `points at the defect on ${percent(pointingGame)} of defective parts`),
    latencyMs
      ? row(
          'latency',
          `p50 ${latencyMs.p50} ms, p99 ${latencyMs.p99} ms (${many(latencyMs.n, 'part')}, one in flight)`,
        )
      : '',
    shipped.escapeRate === null
      ? ''
      : row(
          'ships',
          `${percent(shipped.escapeRate)} of defective parts after review, at most ${percent(shipped.upper95)}${held(shipped)}`,
        ),
    weak.length > 0
      ? row('weak', weak.map(({ name, auroc }) => `${name} AUROC ${auroc?.toFixed(3)}`).join(', '))
      : '',
    labourRow(labour),
  ]
}

/** How the scores rank good and defective images, whatever thresholds and input monitor make of them. */
function rankings({ imageAuroc, ap, f1max, intervals95 }: LineReport): string {
  const figures = [
    ['AUROC', imageAuroc, intervals95.imageAuroc],
    ['AP', ap, intervals95.ap],
    ['F1max', f1max, intervals95.f1max],
  ] as const
  const said = figures.flatMap(([name, value, interval]) => {
    const between = interval ? ` (${interval.map((bound) => bound.toFixed(3)).join(' to ')})` : ''
    return value === null ? [] : [`${name} ${value.toFixed(3)}${between}`]
  })
  return said.length > 0
    ? `${said.join(', ')}; bootstrap, 95 %`
    : 'ranks nothing: one kind of part is missing'
}

/** Parts that found the desk full are no escapes, but nobody has looked at them either. */
const held = ({ deskOverflow }: LineReport['shipped']): string =>
  deskOverflow ? `; ${percent(deskOverflow)} of the undecided found the desk full and are held` : ''

const row = (name: string, text: string): string => `${name.padEnd(14)} ${text}\n`

/** The labour line of the page, with everything that it assumes. */
function labourRow({
  hoursReduction,
  costReduction,
  paybackMonths,
  assumptions,
}: LineReport['labour']): string {
  if (hoursReduction === null) return ''
  const { prevalence, manualS, reviewS, confirmS, auditShare } = assumptions
  const pays = paybackMonths === null ? 'never pays back' : `pays back in ${paybackMonths.toFixed(1)} months`
  return row(
    'labour',
    `${percent(hoursReduction)} of inspection hours saved and ${percent(costReduction ?? 0)} of their cost, ${pays}, if ${percent(prevalence)} of production is ` +
      `defective, a part takes ${manualS} s by hand, ${reviewS} s in review, ${confirmS} s to confirm, and ${percent(auditShare)} of the passed are audited`,
  )
}
