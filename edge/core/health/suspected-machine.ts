import type { MachineCondition, SuspectedMachine } from '../../contract/condition.ts'
import type { Inspection } from '../../contract/inspection.ts'

/** The machine that a part points at: its wear makes one of the part's defects, and its condition calls for a repair. */
export function suspectedMachine(
  { defects }: Pick<Inspection, 'defects'>,
  condition: MachineCondition | null,
): SuspectedMachine | null {
  if (!condition?.lineDefects || condition.advice.level === 'none') return null
  const { machine, kind, sequence, advice, lineDefects } = condition
  return defects.some((defect) => defect.class === lineDefects.class)
    ? { machine, kind, sequence, advice }
    : null
}
