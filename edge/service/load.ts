import type { Clock, Rng } from '../contract/port.ts'

/** What is under load. */
export interface Target {
  /** A query: resolves when its frames have their verdicts. */
  ask(): Promise<void>
}

/** What a load came to. */
export interface Carried {
  readonly queries: number
  readonly seconds: number
  readonly latenciesMs: readonly number[]
}

/** One query after the other, so many in flight; 1 is single-stream, many are offline. */
export async function keepBusy(
  target: Target,
  inFlight: number,
  forMs: number,
  clock: Clock,
): Promise<Carried> {
  const startMs = clock.monotonicMs()
  const latenciesMs: number[] = []
  async function again(): Promise<void> {
    while (clock.monotonicMs() - startMs < forMs) {
      const askedMs = clock.monotonicMs()
      await target.ask()
      latenciesMs.push(clock.monotonicMs() - askedMs)
    }
  }
  await Promise.all(Array.from({ length: inFlight }, again))
  return { queries: latenciesMs.length, seconds: (clock.monotonicMs() - startMs) / 1000, latenciesMs }
}

/** Queries that come when they come, by chance (Poisson) or at an even takt: each counts from its due time, so a stall counts for all that wait. */
export async function arriveAt(
  target: Target,
  ratePerS: number,
  forMs: number,
  { clock, rng }: { readonly clock: Clock; readonly rng: Rng | null },
): Promise<Carried> {
  const startMs = clock.monotonicMs()
  const latenciesMs: number[] = []
  const pending: Promise<void>[] = []
  const gapMs = () => (rng ? -Math.log(1 - rng.next()) : 1) * (1000 / ratePerS)
  for (let dueMs = startMs + gapMs(); dueMs < startMs + forMs; dueMs += gapMs()) {
    await until(dueMs, clock)
    const since = dueMs
    pending.push(target.ask().then(() => void latenciesMs.push(clock.monotonicMs() - since)))
  }
  await Promise.all(pending)
  return { queries: latenciesMs.length, seconds: (clock.monotonicMs() - startMs) / 1000, latenciesMs }
}

/** Timers count whole milliseconds and may come before their time: nothing is sent before it is due. */
async function until(dueMs: number, clock: Clock): Promise<void> {
  for (let delayMs = dueMs - clock.monotonicMs(); delayMs > 0; delayMs = dueMs - clock.monotonicMs())
    await new Promise<void>((resolve) => void clock.after(delayMs, resolve))
}

/** So many queries, one after the other. */
export async function askInTurn(target: Target, queries: number): Promise<void> {
  for (let query = 0; query < queries; query++) await target.ask()
}
