import { connectAsync } from 'mqtt'
import { percentilesOf } from '../../../edge/core/bench/percentiles.ts'
import { medianOf } from '../../../edge/core/quality/quantile.ts'

/** An event as it came, by the clock outside of the program that sent it. */
export interface Arrival {
  readonly atMs: number
  readonly payload: string
}

/** What a program tells at its end: when each part began, and of which picture it was. */
export interface Told {
  readonly startedMs: readonly number[]
  readonly pictures: readonly number[]
  readonly cpuS: number
}

/** The subscriber outside, whose clock counts. */
export interface Ear {
  /** What came since it was asked last. */
  take(): Arrival[]
  /** Resolves when so many wait to be taken. */
  reach(count: number): Promise<void>
  close(): Promise<void>
}

const topic = 'jidoka/bench/_inspect/v1/result'
const patienceMs = 10_000

export async function openEar(url: string): Promise<Ear> {
  const client = await connectAsync(url, { username: 'viewer', password: 'any' })
  let arrivals: Arrival[] = []
  let wanted = { count: Number.POSITIVE_INFINITY, found: () => {} }
  const tell = () => {
    if (arrivals.length >= wanted.count) wanted.found()
  }
  client.on('message', (_, payload) => {
    arrivals.push({ atMs: Number(process.hrtime.bigint()) / 1e6, payload: payload.toString() })
    tell()
  })
  await client.subscribeAsync(topic, { qos: 1 })
  return {
    take() {
      const taken = arrivals
      arrivals = []
      return taken
    },
    reach: (count) =>
      new Promise((resolve, reject) => {
        const lost = () => reject(new Error(`${arrivals.length} of ${count} events arrived`))
        const timer = setTimeout(lost, patienceMs)
        const found = () => {
          clearTimeout(timer)
          resolve()
        }
        wanted = { count, found }
        tell()
      }),
    close: () => client.endAsync(),
  }
}

/** Events a second from the first to the last. */
export const rateOf = (timesMs: readonly number[]): number =>
  (1000 * (timesMs.length - 1)) / ((timesMs.at(-1) ?? 0) - (timesMs[0] ?? 0))

/** Frames a second and latencies of one run, without the parts that warmed it up; the score of each picture. */
export function figuresOf(told: Told, arrivals: readonly Arrival[], warm: number) {
  const events = arrivals
    .map(({ atMs, payload }) => ({ atMs, ...JSON.parse(payload).data }))
    .filter(({ sequence }) => sequence >= warm)
    .map(({ atMs, sequence, score }) => ({
      ...{ atMs, score: Number(score), picture: told.pictures[sequence] ?? Number.NaN },
      latencyMs: atMs - (told.startedMs[sequence] ?? Number.NaN),
    }))
  const { p50, p99 } = percentilesOf(events.map(({ latencyMs }) => latencyMs))
  return {
    framesPerS: rateOf(events.map(({ atMs }) => atMs)),
    cpuSPer1000: (1000 * told.cpuS) / events.length,
    ...{ p50Ms: p50, p99Ms: p99 },
    scores: new Map<number, number>(events.map(({ picture, score }) => [picture, score])),
  }
}

/** The median rate of the bursts that `gapMs` of silence part; the first burst, which warms up, does not count. */
export function burstRate(timesMs: readonly number[], gapMs: number) {
  const starts = timesMs.flatMap((at, index) =>
    index === 0 || at - (timesMs[index - 1] ?? 0) > gapMs ? index : [],
  )
  const bursts = starts.map((start, index) => timesMs.slice(start, starts[index + 1])).slice(1)
  return { bursts: bursts.length, framesPerS: medianOf(bursts.map(rateOf)) }
}
