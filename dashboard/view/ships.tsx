import type { QualityState } from '../../edge/contract/review.ts'
import { decimal, duration, percent } from '../format.ts'
import { language, words } from '../language.ts'
import { type ShipRow, shipRows } from '../quality-fold.ts'
import { type Pair, Pairs } from './pairs.tsx'
import { Panel } from './panel.tsx'

const share = (value: number | null): string => (value === null ? '–' : percent(value, language.value))

/** What leaves the line after review, beside the model alone and people alone. */
export function Ships({ quality }: { readonly quality: QualityState }) {
  const { ships } = words.value
  return (
    <Panel id="ships" title={ships.title}>
      <table class="ways">
        <thead>
          <tr>
            <th scope="col">{ships.way}</th>
            <th scope="col">{ships.escapes}</th>
            <th scope="col">{ships.falseRejects}</th>
          </tr>
        </thead>
        <tbody>
          {shipRows(quality).map((row) => (
            <Way key={row.way} row={row} />
          ))}
        </tbody>
      </table>
      <Facts shipped={quality.shipped} />
      <p class="hint">{ships.note}</p>
    </Panel>
  )
}

function Way({ row }: { readonly row: ShipRow }) {
  const { ships } = words.value
  const rate = (value: number | null) => `${row.isNear && value !== null ? '≈\u202f' : ''}${share(value)}`
  return (
    <tr class={row.way}>
      <th scope="row">
        {ships.ways[row.way]} <small>{ships.notes[row.way]}</small>
      </th>
      <td>
        {rate(row.escapeRate)}
        {row.atMost !== null && <small>{ships.atMost(share(row.atMost))}</small>}
      </td>
      <td>{rate(row.falseRejectRate)}</td>
    </tr>
  )
}

function Facts({ shipped }: { readonly shipped: QualityState['shipped'] }) {
  const { ships } = words.value
  const { escapesPerMillionShipped: perMillion, deskWaitP95S: waitS, deskOverflow: overflow } = shipped
  const rows: Pair[] = [
    [ships.perMillion, perMillion === null ? '–' : decimal(perMillion, language.value)],
    [ships.wait, waitS === null ? '–' : duration(waitS, language.value)],
    [ships.overflow, share(overflow)],
  ]
  return <Pairs rows={rows} />
}
