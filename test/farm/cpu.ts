import { readFileSync } from 'node:fs'

/** Ticks of /proc count hundredths of a second on every Linux that Node runs on. */
const msPerTick = 10

/** CPU that a process and its threads have taken so far, milliseconds; Linux only (proc(5), /proc/pid/stat fields 14 and 15). */
export function cpuMsOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  // The name of the program, field 2, may hold blanks: it ends with the last bracket.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return msPerTick * (Number(fields[11]) + Number(fields[12]))
}
