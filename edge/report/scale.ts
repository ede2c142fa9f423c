/** A place on an axis, with what stands there. */
export interface Tick {
  readonly at: number
  readonly label: string
}

/** One axis of a plot. */
export interface Axis {
  readonly label: string
  readonly from: number
  readonly to: number
  readonly isLog?: boolean
  readonly ticks: readonly Tick[]
}

/** Where a value lies on its axis, 0 to 1; outside values lie outside. */
export function position({ from, to, isLog }: Axis, value: number): number {
  if (!isLog) return (value - from) / (to - from)
  const floor = Math.max(value, from / 1e6)
  return Math.log(floor / from) / Math.log(to / from)
}

/** Steps of 1, 2 or 5 times a power of ten: `count` of them or a few less. */
export function linearAxis(
  label: string,
  from: number,
  to: number,
  write: (value: number) => string,
  count = 5,
): Axis {
  const raw = (to - from) / count
  const power = 10 ** Math.floor(Math.log10(raw))
  const step = ([1, 2, 5].find((factor) => factor * power >= raw * (1 - 1e-9)) ?? 10) * power
  const first = Math.ceil(from / step - 1e-9)
  const last = Math.floor(to / step + 1e-9)
  const ticks = Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => {
    const at = Number(((first + index) * step).toPrecision(12))
    return { at, label: write(at) }
  })
  return { label, from, to, ticks }
}

/** Powers of ten, and 2 and 5 times them where the axis spans less than two of them. */
export function logAxis(label: string, from: number, to: number, write: (value: number) => string): Axis {
  const factors = to / from > 100 ? [1] : [1, 2, 5]
  const ticks: Tick[] = []
  for (let power = Math.floor(Math.log10(from)); power <= Math.ceil(Math.log10(to)); power++)
    for (const factor of factors) {
      const at = Number((factor * 10 ** power).toPrecision(12))
      if (at >= from * (1 - 1e-9) && at <= to * (1 + 1e-9)) ticks.push({ at, label: write(at) })
    }
  return { label, from, to, isLog: true, ticks }
}

/** The next of 1, 2, 2.5, 5 times a power of ten that is no smaller. */
export function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value))
  const factor = [1, 2, 2.5, 5, 10].find((candidate) => candidate * power >= value * (1 - 1e-9)) ?? 10
  return Number((factor * power).toPrecision(12))
}
