import type { WeakInspector } from '../contract/report.ts'
import { latencyVerdict } from '../core/quality/latency-verdict.ts'
import { type Content, html, type Markup } from './markup.ts'
import { defectiveParts } from './population.ts'
import { type Place, section } from './section.ts'
import { facts, number, table, word } from './table.ts'
import type { Voice } from './voice.ts'

/** What simple inspectors make of the same parts. */
export function weakSection({ line: { report }, voice }: Place): Content {
  const { words, format } = voice
  const head = words.weak
  if (report.weakInspectors.length === 0) return null
  const good = report.parts - defectiveParts(report)
  const isMixed = good > 0 && good < report.parts
  return section(
    head.heading,
    html`<p>${head.text}${isMixed && html`${words.space}${head.passAll(format.accuracy(good / report.parts))}`}</p>${table(
      {
        caption: head.heading,
        isCaptionHidden: true,
        columns: [
          word(head.inspector),
          ...[head.auroc, head.balanced, head.bound].map(number),
          word(head.isTooGood),
          word(head.proves),
        ],
        rows: report.weakInspectors.map((weak) => weakRow(weak, voice)),
      },
    )}`,
  )
}

const [mostAuroc, mostBalanced] = [0.65, 0.97]

function weakRow({ name, auroc, balancedAccuracy, isTooGood }: WeakInspector, { words, format }: Voice) {
  const head = words.weak
  const isGlobal = name === 'global-statistics'
  const isOver = isGlobal ? (auroc ?? 0) > mostAuroc : (balancedAccuracy ?? 0) > mostBalanced
  const bound = isGlobal ? `AUROC ${format.decimal(mostAuroc, 2)}` : format.share(mostBalanced)
  const said = isTooGood ? words.yes : isOver ? head.perhapsLuck : words.no
  return {
    isStrong: isTooGood,
    cells: [
      head.names[name],
      format.decimal(auroc),
      format.share(balancedAccuracy),
      bound,
      said,
      head.why[name],
    ],
  }
}

/** Attribute agreement by the AIAG manual; its limits stand beside what was found. */
export function agreementSection({ line: { report }, voice }: Place): Content {
  const { words, format } = voice
  const { agreement } = report
  if (agreement === null) return null
  const head = words.agreement
  const grade = head.grades[agreement.grade]
  return section(
    head.heading,
    html`<p>${head.text(format.whole(agreement.parts), format.whole(agreement.trials))}</p>${table({
      caption: head.heading,
      isCaptionHidden: true,
      columns: [word(head.measure), number(head.found), number(head.acceptable), number(head.marginal)],
      rows: [
        {
          cells: [
            head.effectiveness,
            format.share(agreement.effectiveness),
            `≥ ${format.share(0.9)}`,
            `≥ ${format.share(0.8)}`,
          ],
        },
        {
          cells: [
            head.missRate,
            format.share(agreement.missRate),
            `≤ ${format.share(0.02)}`,
            `≤ ${format.share(0.05)}`,
          ],
        },
        {
          cells: [
            head.falseAlarmRate,
            format.share(agreement.falseAlarmRate),
            `≤ ${format.share(0.05)}`,
            `≤ ${format.share(0.1)}`,
          ],
        },
        { cells: ['Kappa', format.decimal(agreement.kappa), '> 0.75', '> 0.40'] },
        { isStrong: true, cells: [head.grade, grade, '', ''] },
      ],
    })}`,
  )
}

/** 99 of 100 parts have their verdict in less: our reading of "millisecond level". */
const claimedMs = 10

export function speedSection({ line: { report }, voice }: Place): Markup {
  const { words, format } = voice
  const { latencyMs, outsideLatencyMs } = report
  const head = words.speed
  if (latencyMs === null) return section(head.heading, html`<p>${head.measured}</p>`)
  const bounds = [latencyMs.p99Lower95, latencyMs.p99Upper95].map(format.ms)
  return section(
    head.heading,
    html`<p>${head.text}</p>${facts([
      ['p50', format.ms(latencyMs.p50)],
      ['p99', html`<strong>${format.ms(latencyMs.p99)}</strong>`],
      [head.bounds, bounds.join(' … ')],
      ['p99.9', format.ms(latencyMs.p999)],
      [head.n, format.whole(latencyMs.n)],
    ])}<p><strong>${head[latencyVerdict(latencyMs, claimedMs)]}</strong></p>${
      outsideLatencyMs !== null &&
      html`<p class="note">${head.outside(format.ms(outsideLatencyMs.decode), format.ms(outsideLatencyMs.record))}</p>`
    }`,
  )
}
