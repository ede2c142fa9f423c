import type { GrowthReport } from '../contract/growth.ts'
import { medianOf } from '../core/quality/quantile.ts'
import { openSession, type Pixels, type Session, type SessionTuning } from '../io/session.ts'

/** One option at a time against the service's own. */
const tunings: readonly (readonly [options: string, tuning: SessionTuning])[] = [
  ['own', {}],
  ['graph optimisation basic', { graphOptimizationLevel: 'basic' }],
  ['graph optimisation extended', { graphOptimizationLevel: 'extended' }],
  ['parallel execution', { executionMode: 'parallel' }],
  ['no memory pattern', { enableMemPattern: false }],
  ['no arena', { enableCpuMemArena: false }],
  ['spinning', { extra: { session: { intra_op: { allow_spinning: '1' } } } }],
]

const rounds = 9

/** Processor time of one run under each set of options; all sets take turns in each round. */
export async function compareSessions(
  modelPath: string,
  { pixels, dims }: { readonly pixels: Pixels; readonly dims: readonly number[] },
  runsPerRound: number,
): Promise<GrowthReport['sessions']> {
  const opened: { options: string; session: Session; cpuMs: number[] }[] = []
  try {
    for (const [options, tuning] of tunings) {
      const session = await openSession(modelPath, { threads: 1, tuning })
      for (let run = 0; run < runsPerRound; run++) await session.run(pixels, dims)
      opened.push({ options, session, cpuMs: [] })
    }
    for (let round = 0; round < rounds; round++)
      for (const { session, cpuMs } of opened) {
        const before = process.cpuUsage()
        for (let run = 0; run < runsPerRound; run++) await session.run(pixels, dims)
        const { user, system } = process.cpuUsage(before)
        cpuMs.push((user + system) / 1000 / runsPerRound)
      }
    return opened.map(({ options, cpuMs }) => ({
      options,
      cpuMs: Math.round(1000 * medianOf(cpuMs)) / 1000,
    }))
  } finally {
    await Promise.all(opened.map(({ session }) => session.close()))
  }
}
