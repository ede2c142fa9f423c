import { type Content, html, type Markup } from './markup.ts'

/** A table with a caption; the first column names the row, `'number'` columns stand to the right. */
export interface Table {
  readonly caption: string
  readonly columns: readonly { readonly head: string; readonly kind: 'word' | 'number' }[]
  readonly rows: readonly Row[]
  /** The caption is heard but not seen: the heading above says the same. */
  readonly isCaptionHidden?: boolean
}

export interface Row {
  readonly cells: readonly Content[]
  readonly isStrong?: boolean
}

export const word = (head: string) => ({ head, kind: 'word' as const })
export const number = (head: string) => ({ head, kind: 'number' as const })

/** Wide tables scroll by themselves on a narrow screen, by keyboard too. */
export const table = ({ caption, columns, rows, isCaptionHidden = false }: Table): Markup =>
  html`<div class="scroll" role="group" aria-label="${caption}" tabindex="0"><table>
<caption class="${isCaptionHidden ? 'unseen' : ''}">${caption}</caption>
<thead><tr>${columns.map(({ head, kind }) => html`<th scope="col" class="${kind}">${head}</th>`)}</tr></thead>
<tbody>${rows.map(
    ({ cells, isStrong }) =>
      html`<tr class="${isStrong ? 'strong' : ''}">${cells.map((cell, index) => cellOf(cell, index, columns[index]?.kind ?? 'word'))}</tr>`,
  )}</tbody></table></div>`

const cellOf = (cell: Content, index: number, kind: 'word' | 'number'): Markup =>
  index === 0 ? html`<th scope="row" class="${kind}">${cell}</th>` : html`<td class="${kind}">${cell}</td>`

/** Names and what they are, one a line; `two`: in two columns. */
export const facts = (
  pairs: readonly (readonly [name: string, value: Content])[],
  columns: '' | 'two' = '',
): Markup =>
  html`<dl class="facts ${columns}">${pairs.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`

/** Drawn, not coloured: browsers print no backgrounds. Shares of the width; the part before `from` is light. */
export const bar = (from: number, to: number): Markup =>
  html`<svg class="bar" viewBox="0 0 100 12" preserveAspectRatio="none" aria-hidden="true"><rect class="sum" width="${(100 * from).toFixed(1)}" height="12"/><rect class="own" x="${(100 * from).toFixed(1)}" width="${(100 * (to - from)).toFixed(1)}" height="12"/></svg>`
