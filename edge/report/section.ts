import type { LineReport } from '../contract/report.ts'
import type { LineInput } from './input.ts'
import { type Content, html, type Markup } from './markup.ts'
import type { Voice } from './voice.ts'

/** What every section of a line gets: the line, how to speak, and a prefix that makes names unique in the document. */
export interface Place {
  readonly line: LineInput
  readonly voice: Voice
  /** `line-1`, from 1. */
  readonly id: string
}

/** What tells a line from the others of a report, which may be the same one under another disturbance. */
export function titleOf({ line, disturbance, isPooled }: LineReport, { words, nameOf }: Voice): string {
  if (disturbance)
    return `${nameOf(line)} · ${words.population.disturbanceIs(words.disturbance[disturbance.name], String(disturbance.severity))}`
  return isPooled ? `${nameOf(line)} · ${words.population.pooled}` : nameOf(line)
}

/** A heading with what belongs under it; `isWhole` keeps it on one page. */
export const section = (heading: string, body: Content, isWhole = true): Markup =>
  html`<section class="${isWhole ? 'whole' : ''}"><h3>${heading}</h3>${body}</section>
`

/** Beside each other where there is room. */
export const pair = (...items: readonly Content[]): Markup => html`<div class="pair">${items}</div>`
