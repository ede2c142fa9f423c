import { readdirSync, statSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { type Running, removeFolder, startJidoka, temporaryFolder } from '../flow/running.ts'
import { batches, slopeOf } from './slope.ts'

/** What is watched, by its name with the unit, and the metric that tells it. */
const watched = {
  residentMb: /^process_resident_memory_bytes ([\d.e+]+)/m,
  heapMb: /^nodejs_heap_size_used_bytes ([\d.e+]+)/m,
  externalMb: /^nodejs_external_memory_bytes ([\d.e+]+)/m,
  openFiles: /^process_open_fds (\d+)/m,
} as const
type Name = keyof typeof watched | 'bookMb'
type Sample = Readonly<Record<Name, number>> & { readonly hours: number }

const sampleEveryMs = 1_000
/** Caches fill and code is compiled before anything can be said of growth. */
const warmShare = 0.3
const stretches = 24

/** The service at its usual speed, as a person starts it: how memory, files and book grow. */
export async function soak(minutes: number) {
  const data = await temporaryFolder('soak')
  const service = await startJidoka({ data })
  try {
    const samples: Sample[] = []
    const startMs = performance.now()
    while (performance.now() - startMs < 60_000 * minutes) {
      samples.push(await sample(service, data, (performance.now() - startMs) / 3_600_000))
      await wait(sampleEveryMs)
    }
    return { measured: 'soak', minutes, ...summary(samples), parts: await partsOf(service) }
  } finally {
    await service.stop()
    await removeFolder(data)
  }
}

async function sample(service: Running, data: string, hours: number): Promise<Sample> {
  const text = await (await service.get('/metrics')).text()
  const metric = (name: keyof typeof watched) => {
    const value = Number(watched[name].exec(text)?.[1])
    return name === 'openFiles' ? value : value / 1e6
  }
  const book = readdirSync(data).filter((file) => file.startsWith('book.sqlite'))
  const bytes = book.map((file) => statSync(path.join(data, file), { throwIfNoEntry: false })?.size ?? 0)
  return {
    ...{ hours, residentMb: metric('residentMb'), heapMb: metric('heapMb') },
    ...{ externalMb: metric('externalMb'), openFiles: metric('openFiles') },
    bookMb: bytes.reduce((sum, size) => sum + size, 0) / 1e6,
  }
}

async function partsOf(service: Running): Promise<number> {
  const text = await (await service.get('/metrics')).text()
  return [...text.matchAll(/^jidoka_parts_total\{.*\} (\d+)/gm)].reduce((sum, [, n]) => sum + Number(n), 0)
}

/** Of each: first and last stretch, and the slope an hour. */
function summary(samples: readonly Sample[]) {
  const warm = samples.slice(Math.floor(warmShare * samples.length))
  const names = Object.keys(samples[0] ?? {}).filter((name): name is Name => name !== 'hours')
  return Object.fromEntries(
    names.map((name) => {
      const points = batches(
        warm.map((one) => ({ x: one.hours, y: one[name] })),
        stretches,
      )
      const { slope, interval95 } = slopeOf(points)
      const [first, last] = [points[0]?.y, points.at(-1)?.y].map((value) => rounded(value ?? 0))
      return [name, { first, last, perHour: rounded(slope), interval95: interval95.map(rounded) }]
    }),
  )
}

const rounded = (value: number): number => Math.round(100 * value) / 100
