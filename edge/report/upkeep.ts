import { dash } from './format.ts'
import { html, type Markup } from './markup.ts'
import { type Place, section } from './section.ts'
import { bar, number, table, word } from './table.ts'

/** What upkeep of the machine beside the line costs under each policy; nothing where none stands there. */
export function upkeepSection({ line: { upkeep }, voice }: Place): Markup | false {
  if (!upkeep) return false
  const { words, format, nameOf } = voice
  const head = words.money.upkeep
  const { bars, lives, command, saving, saving95 } = upkeep.policies
  const written = (share: number | undefined) => (share === undefined ? dash : format.share(share))
  const dearest = Math.max(...bars.map(({ cost }) => cost))
  return section(
    head.heading(nameOf(upkeep.machine)),
    html`<p>${head.saved(written(saving), written(saving95?.[0]), written(saving95?.[1]))}</p>${table({
      caption: head.heading(nameOf(upkeep.machine)),
      isCaptionHidden: true,
      columns: [word(head.policy), number(head.cost), number(head.downtime), word(head.bar)],
      rows: bars.map(({ policy, cost, downtimeH }) => ({
        isStrong: policy === 'predictive',
        cells: [
          head.policies[policy],
          format.decimal(cost, 2, 2),
          format.decimal(downtimeH, 2, 2),
          bar(0, cost / dearest),
        ],
      })),
    })}<p class="note">${head.note(format.whole(lives))} <code>${command}</code></p>`,
  )
}
