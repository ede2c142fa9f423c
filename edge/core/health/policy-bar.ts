import type { PolicyBars } from '../../contract/plant.ts'
import type { MachineFinding } from '../../contract/prognosis.ts'
import { policies } from './policy.ts'

/** The policies of a finding, to be shown beside each other. */
export function policyBars({ machine, lives, seed, cost }: MachineFinding): PolicyBars {
  const bars = policies.map((policy) => ({
    policy,
    cost: cost[policy].cost,
    downtimeH: cost[policy].downtimeH,
  }))
  const command = `npx jidoka prognose --machine ${machine} --lives ${lives} --seed ${seed}`
  return { command, lives, bars, saving: cost.saving, saving95: cost.saving95 }
}
