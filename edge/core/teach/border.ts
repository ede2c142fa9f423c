import type { BorderTried } from '../../contract/workbench.ts'
import { clopperPearson } from '../quality/interval.ts'

/** Scores that a person may move the border over. */
const [least, most, step] = [0.4, 0.8, 0.01]

/** What each border would have refused of good images, given their scores. */
export function bordersOf(scores: readonly number[]): BorderTried[] {
  const of = scores.length
  return Array.from({ length: Math.round((most - least) / step) + 1 }, (_, at) => {
    const border = Math.round(100 * (least + at * step)) / 100
    const refused = scores.filter((score) => score >= border).length
    // The upper end of a two-sided interval of 90 % is a one-sided bound of 95 %.
    return { border, refused, of, upper95: of === 0 ? 1 : clopperPearson(refused, of, 0.9).upper }
  })
}
