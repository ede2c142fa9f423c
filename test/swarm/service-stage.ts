import type { Built } from './edge-stage.ts'
import type { Judgement } from './judge.ts'
import type { Schedule } from './schedule.ts'
export async function playService(_s: Schedule, _b: Built): Promise<Judgement> {
  throw new Error('todo')
}
