import type { ValidReport } from './valid-client.ts'

/** What became of one attack. */
export interface Outcome {
  readonly name: string
  readonly isHeld: boolean
  readonly found: string
}

export interface HostileReport {
  readonly seed: number
  readonly outcomes: readonly Outcome[]
  readonly valid: ValidReport
}

/**
 * Resident memory may grow by so much under attack: buffers of 256 strangers, 32 MB retained, what V8 has not collected yet, and
 * what glibc keeps for each thread (MALLOC_ARENA_MAX=2 takes a third of the growth away).
 */
const mostGrowthMb = 500

/** Whether the service stood: every attack held off, the valid client answered throughout, the memory bounded. */
export function faultsOf({ outcomes, valid }: HostileReport): string[] {
  const { before, most } = valid.residentMb
  return [
    ...outcomes.filter(({ isHeld }) => !isHeld).map(({ name, found }) => `${name}: ${found}`),
    ...(valid.answered === 0
      ? ['the valid client was never answered']
      : valid.refused.map((what) => `refused: ${what}`)),
    ...(most > before + mostGrowthMb ? [`memory grew from ${before} to ${most} MB`] : []),
  ]
}

export function readable(report: HostileReport): string {
  const { seed, outcomes, valid } = report
  const { before, most, after } = valid.residentMb
  const faults = faultsOf(report)
  return [
    `seed ${seed}`,
    ...outcomes.map(({ name, isHeld, found }) => `${isHeld ? 'ok  ' : 'BAD '}${name}: ${found}`),
    `valid client: ${valid.answered} answers, ${valid.refused.length} refusals, slowest ${Math.round(valid.slowestMs)} ms`,
    `newcomers: ${valid.newcomers} signed in, ${valid.attempts} attempts`,
    `resident memory: ${before} MB before, ${most} MB at most, ${after} MB after`,
    faults.length === 0 ? 'held' : `NOT HELD: ${faults.join('; ')}`,
    '',
  ].join('\n')
}
