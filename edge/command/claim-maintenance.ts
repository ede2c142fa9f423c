import type { MachineFinding } from '../contract/prognosis.ts'
import type { LineVerdict } from '../contract/report.ts'
import { percent } from '../core/quality/sentence.ts'
import type { Shell } from '../io/shell.ts'
import { scoreMachines } from './prognose-machine.ts'

export interface Upkeep {
  readonly verdict: LineVerdict
  readonly evidence: string
  readonly about: string
}

/** Less downtime and less cost than the best calendar, on every kind of machine; null: a person ended it. */
export async function weighUpkeep(lives: number, seed: number, shell: Shell): Promise<Upkeep | null> {
  const findings: MachineFinding[] = []
  for await (const finding of scoreMachines({ machine: 'all', lives, seed, shell })) findings.push(finding)
  if (shell.interruption().aborted) return null
  const savings = findings.flatMap(({ cost }) => [cost.downtimeSaving95, cost.saving95])
  const least = Math.min(...savings.map((interval) => interval?.[0] ?? 0))
  const most = Math.min(...savings.map((interval) => interval?.[1] ?? 0))
  const told = findings.map(({ machine, cost: { downtimeSaving95, saving95 } }) => {
    const [standstill, cost] = [downtimeSaving95, saving95].map((interval) =>
      interval?.map(percent).join(' to '),
    )
    return `${machine}: ${standstill} less standstill, ${cost} less cost`
  })
  return {
    verdict: least > 0 ? 'demonstrated' : most < 0 ? 'refuted' : 'not-demonstrated',
    evidence: `${told.join('; ')} than the best calendar (95 % intervals, ${lives} lives each).`,
    about: 'Simulated machines whose true life is known: the method, not a factory.',
  }
}
