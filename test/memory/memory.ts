import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { batches, slopeOf } from '../bus/slope.ts'
import { launcher } from '../edge/process.ts'

/** `npm run memory`: whether the resident memory of a campaign grows with its parts (Linux). One JSON line. */
const { values } = parseArgs({
  options: {
    ...{ line: { type: 'string', default: 'steel-strip' }, parts: { type: 'string', default: '60000' } },
    ...{ edge: { type: 'string' }, scripts: { type: 'string' } },
  },
})
if (Number(values.parts) < 20_000)
  throw new Error('Under 20,000 parts warming up cannot be told from growth.')
const sampleEveryMs = 2000
/** Caches fill and code is compiled before; latency and agreement are measured, by other threads, after. */
const steady = { fromShare: 0.4, lastS: 30 }
const stretches = 20

const order = ['verify', '--line', values.line, '--parts', values.parts, '--json']
const child = spawn(process.execPath, [launcher, ...order], { stdio: ['ignore', 'ignore', 'inherit'] })
const ended = once(child, 'exit')
const residentMb = () =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1]) / 1024

const samples: { readonly x: number; readonly y: number }[] = []
const startMs = performance.now()
while (child.exitCode === null) {
  samples.push({ x: (performance.now() - startMs) / 1000, y: residentMb() })
  await Promise.race([ended, wait(sampleEveryMs)])
}
const parts = Number(values.parts)
const seconds = samples.at(-1)?.x ?? 0
const kept = samples.filter(({ x }) => x > steady.fromShare * seconds && x < seconds - steady.lastS)
const points = batches(kept, stretches)
const per100000 = (mbPerS: number) => Math.round((100 * mbPerS * seconds * 100_000) / parts) / 100
const { slope, interval95 } = slopeOf(points)
const range = [Math.min(...kept.map(({ y }) => y)), Math.max(...kept.map(({ y }) => y))].map(Math.round)
const found = { mbPer100000Parts: per100000(slope), interval95: interval95.map(per100000) }
console.log(
  JSON.stringify({ line: values.line, parts, seconds: Math.round(seconds), residentMb: range, ...found }),
)
