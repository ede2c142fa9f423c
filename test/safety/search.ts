import type { Rng } from '../../edge/contract/port.ts'

/** What a search came to. */
export interface Found {
  readonly isFooled: boolean
  readonly queries: number
  readonly levels: readonly number[]
}

/** What an attacker hears of a part: nothing but its verdict and score, as a station publishes them. */
export interface Heard {
  readonly isPassed: boolean
  readonly score: number
}

/**
 * A black-box attack: random patterns first (a quarter of the budget), then an evolution strategy (1 + 1) that changes
 * one block in six and keeps what scores no higher. Ends when the part is passed, or the budget is spent.
 */
export async function searchPattern(
  blocks: number,
  budget: number,
  rng: Rng,
  ask: (levels: readonly number[]) => Promise<Heard>,
): Promise<Found> {
  const draw = () => Math.floor(256 * rng.next())
  let best: { readonly levels: readonly number[]; readonly score: number } = { levels: [], score: Infinity }
  for (let queries = 1; queries <= budget; queries++) {
    const isRandom = queries <= Math.ceil(budget / 4)
    const levels = isRandom
      ? Array.from({ length: blocks ** 2 }, draw)
      : best.levels.map((level) => (rng.next() < 1 / 6 ? draw() : level))
    const { isPassed, score } = await ask(levels)
    if (isPassed) return { isFooled: true, queries, levels }
    if (score <= best.score) best = { levels, score }
  }
  return { isFooled: false, queries: budget, levels: best.levels }
}
