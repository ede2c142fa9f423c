import { readFileSync } from 'node:fs'
import os from 'node:os'
import { runtimeVersion } from './session.ts'

/** Vector extensions that decide how fast a network runs. */
const telling =
  /^(sse4_2|avx|avx2|fma|f16c|avx512f|avx512bw|avx512_vnni|avx_vnni|avx512_bf16|amx_int8|amx_bf16|asimd|asimddp|i8mm|sve|bf16)$/

const read = (file: string): string => {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

/** What this computer says of itself. */
export function machineFacts() {
  const flags = /^(?:flags|Features)\s*:\s*(.*)$/m.exec(read('/proc/cpuinfo'))?.[1] ?? ''
  return {
    cpu: os.cpus()[0]?.model.trim() || 'unknown',
    features: flags.split(' ').filter((flag) => telling.test(flag)),
    cores: os.availableParallelism(),
    memoryGb: Math.round(os.totalmem() / 1e9),
    governor: read('/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor').trim() || null,
    platform: `${os.platform()} ${os.release()} ${os.arch()}`,
    node: process.version,
    runtime: `onnxruntime ${runtimeVersion()}`,
  }
}

const counters = '/sys/class/powercap/intel-rapl:0'

/** Joules that the first processor package has used since some moment (RAPL); null: the system does not say. */
export function packageJoules(): number | null {
  const microjoules = Number(read(`${counters}/energy_uj`))
  return microjoules > 0 ? microjoules / 1e6 : null
}

/** Where joules come from, or why there are none. */
export const energySource = (): string =>
  packageJoules() === null
    ? `null: ${counters}/energy_uj cannot be read (a virtual machine, another system, or it needs the right to)`
    : `RAPL, processor package 0, all programs together`
